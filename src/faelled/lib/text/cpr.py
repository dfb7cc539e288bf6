"""CPR numbers: read, checked by date and never by modulus 11, and shown masked.

The control digit has not been guaranteed since October 2007, so a number is never refused on it. A
`Cpr` hides itself: `str()`, `repr()` and an f-string give "010203-****"; only `.digits` and
`.full()` say it all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

# Between the two parts: a hyphen, or what a phone or a text program makes of one.
_BETWEEN = r"[ \xa0\u202f]?[-‐‑‒–—―−]?[ \xa0\u202f]?"
_SHAPE = re.compile(rf"([0-9]{{6}}){_BETWEEN}([0-9A-ZÆØÅ]{{4}})")
_IN_TEXT = re.compile(rf"(?<![\w-])(\d{{6}}){_BETWEEN}\d{{4}}(?![\w-])")
_REPLACEMENT_DAYS = 60
# Digit 7 and the year of birth in two digits give the century: (up to this YY, century, else).
_CENTURIES: dict[str, tuple[int, int, int]] = {
    **dict.fromkeys("0123", (99, 1900, 1900)),
    **dict.fromkeys("49", (36, 2000, 1900)),
    **dict.fromkeys("5678", (57, 2000, 1800)),
}


class CprError(ValueError):
    """The text is no CPR number. The message is Danish and never holds the number."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Which numbers an authority takes besides real CPR numbers.

    `replacement`: the replacement numbers of some sectors (day of birth + 60, or letters among the
    last four). `impossible`: demo numbers whose date cannot exist (day 32 or more, month above 12):
    nobody can have one.
    """

    replacement: bool = False
    impossible: bool = False


REAL = Accept()
REAL_AND_DEMO = Accept(impossible=True)


@dataclass(frozen=True, slots=True, repr=False)
class Cpr:
    """Ten characters without the hyphen; made by `parse`."""

    digits: str = field()

    @property
    def masked(self) -> str:
        """ "010203-****"."""
        return f"{self.digits[:6]}-****"

    def full(self) -> str:
        """The number as people write it, "010203-1234": for the one field that must show it."""
        return f"{self.digits[:6]}-{self.digits[6:]}"

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"Cpr({self.masked})"

    @property
    def is_replacement(self) -> bool:
        """Whether it is a replacement number: letters at the end, or day of birth + 60."""
        return not self.digits.isdigit() or _date(self.digits, _REPLACEMENT_DAYS) is not None

    @property
    def is_impossible(self) -> bool:
        """Whether no date fits: the number cannot belong to anybody (demo and test data)."""
        return self.birth_date is None and not self.is_replacement

    @property
    def birth_date(self) -> date | None:
        """The date of birth; None for an impossible number and for letters at digit 7.

        Case: `parse("010203-4000").birth_date == date(2003, 2, 1)`: digit 7 is 4 and 03 <= 36.
        """
        return _date(self.digits, 0) or _date(self.digits, _REPLACEMENT_DAYS)


def parse(text: str, accept: Accept = REAL) -> Cpr:
    """Read "010203-1234", "010203 – 1234" or "0102031234". Raises CprError, in Danish, else."""
    match = _SHAPE.fullmatch(" ".join(text.split()).upper())
    if match is None:
        raise CprError("Skriv CPR-nummeret med 10 cifre: 6 cifre, bindestreg og 4 cifre.")
    cpr = Cpr(match[1] + match[2])
    if cpr.is_replacement and not accept.replacement:
        raise CprError("Nummeret er et erstatnings-CPR-nummer. Det kan ikke bruges her.")
    if cpr.is_impossible and not (accept.impossible and _is_demo(cpr.digits)):
        raise CprError("De første 6 cifre i CPR-nummeret er ikke en dato.")
    return cpr


def redact(text: str) -> str:
    """The text with what looks like CPR numbers masked: "Emil, 010203-****"."""
    return _IN_TEXT.sub(r"\1-****", text)


def _is_demo(digits: str) -> bool:
    # Narrower than "impossible": 30 February is a slip of the pen, not a demo number.
    day, month = int(digits[:2]), int(digits[2:4])
    return 31 < day <= _REPLACEMENT_DAYS or day > 31 + _REPLACEMENT_DAYS or month > 12


def _date(digits: str, added_days: int) -> date | None:
    if digits[6] not in _CENTURIES:
        return None
    year = int(digits[4:6])
    last, century, otherwise = _CENTURIES[digits[6]]
    full_year = year + (century if year <= last else otherwise)
    try:
        return date(full_year, int(digits[2:4]), int(digits[:2]) - added_days)
    except ValueError:
        return None
