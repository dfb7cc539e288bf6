"""The lines of a map as SVG path data: they leave and enter boxes apart from one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a box stands."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class _End:
    """Which side of a box a line touches, and by what it is sorted among the others there."""

    box: str
    side: str
    toward: float


LEFT = 0.7  # above and below, lines keep to the left; the right is where a box tells its status
ARROW = 7  # the length of the arrow head, which the path leaves room for


def line_paths(pairs: Sequence[tuple[str, str]], spots: Mapping[str, Spot]) -> list[str]:
    """One path for each pair of boxes, in order.

    >>> spots = {"a": Spot(0, 0, 100, 40), "b": Spot(200, 0, 100, 40)}
    >>> line_paths([("a", "b")], spots)
    ['M100 20 C146.5 20 146.5 20 193 20']
    """
    ends = [_ends(source, target, spots) for source, target in pairs]
    places = _places([end for pair in ends for end in pair], spots)
    return [
        _path(start, places[2 * at], finish, places[2 * at + 1], spots)
        for at, (start, finish) in enumerate(ends)
    ]


def _ends(source: str, target: str, spots: Mapping[str, Spot]) -> tuple[_End, _End]:
    a, b = spots[source], spots[target]
    (ax, ay), (bx, by) = a.middle, b.middle
    if b.x > a.x:
        return _End(source, "right", by), _End(target, "left", ay)
    if b.x < a.x:
        return _End(source, "left", by), _End(target, "right", ay)
    if 0 < b.y - a.y < 2 * a.height:
        return _End(source, "bottom", bx), _End(target, "top", ax)
    if 0 < a.y - b.y < 2 * a.height:
        return _End(source, "left", by), _End(target, "left", ay)
    return _End(source, "right", by), _End(target, "right", ay)


def _places(ends: Sequence[_End], spots: Mapping[str, Spot]) -> list[tuple[float, float]]:
    """A point for each end: those on one side of a box share it evenly, nearest first."""
    sides: dict[tuple[str, str], list[int]] = {}
    for at, end in enumerate(ends):
        sides.setdefault((end.box, end.side), []).append(at)
    places: dict[int, tuple[float, float]] = {}
    for (box, side), members in sides.items():
        members.sort(key=lambda at: ends[at].toward)
        for rank, at in enumerate(members, start=1):
            places[at] = _on_side(spots[box], side, rank / (len(members) + 1))
    return [places[at] for at in range(len(ends))]


def _on_side(spot: Spot, side: str, share: float) -> tuple[float, float]:
    match side:
        case "left":
            return spot.x, spot.y + spot.height * share
        case "right":
            return spot.x + spot.width, spot.y + spot.height * share
        case "top":
            return spot.x + spot.width * share * LEFT, spot.y
        case _:
            return spot.x + spot.width * share * LEFT, spot.y + spot.height


_AWAY = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}


def _path(
    start: _End,
    a: tuple[float, float],
    finish: _End,
    b: tuple[float, float],
    spots: Mapping[str, Spot],
) -> str:
    """A curve that leaves and enters at right angles to the sides it touches."""
    out, back = _AWAY[start.side], _AWAY[finish.side]
    tip = (b[0] + back[0] * ARROW, b[1] + back[1] * ARROW)
    if start.side == finish.side:
        # Round the outside of a column, further out the further it goes.
        reach = 18 + min(abs(b[1] - a[1]) / 12, 30)
    elif out[0]:
        reach = max(abs(tip[0] - a[0]) / 2, 18)
    else:
        reach = max(abs(tip[1] - a[1]) / 2, 4)
    first = (a[0] + out[0] * reach, a[1] + out[1] * reach)
    second = (tip[0] + back[0] * reach, tip[1] + back[1] * reach)
    return f"M{_xy(a)} C{_xy(first)} {_xy(second)} {_xy(tip)}"


def _xy(point: tuple[float, float]) -> str:
    return " ".join(f"{value:.1f}".rstrip("0").rstrip(".") for value in point)
