"""From a letter's text and a case to the words on the page; plain data, no markup anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.models import Case
from faelled.casework.documents.letter_files import (
    PLACEHOLDER,
    LetterError,
    LetterText,
    Paragraph,
    unknown_placeholders,
)
from faelled.lib import fields as form_fields
from faelled.lib.dates import local_day
from faelled.lib.dcr import Graph, Marking, Value
from faelled.lib.dcr.guards import GuardError, Unset, evaluate


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (maybe "") and its paragraphs; a paragraph that is a list holds its points."""

    heading: str
    parts: tuple[tuple[str, ...], ...]
    guidance: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """Everything the layout needs. ``date`` is in words and is the day of sending; ``stamp`` is
    "Udkast" while it is one. ``recipient`` is name and address lines.
    """

    language: str
    title: str
    kind: str
    authority: str
    unit: str
    handler: str
    case_number: str
    date: str
    day: str
    recipient: tuple[str, ...]
    blocks: tuple[Block, ...]
    stamp: str = ""

    def __repr__(self) -> str:
        return f"<Letter {self.kind}>"

    @property
    def has_guidance(self) -> bool:
        return any(block.guidance for block in self.blocks)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def dated(self, now: datetime) -> "Letter":
        """The same letter with the date of ``now``; ``day`` tells the dates apart."""
        day = local_day(now)
        with translation.override(self.language):
            return replace(self, date=date_format(day, "j. F Y"), day=day.isoformat())


def letter_from_json(row: Mapping[str, Any]) -> Letter:
    """``letter_from_json(letter.to_json()) == letter``."""
    blocks = tuple(
        Block(block["heading"], tuple(tuple(part) for part in block["parts"]), block["guidance"])
        for block in row["blocks"]
    )
    return Letter(**{**row, "recipient": tuple(row["recipient"]), "blocks": blocks})


@dataclass(frozen=True, slots=True, repr=False)
class To:
    """To whom: the name, and the address lines (empty in Digital Post to a protected address)."""

    name: str
    address: tuple[str, ...] = ()


def write_letter(
    text: LetterText, case: Case, graph: Graph, marking: Marking, to: To, *, now: datetime
) -> Letter:
    """The letter with the case's words in it; ``LetterError`` when it cannot be right.

    A paragraph whose condition does not hold, or that names a value nobody gave, is left out; but
    a decision's complaint guidance is never left out for want of a value, and a letter that
    speaks of guidance has it (casework.md 8.22; forvaltningsloven § 25).
    """
    unknown = unknown_placeholders(text, graph)
    if unknown:
        names = ", ".join(unknown)
        raise LetterError(
            _("Brevet nævner noget, som sagens regler ikke har: %(names)s") % {"names": names}
        )
    words = _Words(case, graph, marking, to, text.language, now)
    title = words.fill(text.title)
    if title is None:
        raise LetterError(_("Brevets overskrift mangler en oplysning fra sagen."))
    blocks = _joined(words.block(paragraph) for paragraph in text.paragraphs)
    letter = Letter(
        language=text.language,
        title=title,
        kind=text.kind,
        authority=case.authority.name,
        unit=case.owner_unit.name,
        handler=case.handler.name if case.handler else "",
        case_number=case.number,
        date="",
        day="",
        recipient=(to.name, *to.address),
        blocks=blocks,
    ).dated(now)
    _refuse_empty_promise(letter)
    return letter


def case_link(case: Case) -> str:
    """Where the citizen finds the case."""
    return f"{settings.SITE_URL}/mine-sager/{case.uuid}/"


@dataclass(frozen=True, slots=True)
class _Words:
    case: Case
    graph: Graph
    marking: Marking
    to: To
    language: str
    now: datetime

    def block(self, paragraph: Paragraph) -> Block | None:
        if not self._holds(paragraph):
            return None
        text, heading = self.fill(paragraph.text), self.fill(paragraph.heading)
        if text is None or heading is None:
            if paragraph.is_guidance:
                raise _no_guidance()
            return None
        return Block(heading, _parts(text), guidance=paragraph.is_guidance)

    def fill(self, text: str) -> str | None:
        """The text with every placeholder's words in it, or None when one has none."""
        found = {name: self._word(name) for name in set(PLACEHOLDER.findall(text))}
        if any(not word for word in found.values()):
            return None
        return PLACEHOLDER.sub(lambda match: found[match[1]], text)

    def _holds(self, paragraph: Paragraph) -> bool:
        if paragraph.when is None:
            return True
        try:
            return evaluate(paragraph.when, scope_of(self.marking), now=self.now) is True
        except Unset:
            if paragraph.is_guidance:
                raise _no_guidance() from None
            return False
        except GuardError as error:
            raise LetterError(_("En betingelse i brevet kan ikke regnes ud.")) from error

    def _word(self, name: str) -> str:
        known = {
            "case.number": self.case.number,
            "case.title": self.case.title,
            "party.name": self.to.name,
            "authority.name": self.case.authority.name,
            "unit.name": self.case.owner_unit.name,
            "handler.name": self.case.handler.name if self.case.handler else "",
            "link": case_link(self.case),
        }
        if name in known:
            return known[name]
        with translation.override(self.language):
            if name == "today":
                return date_format(local_day(self.now), "j. F Y")
            return self._answer(name)

    def _answer(self, name: str) -> str:
        event_id, _dot, field_id = name.partition(".")
        event = self.graph.event(event_id)
        value: Value = self.marking.values.get(event_id)
        if field_id and isinstance(value, Mapping):
            value = value.get(field_id)
        shown = [field for field in event.fields if not field_id or field.id == field_id]
        if value is None or isinstance(value, Mapping) or not shown:
            return ""
        return form_fields.as_text(shown[0], value)


def _joined(blocks: Iterable[Block | None]) -> tuple[Block, ...]:
    """The blocks that are there; guidance in several paragraphs is one block."""
    joined: list[Block] = []
    for block in blocks:
        if block is None:
            continue
        last = joined[-1] if joined else None
        if last is not None and last.guidance and block.guidance and not block.heading:
            joined[-1] = replace(last, parts=(*last.parts, *block.parts))
        else:
            joined.append(block)
    return tuple(joined)


def _no_guidance() -> LetterError:
    return LetterError(_("Klagevejledningen mangler en oplysning fra sagen."))


def _parts(text: str) -> tuple[tuple[str, ...], ...]:
    """Paragraphs at empty lines; one whose lines all begin with "- " is a list of points."""
    parts = []
    for chunk in text.split("\n\n"):
        lines = [line.strip() for line in chunk.strip().splitlines() if line.strip()]
        if not lines:
            continue
        is_list = all(line.startswith("- ") for line in lines)
        parts.append(("list" if is_list else "text", *(line.removeprefix("- ") for line in lines)))
    return tuple(parts)


def _refuse_empty_promise(letter: Letter) -> None:
    said = " ".join(
        line
        for block in letter.blocks
        if not block.guidance
        for part in block.parts
        for line in part
    )
    if "klagevejledning" in said.lower() and not letter.has_guidance:
        raise LetterError(_("Brevet lover en klagevejledning, men den er ikke med."))
