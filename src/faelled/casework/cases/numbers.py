"""Case numbers by a pattern the authority chooses, such as ``{year}-{serial:05}``."""

import re
from string import Formatter

LONGEST = 60
FIELDS = {"year", "serial", "kle", "unit"}
WIDTH = re.compile(r"0?[0-9]{0,2}")


class PatternError(ValueError):
    """The pattern cannot give numbers; the message says why, in Danish."""


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that uses anything but year, serial, kle and unit, or lacks the serial.

    The pattern comes from a person, so no attribute, index or conversion is let through.

    >>> check_pattern("{year}-{serial:05}")
    """
    used: set[str] = set()
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise PatternError("Mønsteret har en tuborgklamme, der ikke er lukket.") from error
    for _text, field, spec, conversion in parts:
        if field is None:
            continue
        if field not in FIELDS or conversion or not WIDTH.fullmatch(spec or ""):
            raise PatternError(f"Mønsteret må bruge year, serial, kle og unit, men ikke {field!r}.")
        used.add(field)
    if not {"serial", "year"} <= used:
        raise PatternError("Mønsteret skal have både {year} og {serial}, ellers gentages numre.")
    most = pattern.format(year=9999, serial=999_999_999, kle="99.99.99", unit="999999999")
    if len(most) > LONGEST:
        raise PatternError(f"Mønsteret giver numre på mere end {LONGEST} tegn.")


def fields_of(pattern: str) -> set[str]:
    """What a checked pattern uses: ``fields_of("{kle}/{year}-{serial}")`` has "kle"."""
    return {field for _text, field, _spec, _conversion in Formatter().parse(pattern) if field}


def case_number(pattern: str, *, year: int, serial: int, kle: str = "", unit: str = "") -> str:
    """The number of a case.

    >>> case_number("{year}-{serial:05}", year=2026, serial=42)
    '2026-00042'
    """
    check_pattern(pattern)
    return pattern.format(year=year, serial=serial, kle=kle, unit=unit)
