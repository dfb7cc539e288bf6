"""KLE numbers by their pattern: subject NN.NN.NN and facet G01. Titles need an imported plan.

The facet's letter is any of A-ZÆØÅ (the wide pattern of the REST schema 1.2): the plan's own seven
categories are content, and Ø is a letter of its own.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9]{2}(?:\.[0-9]{2}){0,2}")
_SUBJECT = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_FACET = re.compile(r"[A-ZÆØÅ][0-9]{2}")


class KleError(ValueError):
    """The text is no KLE number. Says why in Danish."""


def parse_subject(text: str) -> str:
    """A subject such as "27.18.02". Raises KleError."""
    number = text.strip()
    if _SUBJECT.fullmatch(number):
        return number
    if _NUMBER.fullmatch(number):
        raise KleError(f"»{number}« er en gruppe. Vælg et emne med tre led, for eksempel 27.18.02.")
    raise KleError(f"»{number[:20]}« er ikke et KLE-emne. Skriv tre gange to cifre: 27.18.02.")


def parse_facet(text: str) -> str:
    """An action facet such as "G01" or "Ø10"; a small letter is made a capital. Raises KleError."""
    facet = text.strip().upper()
    if _FACET.fullmatch(facet):
        return facet
    raise KleError(f"»{facet[:20]}« er ikke en handlingsfacet. Skriv et bogstav og to cifre: G01.")


def parse_number(text: str) -> str:
    """A main group, group or subject: "27", "27.18" or "27.18.02". Raises KleError."""
    number = text.strip()
    if not _NUMBER.fullmatch(number):
        raise KleError(f"»{number[:20]}« er ikke et KLE-nummer. Skriv 27, 27.18 eller 27.18.02.")
    return number


def covers(number: str, subject: str) -> bool:
    """Whether a subject lies under a number. Case: covers("27.18", "27.18.02"), not "27.1"."""
    return subject == number or subject.startswith(f"{number}.")
