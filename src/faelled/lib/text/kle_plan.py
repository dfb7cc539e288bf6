"""Reads KL's subject plan and facet plan (XML 2.0 and the REST variant 1.2) into plain data.

The plan is KL's copyright: a municipality imports its own; none is shipped. What surprises in the
files: expired rows stay; the same number may stand twice (re-used or moved), so rows are kept as
they are and `KlePlan.current` chooses; `AfloestAf` holds subject numbers that are no subjects;
titles have blanks at the end; the REST variant may have a namespace, and leaves elements out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lxml import etree

from faelled.lib.text.kle import KleError, parse_facet, parse_number
from faelled.lib.text.safe_xml import BadXml, parse_xml

MOST_BYTES = 64 * 1024 * 1024


class Level(StrEnum):
    MAIN_GROUP = "main-group"
    GROUP = "group"
    SUBJECT = "subject"
    CATEGORY = "category"
    FACET = "facet"


# Danish element name, level, and what its own children are called.
_LEVELS = {
    "Hovedgruppe": Level.MAIN_GROUP,
    "Gruppe": Level.GROUP,
    "Emne": Level.SUBJECT,
    "HandlingsfacetKategori": Level.CATEGORY,
    "Handlingsfacet": Level.FACET,
}
PRESERVATION = frozenset({"", "B", "K", "K5", "K10"})
_DAYS = re.compile(r"P[0-9]{1,5}D")
_ROOTS = {
    "KLE-Emneplan": "plan",
    "KLE-Emner": "plan",
    "KLE-Grupper": "plan",
    "KLE-Hovedgrupper": "plan",
    "KLE-Handlingsfacetter": "facets",
}


class KlePlanError(ValueError):
    """The file is no plan; `errors` holds every problem with its line, in Danish."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(self.errors))


@dataclass(frozen=True, slots=True)
class LawSource:
    """The act a row points to; `accession` is Retsinformation's number, such as A20240043429."""

    title: str
    section: str
    accession: str


@dataclass(frozen=True, slots=True)
class KleRow:
    """One main group, group, subject, category or facet, as the file has it.

    `preservation` is B (kept), K, K5, K10 (discarded, after years) or "" (none given);
    `deletion_days` counts from the closing of the case; `replaced_by` are numbers that took over.
    """

    level: Level
    number: str
    title: str
    uuid: str = ""
    created: date | None = None
    changed: tuple[date, ...] = ()
    expired: date | None = None
    replaced_by: tuple[str, ...] = ()
    preservation: str = ""
    deletion_days: int | None = None
    laws: tuple[LawSource, ...] = ()
    filters: tuple[str, ...] = ()
    guidance: str = ""

    @property
    def key(self) -> str:
        """The UUID where there is one, else number and creation date: a number may be re-used."""
        return self.uuid or f"{self.number} {self.created or ''}".strip()


@dataclass(frozen=True, slots=True)
class KlePlan:
    """Every row of one edition in file order. `published` is None in the REST lists."""

    published: date | None
    rows: tuple[KleRow, ...]

    def current(self, number: str) -> KleRow | None:
        """The row in force with this number: of several, the newest that has not expired."""
        alive = [row for row in self.rows if row.number == number and row.expired is None]
        return max(alive, key=lambda row: row.created or date.min, default=None)

    def successors(self, number: str) -> tuple[str, ...]:
        """The numbers that replaced an expired one; a closed case keeps its own number."""
        numbers = [n for row in self.rows if row.number == number for n in row.replaced_by]
        return tuple(dict.fromkeys(numbers))


def read_plan(data: bytes) -> KlePlan:
    """Read a subject plan or a facet plan. Raises KlePlanError with every problem found."""
    root = _parse(data)
    errors: list[str] = []
    rows = tuple(_rows(root, errors))
    published = _date(root, "UdgivelsesDato", errors)
    if errors:
        raise KlePlanError(errors)
    return KlePlan(published, rows)


def _parse(data: bytes) -> etree._Element:
    try:
        root = parse_xml(data, most_bytes=MOST_BYTES)
    except BadXml as error:
        place = f"Linje {error.line}: " if error.line is not None else ""
        raise KlePlanError([f"{place}{error.message}"]) from error
    if _name(root) not in _ROOTS:
        raise KlePlanError([f"Filen er ikke en KLE-plan: den begynder med »{_name(root)}«."])
    return root


def _rows(parent: etree._Element, errors: list[str]) -> Iterator[KleRow]:
    # Only direct children: numbers inside AfloestAf are references, not rows.
    for element in parent:
        name = _name(element)
        if name in _LEVELS:
            yield _row(element, name, errors)
            yield from _rows(element, errors)


def _row(element: etree._Element, name: str, errors: list[str]) -> KleRow:
    info = _child(element, f"{name}AdministrativInfo", "KLEAdministrativInfo")
    historic = _child(info, "Historisk")
    moved = _child(historic, "Flyttet")
    preservation = _text(element, "BevaringJaevnfoerArkivloven").replace("tom", "")
    if preservation not in PRESERVATION:
        errors.append(f"Linje {element.sourceline}: »{preservation}« er ingen bevaringskode.")
    return KleRow(
        level=_LEVELS[name],
        number=_number(element, name, errors),
        title=" ".join(_text(element, f"{name}Titel").split()),
        uuid=_text(element, "UUID").lower(),
        created=_date(info, "OprettetDato", errors),
        changed=tuple(_dates(info, "RettetDato", errors)),
        expired=_date(historic, "UdgaaetDato", errors) or _date(moved, "FlyttetDato", errors),
        replaced_by=tuple(_replacements(moved)),
        preservation=preservation,
        deletion_days=_deletion_days(element, errors),
        laws=tuple(map(_law, _children(element, f"{name}RetskildeReference"))),
        filters=tuple(
            _whole_text(title)
            for group in _children(element, f"{name}Filter")
            for title in _children(group, "FilterTitel")
        ),
        guidance=_guidance(_child(element, f"{name}Vejledning")),
    )


def _number(element: etree._Element, name: str, errors: list[str]) -> str:
    text = _text(element, f"{name}Nr")
    try:
        if name == "HandlingsfacetKategori":
            return parse_facet(f"{text}00")[:1]
        return parse_facet(text) if name == "Handlingsfacet" else parse_number(text)
    except KleError as error:
        errors.append(f"Linje {element.sourceline}: {error}")
        return text


def _deletion_days(element: etree._Element, errors: list[str]) -> int | None:
    text = _text(element, "SletningJaevnfoerPersondataloven")
    if not text:
        return None
    if not _DAYS.fullmatch(text):
        errors.append(
            f"Linje {element.sourceline}: »{text[:20]}« er ikke et antal dage som P1825D."
        )
        return None
    return int(text[1:-1])


def _replacements(moved: etree._Element | None) -> Iterator[str]:
    """The most precise number in each AfloestAf."""
    for replaced in _children(moved, "AfloestAf"):
        numbers = [_text(replaced, f"{name}Nr") for name in ("Emne", "Gruppe", "Hovedgruppe")]
        numbers.append(_text(replaced, "HandlingsfacetNr"))
        yield from [number for number in numbers if number][:1]


def _law(element: etree._Element) -> LawSource:
    names = ("RetskildeTitel", "ParagrafEllerKapitel", "RetsinfoAccessionsNr")
    title, section, accession = (_text(element, name) for name in names)
    return LawSource(title, section, accession)


def _guidance(element: etree._Element | None) -> str:
    """Plain text, a paragraph or list item per line; the markup is dropped."""
    if element is None:
        return ""
    lines: list[str] = [""]
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and _name(part) in ("p", "li"):
            lines.append("")
        lines[-1] += (part.text if event == "start" else part.tail) or ""
        if event == "end" and _name(part) == "li":
            lines.append("")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _date(parent: etree._Element | None, name: str, errors: list[str]) -> date | None:
    return next(_dates(parent, name, errors), None)


def _dates(parent: etree._Element | None, name: str, errors: list[str]) -> Iterator[date]:
    for element in _children(parent, name):
        text = _whole_text(element)
        try:
            yield date.fromisoformat(text[:10])
        except ValueError:
            errors.append(f"Linje {element.sourceline}: »{text[:20]}« er ikke en dato.")


def _children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [element for element in parent if _name(element) == name]


def _child(parent: etree._Element | None, *names: str) -> etree._Element | None:
    return next((found for name in names for found in _children(parent, name)), None)


def _text(parent: etree._Element, name: str) -> str:
    element = _child(parent, name)
    return "" if element is None else _whole_text(element)


def _whole_text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
