"""A plain line chart as SVG, from figures: one line for each page, one mark for each size.

Told apart by shape and label as well as by colour; ``<title>`` and ``<desc>`` say it in words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 400, 60, 200, 50, 50
COLOURS = ("#0b5d4e", "#8a3b12", "#1f4e9c", "#6b2d73", "#5c5c00", "#333333")
Lines = Mapping[str, Mapping[int, float]]  # name of a page: number of cases: milliseconds


@dataclass(frozen=True, slots=True)
class Plane:
    """Where a size and a value lie in the picture; sizes by their logarithm."""

    sizes: tuple[int, ...]
    top: float

    def x(self, size: int) -> float:
        span = max(log10(self.sizes[-1] / self.sizes[0]), 1e-9)
        return LEFT + (WIDTH - LEFT - RIGHT) * log10(size / self.sizes[0]) / span

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top


def chart(title: str, lines: Lines) -> str:
    """The whole file: ``chart("CPU for one page", {"work list": {6000: 30.1, 60000: 31.0}})``."""
    sizes = tuple(sorted({size for line in lines.values() for size in line}))
    highest = max(value for line in lines.values() for value in line.values())
    plane = Plane(sizes, highest * 1.1)
    said = escape(in_words(lines))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
    head += 'font-family="sans-serif" font-size="13" fill="#222">'
    head += f"<title>{escape(title)}</title><desc>{said}</desc>"
    head += f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    head += f'<text x="{LEFT}" y="24" font-size="16" font-weight="bold">{escape(title)}</text>'
    return "\n".join([head, *axes(plane), *drawn(plane, lines), "</svg>", ""])


def axes(plane: Plane) -> Iterator[str]:
    """Five lines across with their milliseconds, and the sizes below."""
    for turn in range(5):
        y, value = plane.y(plane.top * turn / 4), plane.top * turn / 4
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:.0f}</text>'
    for size in plane.sizes:
        x = plane.x(size)
        yield f'<text x="{x:.1f}" y="{HEIGHT - 28}" text-anchor="middle">{size:,}</text>'
    yield f'<text x="{LEFT}" y="{HEIGHT - 8}">cases; milliseconds of CPU upwards</text>'


def drawn(plane: Plane, lines: Lines) -> Iterator[str]:
    """Each line with its marks and, at its end, its name."""
    labels = spread({name: plane.y(line[max(line)]) for name, line in lines.items()})
    for turn, (name, line) in enumerate(lines.items()):
        colour = COLOURS[turn % len(COLOURS)]
        points = [(plane.x(size), plane.y(line[size])) for size in sorted(line)]
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (mark(turn, across, down, colour) for across, down in points)
        place = f'x="{WIDTH - RIGHT + 14}" y="{labels[name]:.1f}" fill="{colour}"'
        yield f"<text {place}>{escape(name)}</text>"


def mark(turn: int, x: float, y: float, colour: str) -> str:
    """A dot, a square or a triangle."""
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>',
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}"/>',
    )
    return shapes[turn % len(shapes)]


def spread(wanted: Mapping[str, float], apart: float = 16) -> dict[str, float]:
    """Labels near their lines, and never over one another."""
    placed: dict[str, float] = {}
    lowest = -apart
    for name, y in sorted(wanted.items(), key=lambda pair: pair[1]):
        lowest = placed[name] = max(y + 4, lowest + apart)
    return placed


def in_words(lines: Lines) -> str:
    """The same as the picture, for who does not see it."""
    return " ".join(
        f"{name}: "
        + ", ".join(f"{value:.0f} ms at {size:,} cases" for size, value in sorted(line.items()))
        + "."
        for name, line in lines.items()
    )


def table(lines: Lines) -> str:
    """The figures behind the picture, as a table of Markdown."""
    sizes = sorted({size for line in lines.values() for size in line})
    head = ["| milliseconds of CPU | " + " | ".join(f"{size:,} cases" for size in sizes) + " |"]
    head.append("|---" * (len(sizes) + 1) + "|")
    return "\n".join(
        head
        + [
            f"| {name} | " + " | ".join(f"{line[size]:.0f}" for size in sizes) + " |"
            for name, line in lines.items()
        ]
    )
