"""The values that a case begins with, as a native graph file writes them.

TOML has numbers, texts, truths and dates, but no durations: `wait = { duration = "P2D" }` is one,
and so is the text that stands for a field of type "duration".
"""

from collections.abc import Mapping
from typing import Any

from faelled.lib.dcr.duration import parse
from faelled.lib.dcr.formats.toml_tables import plain
from faelled.lib.dcr.graph import Event, Field, FieldType
from faelled.lib.dcr.values import Part, Scalar, Value

DURATION = "duration"
Fields = Mapping[str, Field]


def variable_from_toml(data: Any) -> Value:
    """The value of a variable; `DurationError` where one is meant and none can be read.

    >>> variable_from_toml({"duration": "P2D"}), variable_from_toml({"days": 2})
    (Duration(years=0, months=0, days=2, working_days=0, seconds=0), {'days': 2})
    """
    return _value(data, {})


def event_value_from_toml(event: Event, data: Any) -> Value:
    """The value of an event. A field called `duration` is one, so there it is a record.

    >>> wait = Field("wait", "Ventetid", FieldType.DURATION)
    >>> str(event_value_from_toml(Event("w", "W", fields=(wait,), scalar=True), "P2D"))
    'P2D'
    """
    if event.scalar:
        return _scalar(data, event.fields[0] if event.fields else None)
    return _value(data, {field.id: field for field in event.fields})


def _value(data: Any, fields: Fields) -> Value:
    if not isinstance(data, Mapping) or (_is_duration(data) and DURATION not in fields):
        return _part(data, None)
    return {name: _part(part, fields.get(name)) for name, part in data.items()}


def _part(data: Any, field: Field | None) -> Part:
    if isinstance(data, list) and data and all(isinstance(row, Mapping) for row in data):
        inner = {part.id: part for part in field.fields} if field is not None else {}
        return tuple(
            {name: _scalar(part, inner.get(name)) for name, part in row.items()} for row in data
        )
    return _scalar(data, field)


def _scalar(data: Any, field: Field | None) -> Scalar:
    if _is_duration(data):
        return parse(data[DURATION])
    if field is not None and field.type is FieldType.DURATION and isinstance(data, str):
        return parse(data)
    value: Scalar = plain(data)
    return value


def _is_duration(data: Any) -> bool:
    """Of one text: a variable `{ duration = 5 }` is a record."""
    return (
        isinstance(data, Mapping) and data.keys() == {DURATION} and isinstance(data[DURATION], str)
    )
