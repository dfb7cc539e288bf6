"""What an event of text DCR carries, as our fields and values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from faelled.lib.dcr.formats.tdcr.said import Code, Constant, Fields, Known, Said, code_of
from faelled.lib.dcr.formats.tdcr.tree import Type
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.values import Row, Scalar, Value

TYPES = {
    "Number": FieldType.DECIMAL,
    "String": FieldType.TEXT,
    "Boolean": FieldType.BOOLEAN,
}
VALUES = frozenset({*TYPES, "Unit", "Record", "List"})


@dataclass(frozen=True, slots=True)
class Data:
    """`fields`, whether the value is one of them alone, what gives it, and what it is born with."""

    fields: tuple[Field, ...] = ()
    scalar: bool = False
    computation: str | None = None
    value: Value = None


def coming_in(type: Type) -> Data:
    """What a person says when an event with `[?: Type]` happens.

    >>> coming_in(Type("Number")).fields[0].type.value
    'decimal'
    """
    if type.name == "Unit":
        return Data()
    if type.name == "Record":
        return Data(tuple(_field(name, part) for name, part in type.parts))
    if type.name == "List":
        return Data((_field("rows", type),))
    return Data((_field("value", type),), scalar=True)


def _field(name: str, type: Type) -> Field:
    """A field; of a record inside a record, or of an event, the text that stands for it."""
    if type.name != "List":
        return Field(name, name, TYPES.get(type.name, FieldType.TEXT))
    inner = type.parts[0][1]
    parts = inner.parts if inner.name == "Record" else (("value", inner),)
    rows = tuple(Field(key, key, TYPES.get(part.name, FieldType.TEXT)) for key, part in parts)
    return Field(name, name, FieldType.GROUP, each=name, fields=rows)


def given(said: Said, line: int) -> Data:
    """What an event with `[expression]` carries: known from the start, or worked out."""
    match said:
        case Known(value=value):
            return _born_with(value)
        case Fields(parts=parts):
            return _record(parts, line)
        case Code(text=text):
            return Data(scalar=True, computation=text)


def _born_with(value: Constant) -> Data:
    if isinstance(value, dict):
        fields = tuple(Field(name, name, _type_of(part)) for name, part in value.items())
        return Data(fields, value={name: _scalar(part) for name, part in value.items()})
    if isinstance(value, list):
        return _list(value)
    return Data((Field("value", "value", _type_of(value)),), scalar=True, value=value)


def _list(parts: list[Constant]) -> Data:
    records = [part if isinstance(part, dict) else {"value": part} for part in parts]
    names = {name: _type_of(part) for record in records for name, part in record.items()}
    inner = tuple(Field(name, name, type) for name, type in names.items())
    rows: tuple[Row, ...] = tuple(
        {name: _scalar(part) for name, part in record.items()} for record in records
    )
    field = Field("rows", "rows", FieldType.GROUP, each="rows", fields=inner)
    return Data((field,), value={"rows": rows})


def _type_of(value: Constant) -> FieldType:
    if isinstance(value, bool):
        return FieldType.BOOLEAN
    return FieldType.DECIMAL if isinstance(value, int | Decimal) else FieldType.TEXT


def _scalar(value: Constant) -> Scalar:
    return value if isinstance(value, str | bool | int | Decimal) else str(value)


def _record(parts: Mapping[str, Said], line: int) -> Data:
    """Each part worked out on its own, as a form's fields are."""
    fields = []
    for name, part in parts.items():
        known = _type_of(part.value) if isinstance(part, Known) else FieldType.TEXT
        fields.append(Field(name, name, known, value=code_of(part, line)))
    return Data(tuple(fields))
