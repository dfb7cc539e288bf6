"""A file of text DCR as a tree, before templates and loops are worked out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from faelled.lib.dcr.graph import Kind


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | bool | int | Decimal
    line: int


@dataclass(frozen=True, slots=True)
class Path:
    """`a.value.name`, `n`, or `@trigger.value` (its first name is "@trigger")."""

    names: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Operation:
    """`sign` over one or two operands; AND, OR, ~ and the others as they are written."""

    sign: str
    operands: "tuple[Expression, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Listed:
    parts: "tuple[Expression, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    parts: "tuple[tuple[str, Expression], ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Range:
    first: "Expression"
    last: "Expression"
    line: int


Expression: TypeAlias = Literal | Path | Operation | Listed | Record | Range


@dataclass(frozen=True, slots=True)
class Type:
    """`Number`, a record (`parts`), or `List[...]` (one part named "")."""

    name: str
    parts: "tuple[tuple[str, Type], ...]" = ()


@dataclass(frozen=True, slots=True)
class EventDecl:
    """`!%(id: Label)[...]`: `type` of what comes in, or the expression that gives the value."""

    id: str
    label: str
    included: bool
    pending: bool
    type: Type
    value: Expression | None
    line: int


@dataclass(frozen=True, slots=True)
class Use:
    """`template(name = value) => a, b`"""

    template: str
    arguments: tuple[tuple[str, Expression], ...]
    exports: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: "tuple[Statement, ...]"
    otherwise: "tuple[Statement, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class ForEach:
    name: str
    over: Expression
    body: "tuple[Statement, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """`a, b -[guard]->* c`; for a spawn, `body` is what is made."""

    kind: Kind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    guard: Expression | None
    line: int
    body: "tuple[Statement, ...]" = ()


Statement: TypeAlias = EventDecl | Use | If | ForEach | Rule


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type
    default: Expression | None


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    parameters: tuple[Parameter, ...]
    labels: tuple[str, ...]
    body: tuple[Statement, ...]
    exports: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class File:
    templates: tuple[Template, ...]
    body: tuple[Statement, ...]
