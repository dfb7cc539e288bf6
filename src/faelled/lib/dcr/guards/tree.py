"""The expression as a tree. Chains (`a + b - c`, `a and b`) are flat, so only brackets nest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dcr.values import Scalar, Value

Scope: TypeAlias = Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where an expression is worked out: `now`, and how days are counted there."""

    now: datetime
    zone: ZoneInfo
    calendar: Calendar


Run: TypeAlias = Callable[[Scope, Moment], Value]


@dataclass(frozen=True, slots=True)
class Literal:
    value: Scalar
    position: int


@dataclass(frozen=True, slots=True)
class Now:
    position: int


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Items:
    parts: "tuple[Node, ...]"
    position: int


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"
    position: int


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"
    position: int


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over two or more operands."""

    word: str
    operands: "tuple[Node, ...]"
    position: int


@dataclass(frozen=True, slots=True)
class Compare:
    sign: str
    left: "Node"
    right: "Node"
    position: int


@dataclass(frozen=True, slots=True)
class Chain:
    """`first` and then one sign and operand after the other, worked out from the left."""

    first: "Node"
    rest: "tuple[tuple[str, Node, int], ...]"
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: "tuple[Node, ...]"
    position: int


@dataclass(frozen=True, slots=True)
class OverRows:
    """`body` worked out once for each row of a group. `groups`: the names that could be the group,
    those before a last dot in the body.
    """

    function: str
    body: "Node"
    groups: "tuple[Name, ...]"
    position: int


Node: TypeAlias = (
    Literal | Now | Name | Items | Not | Negative | Logic | Compare | Chain | Call | OverRows
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below this one.

    >>> children(Not(Name("a", 5), 1))
    (Name(name='a', position=5),)
    """
    match node:
        case Literal() | Now() | Name():
            return ()
        case Items(parts=parts):
            return parts
        case Not(operand=operand) | Negative(operand=operand):
            return (operand,)
        case Logic(operands=operands):
            return operands
        case Compare(left=left, right=right):
            return (left, right)
        case Chain(first=first, rest=rest):
            return (first, *(operand for _, operand, _ in rest))
        case Call(arguments=arguments):
            return arguments
        case OverRows(body=body, groups=groups):
            return (body, *groups)
