"""What a foreign case system tells of a matter that is to be approved, read strictly.

The contract is in docs/modules/connect.md. An answer that is not as it says is no answer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from faelled.lib.text.kle import KleError, parse_facet, parse_subject

AMOUNT = re.compile(r"[0-9]{1,11}(\.[0-9]{1,2})?")
MOST_TEXT = 20_000
MOST_ROWS = 200


class UnreadableError(ValueError):
    """The answer is not what the contract says; the message names the place and no content."""


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A line of the summary: ``ForeignLine("Indstilling", "Tilskud på 40.000 kr.")``."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ForeignDocument:
    id: str
    title: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ForeignMatter:
    """One matter; ``blocked`` are the reasons why it may not be decided yet, ``prepared_by`` the
    user names of those who made it, ``version`` what one has read. ``kle``, ``facet``, ``decision``
    and ``amount`` say what is decided, where the system tells: a delegation plan asks for them.
    """

    id: str
    version: str
    title: str
    number: str
    party: str
    deadline: datetime | None
    prepared_by: tuple[str, ...]
    blocked: tuple[str, ...]
    lines: tuple[ForeignLine, ...] = ()
    text: str = ""
    documents: tuple[ForeignDocument, ...] = ()
    kle: str = ""
    facet: str = ""
    decision: str = ""
    amount: Decimal | None = None


def read_list(data: object) -> tuple[ForeignMatter, ...]:
    """``{"matters": [...]}``, each without lines, text and documents."""
    return tuple(read_matter(row) for row in _rows(_object(data, "answer"), "matters"))


def read_matter(data: object) -> ForeignMatter:
    """One matter; UnreadableError names what is wrong with it."""
    row = _object(data, "matter")
    return ForeignMatter(
        id=_text(row, "id", most=80),
        version=_text(row, "version", most=80),
        title=_text(row, "title", most=200),
        number=_text(row, "number", most=60),
        party=_text(row, "party", most=200, default=""),
        deadline=_moment(row, "deadline"),
        prepared_by=_texts(row, "prepared_by"),
        blocked=_texts(row, "blocked"),
        lines=tuple(
            ForeignLine(_text(line, "label", most=100), _text(line, "text", most=1000))
            for line in map(_line, _rows(row, "lines"))
        ),
        text=_text(row, "text", most=MOST_TEXT, default=""),
        documents=tuple(_document(_object(one, "document")) for one in _rows(row, "documents")),
        kle=_kle(row, "kle", parse_subject),
        facet=_kle(row, "facet", parse_facet),
        decision=_text(row, "decision", most=100, default=""),
        amount=_amount(row, "amount"),
    )


def _line(data: object) -> Mapping[str, Any]:
    return _object(data, "line")


def _document(row: Mapping[str, Any]) -> ForeignDocument:
    size = row.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise UnreadableError("size is no number of bytes")
    return ForeignDocument(
        _text(row, "id", most=80),
        _text(row, "title", most=200),
        _text(row, "media_type", most=100),
        size,
    )


def _object(data: object, name: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise UnreadableError(f"{name} is no object")
    return data


def _rows(row: Mapping[str, Any], name: str) -> list[object]:
    rows = row.get(name, [])
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise UnreadableError(f"{name} is no list, or too long a one")
    return rows


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    rows = _rows(row, name)
    if not all(isinstance(text, str) and 0 < len(text) <= 500 for text in rows):
        raise UnreadableError(f"{name} is no list of texts")
    return tuple(str(text) for text in rows)


def _text(row: Mapping[str, Any], name: str, *, most: int, default: str | None = None) -> str:
    text = row.get(name, default)
    if not isinstance(text, str) or len(text) > most or (default is None and not text.strip()):
        raise UnreadableError(f"{name} is no text, or too long a one")
    return text


def _kle(row: Mapping[str, Any], name: str, parse: Callable[[str], str]) -> str:
    text = _text(row, name, most=20, default="")
    try:
        return parse(text) if text else ""
    except KleError as error:
        raise UnreadableError(f"{name} is no KLE number") from error


def _amount(row: Mapping[str, Any], name: str) -> Decimal | None:
    """Kroner as a text with a point (``"40000.00"``): a number would lose its øre on the way."""
    text = row.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not AMOUNT.fullmatch(text):
        raise UnreadableError(f"{name} is no amount")
    return Decimal(text)


def _moment(row: Mapping[str, Any], name: str) -> datetime | None:
    text = row.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise UnreadableError(f"{name} is no moment") from error
    if moment.tzinfo is None:
        raise UnreadableError(f"{name} has no time zone")
    return moment
