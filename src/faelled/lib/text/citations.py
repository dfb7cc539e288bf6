"""References to the law, read and written as jurists do: "barnets lov § 87, stk. 1, nr. 2"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from faelled.lib.text.sentences import normalise

_PLACE = re.compile(r"(?P<number>\d+)(?: ?(?P<letter>[a-zæøå])\b)?", re.IGNORECASE)
_SIGN = re.compile(r"(?P<sign>§§?|artikel\b|art\.)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?P<word>,|-|–|og\b)\s*")
_PARTS = (
    ("stk", re.compile(r"stk\.\s*(\d+)")),
    ("nr", re.compile(r"nr\.\s*(\d+(?: ?[a-zæøå](?![a-zæøå.]))?)")),
    ("litra", re.compile(r"litra\s+([a-zæøå])\b")),
    ("pkt", re.compile(r"(\d+)\.\s*pkt\.?")),
)
_LETTER_NUMBER = re.compile(r"(\d+) ?([a-zæøå]?)")


class CitationError(ValueError):
    """The text is no reference to a section. Says why in Danish."""


@dataclass(frozen=True, slots=True)
class LawCitation:
    """One place in one act, in its parts.

    `section` is the paragraph's or article's number with its letter ("87", "11 a"); `article`
    says that it is an article (EU law). The other parts are None where they are not named.
    """

    act: str
    section: str
    stk: int | None = None
    nr: str | None = None
    litra: str | None = None
    pkt: int | None = None
    article: bool = False

    def format(self) -> str:
        """The way it is written. Case: "retssikkerhedsloven § 3, stk. 2, 1. pkt."."""
        sign = "artikel" if self.article else "§"
        parts = [
            f"{self.act} {sign} {self.section}".strip(),
            f"stk. {self.stk}" if self.stk is not None else "",
            f"nr. {self.nr}" if self.nr else "",
            f"litra {self.litra}" if self.litra else "",
            f"{self.pkt}. pkt." if self.pkt is not None else "",
        ]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.format()

    @property
    def key(self) -> str:
        """A stable key inside the act, "P87-S1-N2": equal places have equal keys."""
        parts = [f"{'A' if self.article else 'P'}{self.section.replace(' ', '')}"]
        numbered = (("S", self.stk), ("N", self.nr), ("L", self.litra), ("K", self.pkt))
        parts += [f"{mark}{str(value).replace(' ', '')}" for mark, value in numbered if value]
        return "-".join(parts)

    def contains(self, other: LawCitation) -> bool:
        """Whether `other` lies in this place: § 87 contains § 87, stk. 1, nr. 2."""
        mine, theirs = self._parts(), other._parts()
        return all(part is None or part == theirs[at] for at, part in enumerate(mine))

    def sort_key(self) -> tuple[object, ...]:
        """By act, then as the act is read: § 11 before § 11 a before § 12, a whole before parts."""
        return (
            self.act.casefold(),
            self.article,
            _letter_number(self.section),
            self.stk or 0,
            _letter_number(self.nr or "0"),
            self.litra or "",
            self.pkt or 0,
        )

    def _parts(self) -> tuple[object, ...]:
        return (
            self.act.casefold(),
            self.article,
            self.section,
            self.stk,
            self.nr,
            self.litra,
            self.pkt,
        )


def parse_citation(text: str) -> LawCitation:
    """Read one reference. Raises CitationError on none, on several and on what is left over.

    Case: `parse_citation("barnets lov § 87, stk. 1, nr. 2").stk == 1`.
    """
    found = parse_citations(text)
    if len(found) != 1:
        raise CitationError(f"»{text[:80]}« er flere henvisninger. Skriv én ad gangen.")
    return found[0]


def parse_citations(text: str) -> tuple[LawCitation, ...]:
    """Read one act with one or more sections: "forvaltningsloven §§ 22 og 24", "§§ 22-24"."""
    clean = " ".join(normalise(text).split())
    sign = _SIGN.search(clean)
    if sign is None:
        raise _error(text)
    act = clean[: sign.start()].strip().rstrip(",")
    article = not sign["sign"].startswith("§")
    found: list[LawCitation] = []
    rest = clean[sign.end() :]
    through = False
    while True:
        citation, rest = _one(LawCitation(act, "", article=article), rest, text)
        found += _range(found[-1], citation) if through else [citation]
        between = _BETWEEN.match(rest)
        if between is None:
            break
        through = between["word"] in "-–"
        rest = rest[between.end() :].removeprefix("§").lstrip()
    if rest.strip(" ."):
        raise _error(text)
    return tuple(found)


def sort_citations(citations: Iterable[LawCitation]) -> list[LawCitation]:
    """In the order of acts and sections, without repeats."""
    return sorted(set(citations), key=LawCitation.sort_key)


def _one(start: LawCitation, rest: str, text: str) -> tuple[LawCitation, str]:
    place = _PLACE.match(rest)
    if place is None:
        raise _error(text)
    section = place["number"] + (f" {place['letter'].lower()}" if place["letter"] else "")
    citation = replace(start, section=section)
    rest = rest[place.end() :]
    for name, pattern in _PARTS:
        match = re.match(rf"\s*,?\s*{pattern.pattern}", rest, re.IGNORECASE)
        if match is None:
            continue
        citation = _with_part(citation, name, match[1].lower())
        rest = rest[match.end() :]
    return citation, rest


def _with_part(citation: LawCitation, name: str, value: str) -> LawCitation:
    match name:
        case "stk":
            return replace(citation, stk=int(value))
        case "pkt":
            return replace(citation, pkt=int(value))
        case "nr":
            number, letter = _letter_number(value)
            return replace(citation, nr=f"{number} {letter}".strip())
        case _:
            return replace(citation, litra=value)


def _range(first: LawCitation, last: LawCitation) -> list[LawCitation]:
    (start, start_letter), (end, end_letter) = map(_letter_number, (first.section, last.section))
    if start_letter or end_letter or not start < end <= start + 200:
        raise CitationError(f"»§§ {first.section}-{last.section}« kan ikke læses som en række.")
    return [replace(first, section=str(number)) for number in range(start + 1, end)] + [last]


def _letter_number(text: str) -> tuple[int, str]:
    match = _LETTER_NUMBER.match(text)
    return (int(match[1]), match[2]) if match else (0, text)


def _error(text: str) -> CitationError:
    return CitationError(
        f"»{text[:80]}« er ikke en lovhenvisning. "
        "Skriv for eksempel »barnets lov § 87, stk. 1, nr. 2«."
    )
