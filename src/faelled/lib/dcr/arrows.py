"""The one-line way to write relations: `apply, withdraw -->* decide`.

The arrows are those of the field's text dialects: the star sits at the end that waits.
"""

import re
from dataclasses import dataclass

from faelled.lib.dcr.graph import Kind

ARROWS: dict[str, Kind] = {
    "-->*": Kind.CONDITION,
    "*-->": Kind.RESPONSE,
    "--><>": Kind.MILESTONE,
    "-->+": Kind.INCLUDE,
    "-->%": Kind.EXCLUDE,
    "*--x": Kind.CANCEL,
    "-->=": Kind.UPDATE,
    "-->>": Kind.SPAWN,
}
ARROW_OF: dict[Kind, str] = {kind: arrow for arrow, kind in ARROWS.items()}

PLAIN_ID = re.compile(r"[^\W\d]\w*(?:[.:/-]\w+)*")
_TOKEN = re.compile(
    rf"""\s*(?:
        (?P<arrow>--><>|-->\*|\*-->|-->\+|-->%|\*--x(?!\w)|-->=|-->>)
      | (?P<comma>,)
      | "(?P<quoted>(?:[^"\\]|\\.)+)"
      | (?P<plain>{PLAIN_ID.pattern})
    )""",
    re.VERBOSE,
)


class ArrowError(ValueError):
    """A line that is no relation; the message says what was expected, in Danish."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """`sources` by `targets`: every pair is one relation of `kind`."""

    kind: Kind
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def parse_arrow(text: str) -> Arrow:
    """Read one relation line; ids with spaces stand in double quotes.

    >>> parse_arrow('apply, "Fill out" -->* decide').sources
    ('apply', 'Fill out')

    Raises ArrowError with what is wrong, in Danish.
    """
    kind: Kind | None = None
    sides: list[list[str]] = [[]]
    expects_id = True
    for what, word in _tokens(text):
        if what == "id" and expects_id:
            sides[-1].append(word)
            expects_id = False
        elif what == "comma" and not expects_id:
            expects_id = True
        elif what == "arrow" and kind is None and not expects_id:
            kind, expects_id = ARROWS[word], True
            sides.append([])
        else:
            raise ArrowError(
                f"Pilen kan ikke læses ved »{word}«. Skriv fx »apply, withdraw -->* decide«."
            )
    if kind is None:
        raise ArrowError(f"Der mangler en pil. Brug en af: {'  '.join(ARROWS)}")
    if expects_id:
        raise ArrowError("Der mangler et trin efter pilen eller kommaet.")
    return Arrow(kind, tuple(sides[0]), tuple(sides[1]))


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            unread = text[position:].strip()
            raise ArrowError(
                f"Pilen kan ikke læses fra »{unread}«. Brug en af: {'  '.join(ARROWS)}"
            )
        position = match.end()
        if match["quoted"] is not None:
            found.append(("id", re.sub(r"\\(.)", r"\1", match["quoted"])))
        elif match["plain"] is not None:
            found.append(("id", match["plain"]))
        elif match["comma"] is not None:
            found.append(("comma", ","))
        else:
            found.append(("arrow", match["arrow"]))
    return found


def write_arrow(kind: Kind, source: str, target: str) -> str:
    """The line for one relation: `parse_arrow(write_arrow(...))` gives it back."""
    return f"{_written(source)} {ARROW_OF[kind]} {_written(target)}"


def _written(event: str) -> str:
    if PLAIN_ID.fullmatch(event):
        return event
    escaped = event.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
