"""The map of a graph as plain data: lanes, boxes and lines, ready for a picture or a list.

Lanes are the phases in their order (else the outermost groups, else the ranks), side by side; in
each the steps stand below one another in the order they come. Nothing here knows HTML. All lengths
are in user units of the picture; 1 unit is 1 pixel at full size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from faelled.lib.dcr.graph import Event, EventType, Graph, Group
from faelled.lib.dcr.map_lines import Spot, line_paths
from faelled.lib.dcr.map_rules import WAY, DrawnRule, DrawnRules, drawn_rules

BOX_WIDTH, BOX_HEIGHT = 164, 84
ROW_GAP, COLUMN_GAP, LANE_PAD = 24, 28, 8
LANE_HEAD, MARGIN = 44, 8
MOST_ROWS = 7
LINE_LETTERS, MOST_LINES = 21, 3
LANE_LETTER = 8
WIDEST_SHRUNK = 1_500
NO_LANE = "Når som helst"


class Status(StrEnum):
    """Where a step stands in a case; the first that fits is the one shown."""

    OVERDUE = "overdue"
    PENDING = "pending"
    POSSIBLE = "possible"
    DONE = "done"
    AWAY = "away"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Standing:
    """One step in one case. `order`: its place on the way taken, 1 for the first step done."""

    status: Status
    possible: bool = False
    done: bool = False
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """One step. `lines` is the label broken to fit; `number` counts the graph's events from 1.
    `by_itself`: a sub-process, which nobody does."""

    id: str
    number: int
    label: str
    lines: tuple[str, ...]
    roles: tuple[str, ...]
    lane: int
    x: int
    y: int
    once: bool
    standing: Standing | None = None
    by_itself: bool = False

    @property
    def spot(self) -> Spot:
        return Spot(self.x, self.y, BOX_WIDTH, BOX_HEIGHT)


@dataclass(frozen=True, slots=True)
class Lane:
    """A phase: its name above its steps."""

    label: str
    x: int
    width: int

    @property
    def short(self) -> str:
        """The name as far as it fits above the steps."""
        letters = (self.width - 28) // LANE_LETTER
        return self.label if len(self.label) <= letters else f"{self.label[: letters - 1]}…"


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn rule. `path` is SVG path data; `taken`: the case went along it."""

    rule: DrawnRule
    path: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class MapLayout:
    """The whole picture. `fits`: it may be shrunk to a wide screen and still be read."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    @property
    def fits(self) -> bool:
        return self.width <= WIDEST_SHRUNK

    @property
    def lane_height(self) -> int:
        return self.height - 2 * MARGIN

    @property
    def box_width(self) -> int:
        return BOX_WIDTH

    @property
    def box_height(self) -> int:
        return BOX_HEIGHT

    def box(self, id: str) -> Box:
        """The box of a step; KeyError when there is none."""
        return next((box for box in self.boxes if box.id == id), None) or _unknown(id)


def _unknown(id: str) -> Box:
    raise KeyError(id)


def layout(graph: Graph) -> MapLayout:
    """Place the steps and draw the rules between them.

    >>> from faelled.lib.dcr.graph import Event, Kind, Phase, Relation
    >>> steps = (Event("a", "Søg", phase="one"), Event("b", "Afgør", phase="two"))
    >>> phases = (Phase("one", "Ansøgning"), Phase("two", "Afgørelse"))
    >>> rules = (Relation(Kind.CONDITION, "a", "b"),)
    >>> picture = layout(Graph("g", "1", "G", phases=phases, events=steps, relations=rules))
    >>> [lane.label for lane in picture.lanes], picture.box("a").x < picture.box("b").x
    (['Ansøgning', 'Afgørelse'], True)
    """
    drawn = drawn_rules(graph)
    lanes: list[Lane] = []
    boxes: list[Box] = []
    x = MARGIN
    for label, events in _lanes(graph, drawn):
        columns = _columns(events)
        width = len(columns) * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP + 2 * LANE_PAD
        for at, column in enumerate(columns):
            left = x + LANE_PAD + at * (BOX_WIDTH + COLUMN_GAP)
            boxes += [
                _box(graph, event, drawn, len(lanes), left, LANE_HEAD + MARGIN + row * _ROW)
                for row, event in enumerate(column)
            ]
        lanes.append(Lane(label, x, width))
        x += width + COLUMN_GAP
    lowest = max((box.y for box in boxes), default=LANE_HEAD) + BOX_HEIGHT
    lines = _lines(drawn.rules, {box.id: box.spot for box in boxes})
    width = max(x - COLUMN_GAP + MARGIN, 2 * MARGIN)
    return MapLayout(width, lowest + ROW_GAP, tuple(lanes), tuple(boxes), lines)


_ROW = BOX_HEIGHT + ROW_GAP


def _lines(rules: Sequence[DrawnRule], spots: Mapping[str, Spot]) -> tuple[Line, ...]:
    """The way has the sides of the boxes to itself; the rest is placed as if alone too."""
    found: list[Line] = []
    for main in (False, True):
        some = [rule for rule in rules if rule.main is main]
        paths = line_paths([(rule.source, rule.target) for rule in some], spots)
        found += [Line(rule, path) for rule, path in zip(some, paths, strict=True)]
    return tuple(found)


def marked(picture: MapLayout, standings: Mapping[str, Standing]) -> MapLayout:
    """The same picture with a case laid over it; steps that are not named stay as they are."""
    boxes = tuple(replace(box, standing=standings.get(box.id)) for box in picture.boxes)
    order = {id: standing.order for id, standing in standings.items() if standing.order}
    lines = tuple(replace(line, taken=_is_taken(line.rule, order)) for line in picture.lines)
    return replace(picture, boxes=boxes, lines=lines)


def _is_taken(rule: DrawnRule, order: Mapping[str, int]) -> bool:
    before, after = order.get(rule.source), order.get(rule.target)
    if before is None or after is None or rule.kind not in WAY:
        return False
    # One step right after the other is part of the way taken, also past what the way passes by.
    return after == before + 1 or (rule.main and before < after)


def _lanes(graph: Graph, drawn: DrawnRules) -> list[tuple[str, list[Event]]]:
    """Names and steps of the lanes, in order, none empty."""
    lane_of = _lane_of(graph, drawn)
    number = {event.id: at for at, event in enumerate(graph.events)}
    found = []
    for lane in sorted(set(lane_of.values())):
        events = [event for event in graph.events if lane_of[event.id] == lane]
        events.sort(key=lambda event: (drawn.rank[event.id], number[event.id]))
        found.append((lane[1], events))
    return found


def _lane_of(graph: Graph, drawn: DrawnRules) -> dict[str, tuple[int, str]]:
    """Each step's lane as its place and name; steps of no phase or group come last. A sub-process
    stands among what lies in it, and lends it its phase."""
    last = len(graph.events) + len(graph.phases)
    if any(event.phase for event in graph.events):
        phases = {phase.id: (at, phase.label) for at, phase in enumerate(graph.phases)}
        return {
            event.id: phases.get(_phase_of(graph, event), (last, NO_LANE)) for event in graph.events
        }
    if any(event.parent for event in graph.events):
        outer = _outermost(graph)
        rank: dict[str, int] = {}
        for id, name in outer.items():
            rank[name] = min(rank.get(name, last), drawn.rank[id])
        return {id: (rank[name], name) if name else (last, NO_LANE) for id, name in outer.items()}
    return {id: (at, "") for id, at in drawn.rank.items()}


def _phase_of(graph: Graph, event: Event) -> str:
    around = [event, *_around(graph, event)]
    return next((item.phase for item in around if isinstance(item, Event) and item.phase), "")


def _outermost(graph: Graph) -> dict[str, str]:
    found = {}
    for event in graph.events:
        own = [] if event.type is EventType.ACTIVITY else [event]
        around = [*own, *_around(graph, event)]
        found[event.id] = around[-1].label if around else ""
    return found


def _around(graph: Graph, event: Event) -> list[Group | Event]:
    """What the step lies in, nearest first; a ring ends where it began."""
    holders: dict[str, Group | Event] = {group.id: group for group in graph.groups}
    holders |= {other.id: other for other in graph.events}
    found: dict[str, Group | Event] = {}
    parent = event.parent
    while parent is not None and parent in holders and parent not in found:
        found[parent] = holders[parent]
        parent = holders[parent].parent
    return list(found.values())


def _columns(events: Sequence[Event]) -> list[list[Event]]:
    """A long lane is broken into columns of even height."""
    count = -(-len(events) // MOST_ROWS)
    height = -(-len(events) // max(count, 1))
    numbered = enumerate(events)
    return [
        [e for _, e in part] for _, part in groupby(numbered, key=lambda pair: pair[0] // height)
    ]


def _box(graph: Graph, event: Event, drawn: DrawnRules, lane: int, x: int, y: int) -> Box:
    number = next(at for at, other in enumerate(graph.events, start=1) if other.id == event.id)
    roles = tuple(graph.role_label(role) for role in drawn.roles[event.id])
    once, holds = event.id in drawn.once, event.type is not EventType.ACTIVITY
    lines = broken(event.label)
    return Box(event.id, number, event.label, lines, roles, lane, x, y, once, by_itself=holds)


def broken(label: str, letters: int = LINE_LETTERS, most: int = MOST_LINES) -> tuple[str, ...]:
    """A label in lines that fit its box; what does not fit ends in "…".

    >>> broken("Bed om samtykke til at hente oplysninger", 16)
    ('Bed om samtykke', 'til at hente', 'oplysninger')
    >>> broken("Partshøringsfristoverskridelse", 16)
    ('Partshøringsfri-', 'stoverskridelse')
    """
    lines = [""]
    for word in label.split():
        while len(word) > letters:
            room = letters - 1
            lines.append(f"{word[:room]}-")
            word = word[room:]
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= letters and not lines[-1].endswith("-"):
            lines[-1] = joined
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: letters - 1].rstrip()}…"]
    return tuple(lines)
