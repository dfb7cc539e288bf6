"""CVR numbers (companies, 8 digits with a control digit) and P-numbers (places of production)."""

from __future__ import annotations

import re

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_CVR = re.compile(r"(?:DK[- ]?)?(\d{2}) ?(\d{2}) ?(\d{2}) ?(\d{2})", re.IGNORECASE)
_P_NUMBER = re.compile(r"\d{10}")


class CvrError(ValueError):
    """The text is no CVR or P-number. Says why in Danish."""


def parse_cvr(text: str) -> str:
    """The eight digits of "12345678", "12 34 56 78" or "DK12345678". Raises CvrError.

    The weighted sum (2,7,6,5,4,3,2,1) must be divisible by 11 and the first digit not 0.
    """
    match = _CVR.fullmatch(text.strip())
    if match is None:
        raise CvrError("Skriv CVR-nummeret med 8 cifre.")
    digits = "".join(match.groups())
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    if total % 11 or digits[0] == "0":
        raise CvrError("CVR-nummeret findes ikke. Se efter, om et ciffer er skrevet forkert.")
    return digits


def parse_p_number(text: str) -> str:
    """The ten digits of a P-number, which has no control digit. Raises CvrError."""
    digits = text.replace(" ", "")
    if not _P_NUMBER.fullmatch(digits):
        raise CvrError("Skriv P-nummeret med 10 cifre.")
    return digits
