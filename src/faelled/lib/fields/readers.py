"""From what a person typed to a value, one reader per type of field. Danish habits first.

A reader gets the field and the texts that were sent for it, none of them blank, and gives the value
or raises `Unreadable` with a sentence that says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from faelled.lib.dates import COPENHAGEN, DurationError
from faelled.lib.dates import parse as parse_duration
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.values import Scalar
from faelled.lib.text import cpr
from faelled.lib.text.sentences import normalise

Reader = Callable[[Field, Sequence[str]], Scalar]

LONGEST = {FieldType.TEXT: 500, FieldType.LONGTEXT: 20_000}
MOST_FILES = 20
_GROUPED = r"\d{1,3}(?:[. ]\d{3}){1,4}|\d{1,15}"
_INTEGER = re.compile(rf"[-+]?(?:{_GROUPED})")
# One stop with one or two digits after it is a decimal sign typed on a foreign keyboard; with three
# it groups thousands, as it does in Danish.
_DECIMAL = re.compile(
    rf"(?P<sign>[-+]?)(?:(?P<whole>{_GROUPED})(?:,(?P<part>\d{{1,10}}))?"
    r"|(?P<pointed>\d{1,15}\.\d{1,2}))"
)
_CURRENCY = re.compile(r"^(?:kr\.?|dkk)\s*|\s*(?:kr\.?|kroner|dkk)$|(?:[,.]-)$", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH_DAY = re.compile(
    r"(?:[a-zæøå]{3,4}dag,? )?(?:(?:d\.?|den) ?)?"
    r"(\d{1,2})[-./ ]{1,2}(\d{1,2}|[a-zæøå]{3,9}\.?)[-./ ]{1,2}(\d{4}|\d{2})",
    re.IGNORECASE,
)
# The number pad of a phone may have no hyphen.
_DIGITS_DAY = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_CLOCK = re.compile(r"(?:kl\.? ?)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?", re.IGNORECASE)
_WORDS = re.compile(
    r"(\d{1,4}) (dag|uge|måned|mdr|år|arbejdsdag|time)(?:e|r|er|\.)?", re.IGNORECASE
)
_WORD_UNITS = {"dag": "d", "uge": "w", "måned": "mo", "mdr": "mo", "år": "y"} | {
    "arbejdsdag": "wd",
    "time": "h",
}
# What a phone or a text program makes of a hyphen or a minus.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
# A year in two digits, where nobody can take it for another: a child's or a coming day, or a
# grown-up's. Those between are asked for whole: 48 is Ole's year of birth and might be a far day.
_THIS_CENTURY, _LAST_CENTURY = range(30), range(60, 100)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_TRUE = frozenset({"true", "on", "1", "ja", "yes"})
_FALSE = frozenset({"false", "off", "0", "nej", "no"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Unreadable(ValueError):
    """What was typed is no value of this type. Says in Danish what to write."""


def _text(field: Field, raw: Sequence[str]) -> Scalar:
    lines = [" ".join(line.split()) for line in clean(raw[-1]).split("\n")]
    return _short_enough(field, " ".join(filter(None, lines)))


def _long_text(field: Field, raw: Sequence[str]) -> Scalar:
    return _short_enough(field, clean(raw[-1]).strip())


def clean(text: str) -> str:
    """Without characters that no keyboard makes and no database takes; "\\n" ends each line."""
    return _CONTROL.sub("", normalise(text))


def _short_enough(field: Field, text: str) -> str:
    most = LONGEST[field.type]
    if field.max is None and len(text) > most:
        raise Unreadable(f"Teksten er på {len(text)} tegn. Der er plads til {most}.")
    return text


def _integer(field: Field, raw: Sequence[str]) -> Scalar:
    text = _one_line(raw[-1])
    if not _INTEGER.fullmatch(text):
        raise Unreadable("Skriv kun et helt tal, for eksempel 12.")
    return int(text.replace(".", "").replace(" ", ""))


def _decimal(field: Field, raw: Sequence[str]) -> Scalar:
    return _number(_one_line(raw[-1]), "Skriv kun et tal, for eksempel 12,5.")


def _amount(field: Field, raw: Sequence[str]) -> Scalar:
    text = _CURRENCY.sub("", _CURRENCY.sub("", _one_line(raw[-1]))).strip()
    number = _number(text, "Skriv kun et beløb, for eksempel 1.234,50.")
    if number != number.quantize(Decimal("0.01")):
        raise Unreadable("Skriv beløbet med højst to decimaler, for eksempel 1.234,50.")
    return number.quantize(Decimal("0.01"))


def _number(text: str, message: str) -> Decimal:
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise Unreadable(message)
    if match["pointed"]:
        return Decimal(match["sign"] + match["pointed"])
    whole = match["whole"].replace(".", "").replace(" ", "")
    part = f".{match['part']}" if match["part"] else ""
    return Decimal(f"{match['sign']}{whole}{part}")


def _boolean(field: Field, raw: Sequence[str]) -> Scalar:
    # The last one: a check box sends "false" from a hidden twin and "true" from itself.
    text = raw[-1].strip().lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise Unreadable("Vælg ja eller nej.")


def _date(field: Field, raw: Sequence[str]) -> Scalar:
    # Day, month and year may come from three boxes.
    return read_day("-".join(raw) if len(raw) == len(("day", "month", "year")) else raw[-1])


def read_day(text: str) -> date:
    """ "24-11-2026", "24/11-26", "24112026", "tirsdag den 24. november 2026" or "2026-11-24"."""
    line = _one_line(text)
    iso = _ISO_DAY.fullmatch(line)
    danish = _DANISH_DAY.fullmatch(line) or _DIGITS_DAY.fullmatch(line)
    if iso is None and danish is None:
        raise Unreadable("Skriv en dato, for eksempel 24-11-2026.")
    try:
        if iso:
            return date(*map(int, iso.groups()))
        assert danish is not None
        day, month, year = danish.groups()
        return date(_year(year), _month(month), int(day))
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable("Datoen findes ikke. Skriv dag, måned og år: 24-11-2026.") from error


def _one_line(text: str) -> str:
    """With one kind of hyphen, and one plain space where there is any."""
    return " ".join(clean(text).split()).translate(_DASHES)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == len("2026"):
        return year
    if year in _THIS_CENTURY:
        return 2000 + year
    if year in _LAST_CENTURY:
        return 1900 + year
    raise Unreadable(f"Skriv hele årstallet, for eksempel 19{text}.")


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.index(text[:3].lower()) + 1


def _datetime(field: Field, raw: Sequence[str]) -> Scalar:
    text = _one_line(raw[-1].replace("T", " "))
    parts = text.rsplit(" kl", 1) if " kl" in text else text.rsplit(" ", 1)
    said = parts[-1].removeprefix(".").strip()
    clock = _CLOCK.fullmatch(f"{said}.00" if " kl" in text and said.isdecimal() else said)
    if len(parts) == 1 or clock is None:
        raise Unreadable("Skriv dato og klokkeslæt, for eksempel 24-11-2026 9.30.")
    day = read_day(parts[0])
    try:
        hour, minute, second = (int(number or 0) for number in clock.groups())
        at = datetime.combine(day, time(hour, minute, second), tzinfo=COPENHAGEN)
        utc = at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable("Klokkeslættet findes ikke. Skriv for eksempel 9.30.") from error
    if utc.astimezone(COPENHAGEN).time() != at.time():
        raise Unreadable("Klokkeslættet findes ikke: uret stilles frem til sommertid den dag.")
    return utc


def _choice(field: Field, raw: Sequence[str]) -> Scalar:
    if raw[-1] not in {option.value for option in field.options}:
        raise Unreadable("Vælg en af mulighederne.")
    return raw[-1]


def _choices(field: Field, raw: Sequence[str]) -> Scalar:
    known = [option.value for option in field.options]
    if not set(raw) <= set(known):
        raise Unreadable("Vælg blandt mulighederne.")
    return tuple(value for value in known if value in raw)


def _cpr(field: Field, raw: Sequence[str]) -> Scalar:
    try:
        return cpr.parse(raw[-1], cpr.REAL_AND_DEMO).full()
    except cpr.CprError as error:
        raise Unreadable(str(error)) from None


def _file(field: Field, raw: Sequence[str]) -> Scalar:
    names = tuple(dict.fromkeys(clean(name).strip() for name in raw))
    if len(names) > MOST_FILES:
        raise Unreadable(f"Du kan højst vedhæfte {MOST_FILES} filer.")
    return tuple(filter(None, names)) or None


def _duration(field: Field, raw: Sequence[str]) -> Scalar:
    text = " ".join(raw[-1].split())
    words = _WORDS.fullmatch(text)
    try:
        return parse_duration(words[1] + _WORD_UNITS[words[2].lower()] if words else text)
    except DurationError:
        raise Unreadable("Skriv en varighed, for eksempel 14 dage, 4 uger eller 1 måned.") from None


# A group is read row by row (`rows`).
READERS: Mapping[FieldType, Reader] = {
    FieldType.TEXT: _text,
    FieldType.LONGTEXT: _long_text,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.AMOUNT: _amount,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.CPR: _cpr,
    FieldType.FILE: _file,
    FieldType.DURATION: _duration,
}
