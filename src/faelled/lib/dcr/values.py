"""What an event can carry: one value, or a record with one value for each of its fields.

A field that repeats (a group) has rows, each a small record of its own.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from faelled.lib.dates.duration import Duration, DurationError, parse

Scalar: TypeAlias = str | int | Decimal | bool | date | datetime | Duration | tuple[str, ...] | None
Row: TypeAlias = Mapping[str, Scalar]
Rows: TypeAlias = tuple[Row, ...]
Part: TypeAlias = Scalar | Rows
Value: TypeAlias = Part | Mapping[str, Part]
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


class Copies(tuple[Row, ...]):
    """The rows that a template is from outside it, one for each copy. Only what goes through rows
    can read them; the value of a case never is one."""

    __slots__ = ()


def instant_to_text(at: datetime) -> str:
    """ISO 8601 in UTC; the moment is kept to the microsecond, the zone it was said in is not."""
    return at.astimezone(UTC).isoformat()


def instant_from_text(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {text!r}")
    return at


def to_json(value: Value) -> Json:
    """The value with its type kept: what JSON has no word for becomes a tagged object.

    >>> to_json({"amount": Decimal("1.20"), "choices": ("a", "b")})
    {'record': {'amount': {'decimal': '1.20'}, 'choices': ['a', 'b']}}
    >>> to_json(({"name": "Emil"},))
    [{'row': {'name': 'Emil'}}]
    """
    match value:
        case None | str() | bool() | int():
            return value
        case tuple():
            return [part if isinstance(part, str) else _row(part) for part in value]
        case Decimal():
            return {"decimal": str(value)}
        case datetime():
            return {"instant": instant_to_text(value)}
        case date():
            return {"date": value.isoformat()}
        case Duration():
            return {"duration": value.format()}
        case _:
            return {"record": {key: to_json(part) for key, part in value.items()}}


def _row(row: Row) -> Json:
    return {"row": {key: to_json(part) for key, part in row.items()}}


def from_json(data: object) -> Value:
    """The value that `to_json` wrote; ValueError for anything else.

    >>> from_json({"date": "2026-11-24"})
    datetime.date(2026, 11, 24)
    """
    if isinstance(data, dict) and set(data) == {"record"} and isinstance(data["record"], dict):
        return {str(key): _part_from_json(part) for key, part in data["record"].items()}
    return _part_from_json(data)


def _part_from_json(data: object) -> Part:
    if isinstance(data, list) and data and all(isinstance(part, dict) for part in data):
        return tuple(_row_from_json(part) for part in data)
    return scalar_from_json(data)


def _row_from_json(data: Mapping[object, object]) -> Row:
    inner = data.get("row")
    if set(data) != {"row"} or not isinstance(inner, dict):
        raise ValueError("not a stored row")
    return {str(key): scalar_from_json(part) for key, part in inner.items()}


def rows_of(value: Value) -> Rows:
    """The rows of a group's value; none for any other value.

    >>> rows_of(({"name": "Emil"},)), rows_of(("a", "b"))
    (({'name': 'Emil'},), ())
    """
    if not isinstance(value, tuple):
        return ()
    return tuple(part for part in value if isinstance(part, Mapping))


def scalar_from_json(data: object) -> Scalar:
    if data is None or isinstance(data, str | bool | int):
        return data
    if isinstance(data, list) and all(isinstance(part, str) for part in data):
        return tuple(data)
    if isinstance(data, dict) and len(data) == 1:
        [(tag, text)] = data.items()
        if isinstance(text, str):
            return _tagged(tag, text)
    raise ValueError(f"not a stored value: {type(data).__name__}")


def _tagged(tag: object, text: str) -> Scalar:
    try:
        match tag:
            case "decimal":
                return Decimal(text)
            case "instant":
                return instant_from_text(text)
            case "date":
                return date.fromisoformat(text)
            case "duration":
                return parse(text)
            case _:
                raise ValueError(f"an unknown tag: {tag!r}")
    except (InvalidOperation, DurationError) as error:
        raise ValueError(f"not a {tag}: {text!r}") from error
