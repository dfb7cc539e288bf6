"""Letter texts: files in ``content/letters``, read strictly and once.

A letter is paragraphs with placeholders; the layout is one for all (``layout.typ``).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from faelled.lib.dcr import Graph
from faelled.lib.dcr.guards import Expr, GuardError, parse

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = {
    "case.number",
    "case.title",
    "party.name",
    "authority.name",
    "unit.name",
    "handler.name",
    "today",
    "link",
}
# A paragraph on this section is the complaint guidance of a decision.
GUIDANCE = "forvaltningsloven § 25"
REQUIRED = ("id", "version", "language", "source", "licence", "title", "kind", "paragraphs")
OPTIONAL = ("cites",)
PARTS = ("heading", "text", "when", "cites")


class LetterError(Exception):
    """A letter cannot be read or written; the text is Danish and holds no value of the case."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    heading: str = ""
    when: Expr | None = None
    cites: tuple[str, ...] = ()

    @property
    def is_guidance(self) -> bool:
        return any(cite.startswith(GUIDANCE) for cite in self.cites)


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter. ``kind``: receipt, information, request, hearing, decision, delay, notice,
    complaint, consent or letter.
    """

    id: str
    version: str
    language: str
    title: str
    kind: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def has_guidance(self) -> bool:
        return any(paragraph.is_guidance for paragraph in self.paragraphs)


def letter_text(letter_id: str) -> LetterText:
    """The letter of that id; ``LetterError`` when there is none or it cannot be read."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", letter_id):
        raise LetterError(_("Brevskabelonen har ikke et gyldigt navn."))
    return _read(settings.CONTENT / "letters" / f"{letter_id}.toml")


def all_letters() -> Iterator[LetterText]:
    """Every letter that is shipped, by id."""
    return (_read(path) for path in sorted((settings.CONTENT / "letters").glob("*.toml")))


@lru_cache(maxsize=64)
def _read(path: Path) -> LetterText:
    try:
        return parse_letter(path.read_text(encoding="utf-8"), path.stem)
    except FileNotFoundError as error:
        text = _("Brevskabelonen %(name)s findes ikke.") % {"name": path.stem}
        raise LetterError(text) from error


def parse_letter(text: str, name: str) -> LetterText:
    """Read a letter's file; every unknown or missing key, placeholder and guard is an error."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(name, str(error)) from error
    missing = [key for key in REQUIRED if key not in rows]
    unknown = sorted(set(rows) - {*REQUIRED, *OPTIONAL})
    if missing or unknown or rows["id"] != name:
        raise _wrong(name, ", ".join([*missing, *unknown]) or "id")
    letter = LetterText(
        id=name,
        version=str(rows["version"]),
        language=str(rows["language"]),
        title=_checked(str(rows["title"]), name),
        kind=str(rows["kind"]),
        paragraphs=tuple(_paragraph(row, name) for row in rows["paragraphs"]),
    )
    if letter.kind == "decision" and not letter.has_guidance:
        raise _wrong(name, GUIDANCE)
    return letter


def unknown_placeholders(letter: LetterText, graph: Graph) -> list[str]:
    """The placeholders of ``letter`` that ``graph`` has no field for.

    A condition may ask about another graph's field: it is unset, and its paragraph left out.
    """
    fields = {event.id for event in graph.events} | {
        f"{event.id}.{field.id}" for event in graph.events for field in event.fields
    }
    used = {name for text in _texts(letter) for name in PLACEHOLDER.findall(text)}
    return sorted(used - KNOWN - fields)


def _texts(letter: LetterText) -> Iterator[str]:
    yield letter.title
    for paragraph in letter.paragraphs:
        yield paragraph.heading
        yield paragraph.text


def _paragraph(row: Mapping[str, Any], name: str) -> Paragraph:
    unknown = sorted(set(row) - set(PARTS))
    if unknown or not str(row.get("text", "")).strip():
        raise _wrong(name, ", ".join(unknown) or "text")
    try:
        when = parse(row["when"]) if row.get("when") else None
    except GuardError as error:
        raise _wrong(name, str(error)) from error
    return Paragraph(
        text=_checked(str(row["text"]).strip(), name),
        heading=_checked(str(row.get("heading", "")), name),
        when=when,
        cites=tuple(str(cite) for cite in row.get("cites", ())),
    )


def _checked(text: str, name: str) -> str:
    for used in PLACEHOLDER.findall(text):
        if used not in KNOWN and not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", used):
            raise _wrong(name, "{" + used + "}")
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        raise _wrong(name, "{")
    return text


def _wrong(name: str, what: str) -> LetterError:
    text = _("Brevskabelonen %(name)s er ikke rigtig: %(what)s") % {"name": name, "what": what}
    return LetterError(text)
