"""What an expression of text DCR comes to: a value known while reading, or one of ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any, TypeAlias

from faelled.lib.dcr.formats.tdcr.lexer import broken
from faelled.lib.dcr.formats.tdcr.tree import (
    Expression,
    Listed,
    Literal,
    Operation,
    Path,
    Range,
    Record,
)

# A value of a constant: one thing, a list, or a record.
Constant: TypeAlias = "str | bool | int | Decimal | list[Constant] | dict[str, Constant]"
MOST_ITEMS = 1_000
NOT_YET = (
    "kendes først, når trinnet tages. En graf kan ikke lave så mange forløb, som svaret siger; lad"
    " trinnet kunne tages én gang for hvert."
)


@dataclass(frozen=True, slots=True)
class Known:
    """A value known while reading."""

    value: Constant


@dataclass(frozen=True, slots=True)
class Code:
    """An expression in our own language; `path`: it is a name, and a field of it can be asked."""

    text: str
    path: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """A record of which some parts are known only when it counts."""

    parts: "Mapping[str, Said]"


@dataclass(frozen=True, slots=True)
class EventName:
    """An event, by its id in the graph; `value` where it is known and never asked for."""

    id: str
    label: str
    value: Known | None = None


Said: TypeAlias = Known | Code | Fields
Binding: TypeAlias = Known | Code | EventName

_COUNTING: Mapping[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}
_COMPARING: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_EQUAL: Mapping[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne}
_WORDS = {"AND": "and", "OR": "or"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Works out expressions. `trigger`: the name of the value of the step that made the copy; empty
    outside spawns. `folds`: whether values that events are born with are known."""

    names: Mapping[str, Binding]
    trigger: str
    folds: bool = True

    def said(self, expression: Expression) -> Said:
        """What the expression comes to; GraphError with the line where it cannot be used."""
        match expression:
            case Literal(value=value):
                return Known(value)
            case Path():
                return self._path(expression)
            case Operation():
                return self._operation(expression)
            case Listed(parts=parts):
                return self._list(parts, expression.line)
            case Record(parts=pairs):
                found = {name: self.said(part) for name, part in pairs}
                known = {
                    name: part.value for name, part in found.items() if isinstance(part, Known)
                }
                return Known(known) if len(known) == len(found) else Fields(found)
            case Range(first=first, last=last):
                return self._range(first, last, expression.line)

    def code(self, expression: Expression) -> str:
        """The expression in our language."""
        return code_of(self.said(expression), expression.line)

    def _path(self, path: Path) -> Said:
        first, rest = path.names[0], path.names[1:]
        if first == "@trigger":
            if not self.trigger:
                raise broken("»@trigger« har kun mening, hvor noget laves.", path.line)
            return _deeper(Code(self.trigger, path=True), _value(rest, path), path.line)
        bound = self.names.get(first)
        if bound is None:
            raise broken(f"»{first}« findes ikke.", path.line)
        if not isinstance(bound, EventName):
            return _deeper(bound, rest, path.line)
        if not rest:
            return Known(bound.id)
        start: Said = Code(bound.id, path=True)
        if self.folds and bound.value is not None:
            start = bound.value
        return _deeper(start, _value(rest, path), path.line)

    def _operation(self, operation: Operation) -> Said:
        parts = [self.said(part) for part in operation.operands]
        values = [part.value for part in parts if isinstance(part, Known)]
        if len(values) == len(parts):
            return Known(_worked_out(operation.sign, values, operation.line))
        texts = [code_of(part, operation.line) for part in parts]
        if len(texts) == 1:
            return Code(f"not({texts[0]})" if operation.sign == "~" else f"-({texts[0]})")
        sign = _WORDS.get(operation.sign, operation.sign)
        return Code(f"({texts[0]} {sign} {texts[1]})")

    def _list(self, parts: tuple[Expression, ...], line: int) -> Known:
        found = [self.said(part) for part in parts]
        known = [part.value for part in found if isinstance(part, Known)]
        if len(known) < len(found):
            raise broken(f"En del af listen {NOT_YET}", line)
        return Known(known)

    def _range(self, first: Expression, last: Expression, line: int) -> Known:
        ends = [self.said(first), self.said(last)]
        values = [end.value for end in ends if isinstance(end, Known)]
        numbers = [value for value in values if isinstance(value, int)]
        if len(numbers) < len(ends):
            raise broken(f"Et tal i »@range« {NOT_YET}", line)
        if numbers[1] - numbers[0] >= MOST_ITEMS:
            raise broken(f"»@range« giver mere end {MOST_ITEMS} tal.", line)
        return Known([*range(numbers[0], numbers[1] + 1)])


def _value(rest: tuple[str, ...], path: Path) -> tuple[str, ...]:
    """What comes after `.value`, which is how a file asks for what an event carries."""
    if rest[:1] != ("value",):
        raise broken(f"»{'.'.join(path.names)}«: efter et trin skal stå ».value«.", path.line)
    return rest[1:]


def _deeper(said: Said, fields: tuple[str, ...], line: int) -> Said:
    for field in fields:
        match said:
            case Known(value=dict(parts)) if field in parts:
                said = Known(parts[field])
            case Fields(parts=inner) if field in inner:
                said = inner[field]
            case Code(path=True) if "." not in said.text:
                said = Code(f"{said.text}.{field}", path=True)
            case Code(path=True):
                message = (
                    f"»{field}« er en del af en del; så dybt kan der ikke spørges, for et svar har"
                    " kun ét lag af felter. Lad trinnet have delene hver for sig."
                )
                raise broken(message, line)
            case _:
                raise broken(f"Der er ingen del, der hedder »{field}«.", line)
    return said


def code_of(said: Said, line: int) -> str:
    match said:
        case Code(text=text):
            return text
        case Known(value=bool(truth)):
            return "true" if truth else "false"
        case Known(value=str(text)):
            return "'" + text.replace("'", "''") + "'"
        case Known(value=int() | Decimal()):
            text = str(said.value)
            return f"({text})" if text.startswith("-") else text
        case Known(value=list(parts)) if all(isinstance(part, str) for part in parts):
            return "[" + ", ".join(code_of(Known(part), line) for part in parts) + "]"
        case _:
            raise broken("En sammensat værdi kan ikke stå i et udtryk.", line)


def _worked_out(sign: str, values: list[Constant], line: int) -> Constant:
    numbers = [value for value in values if _is_number(value)]
    truths = [value for value in values if isinstance(value, bool)]
    one, other = values[0], values[-1]
    if len(truths) == len(values) and sign in ("AND", "OR", "~"):
        return {"AND": all(truths), "OR": any(truths), "~": not one}[sign]
    if len(values) == 2 and sign in _EQUAL and _same_sort(one, other):
        return _EQUAL[sign](one, other)
    if len(numbers) == len(values):
        return _counted(sign, numbers, line)
    raise broken(f"»{sign}« kan ikke bruges på de værdier.", line)


def _counted(sign: str, numbers: list[Any], line: int) -> Constant:
    one, other = numbers[0], numbers[-1]
    if len(numbers) == 1 and sign == "-":
        return -one  # type: ignore[no-any-return]
    if sign in _COMPARING:
        return _COMPARING[sign](one, other)
    if sign in _COUNTING:
        return _COUNTING[sign](one, other)  # type: ignore[no-any-return]
    try:
        if sign == "/":
            quotient = Decimal(one) / Decimal(other)
            return int(quotient) if quotient == int(quotient) else quotient
    except (DivisionByZero, InvalidOperation) as error:
        raise broken("Der divideres med nul.", line) from error
    raise broken(f"»{sign}« kan ikke bruges på tal.", line)


def _is_number(value: Constant) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _same_sort(one: Constant, other: Constant) -> bool:
    return type(one) is type(other) or (_is_number(one) and _is_number(other))
