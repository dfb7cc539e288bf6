"""From the tree to nested functions: as quick as plain Python, and nothing of `eval` about it."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from faelled.lib.dcr.guards.errors import GuardError, Unset
from faelled.lib.dcr.guards.operators import combine, compare, is_number, kind_of
from faelled.lib.dcr.guards.rows import run_over_rows
from faelled.lib.dcr.guards.tree import (
    Call,
    Chain,
    Compare,
    Items,
    Literal,
    Logic,
    Moment,
    Name,
    Negative,
    Node,
    Not,
    Now,
    OverRows,
    Run,
    Scope,
)
from faelled.lib.dcr.values import Copies, Value

Function: TypeAlias = Callable[[list[Value], Moment, int], Value]


def compiled(node: Node) -> Run:
    """A function of scope and moment that works the tree out."""
    match node:
        case Literal() | Now() | Name():
            return _leaf(node)
        case Items(parts=parts, position=position):
            return _items(parts, position)
        case Not() | Logic():
            return _truth_of(node)
        case Negative(operand=operand, position=position):
            run = compiled(operand)
            return lambda scope, moment: combine("-", 0, run(scope, moment), moment, position)
        case Compare(sign=sign, left=left, right=right, position=position):
            return _compare(sign, compiled(left), compiled(right), position)
        case Chain():
            return _chain(node)
        case Call():
            return _call(node)
        case OverRows(body=body):
            return run_over_rows(node, compiled(body))


def counted(node: Node) -> tuple[Name, ...]:
    """The name whose rows or copies a node counts.

    >>> counted(Call("count", (Name("visit", 7),), 1))
    (Name(name='visit', position=7),)
    """
    if not isinstance(node, Call) or node.function != "count":
        return ()
    return tuple(part for part in node.arguments if isinstance(part, Name))


def _leaf(node: Literal | Now | Name) -> Run:
    match node:
        case Literal(value=value):
            return lambda scope, moment: value
        case Now():
            return lambda scope, moment: moment.now
        case Name(name=name, position=position):
            return _name(name, position)


def _truth_of(node: Not | Logic) -> Run:
    if isinstance(node, Logic):
        return _logic(node.word == "or", tuple(_truth(part) for part in node.operands))
    truth = _truth(node.operand)
    return lambda scope, moment: not truth(scope, moment)


def _name(name: str, position: int, *, whole: bool = False) -> Run:
    """The value of a name. `whole`: with the copies of a template, which are no value elsewhere."""

    def run(scope: Scope, moment: Moment) -> Value:
        try:
            value = scope(name)
        except Unset as error:
            raise Unset(error.name, position) from None
        if value is None or (type(value) is Copies and not whole):
            raise Unset(name, position)
        return value

    return run


def _truth(node: Node) -> Callable[[Scope, Moment], bool]:
    run, position = compiled(node), node.position

    def truth(scope: Scope, moment: Moment) -> bool:
        value = run(scope, moment)
        if not isinstance(value, bool):
            raise GuardError(f"Her skal stå ja eller nej, ikke {kind_of(value)}", position)
        return value

    return truth


def _logic(stop: bool, operands: tuple[Callable[[Scope, Moment], bool], ...]) -> Run:
    """`or` stops at a true operand, `and` at a false one. An unset operand leaves it to the others,
    whatever their order (Kleene's three-valued logic)."""

    def run(scope: Scope, moment: Moment) -> Value:
        unset: Unset | None = None
        for operand in operands:
            try:
                if operand(scope, moment) is stop:
                    return stop
            except Unset as error:
                unset = unset or error
        if unset is not None:
            raise unset
        return not stop

    return run


def _compare(sign: str, left: Run, right: Run, position: int) -> Run:
    def run(scope: Scope, moment: Moment) -> Value:
        return compare(sign, left(scope, moment), right(scope, moment), moment, position)

    return run


def _chain(node: Chain) -> Run:
    first = compiled(node.first)
    rest = tuple((sign, compiled(part), position) for sign, part, position in node.rest)

    def run(scope: Scope, moment: Moment) -> Value:
        value = first(scope, moment)
        for sign, part, position in rest:
            value = combine(sign, value, part(scope, moment), moment, position)
        return value

    return run


def _items(parts: tuple[Node, ...], position: int) -> Run:
    runs = tuple(compiled(part) for part in parts)

    def run(scope: Scope, moment: Moment) -> Value:
        found = [part(scope, moment) for part in runs]
        texts = tuple(value for value in found if isinstance(value, str))
        if len(texts) != len(found):
            raise GuardError("En liste i [ ] kan kun rumme tekster", position)
        return texts

    return run


def _call(node: Call) -> Run:
    if node.function == "given":
        return _given(compiled(node.arguments[0]))
    function = FUNCTIONS[node.function]
    whole = tuple(_name(name.name, name.position, whole=True) for name in counted(node))
    runs, position = whole or tuple(compiled(part) for part in node.arguments), node.position

    def run(scope: Scope, moment: Moment) -> Value:
        return function([part(scope, moment) for part in runs], moment, position)

    return run


def _given(name: Run) -> Run:
    def run(scope: Scope, moment: Moment) -> Value:
        try:
            return name(scope, moment) not in ("", ())
        except Unset:
            return False

    return run


def _hash(values: list[Value], moment: Moment, position: int) -> Value:
    if isinstance(values[0], Mapping):
        raise GuardError("»hash« skal have én værdi, ikke flere felter", position)
    return hashlib.sha256(str(values[0]).encode()).hexdigest()


def _abs(values: list[Value], moment: Moment, position: int) -> Value:
    value = values[0]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise GuardError(f"»abs« skal have et tal, ikke {kind_of(value)}", position)
    return value if value >= 0 else combine("-", 0, value, moment, position)


def _count(values: list[Value], moment: Moment, position: int) -> Value:
    if not isinstance(values[0], tuple):
        raise GuardError(f"»count« skal have en liste, ikke {kind_of(values[0])}", position)
    return len(values[0])


def _date(values: list[Value], moment: Moment, position: int) -> Value:
    if isinstance(values[0], str):
        try:
            return date.fromisoformat(values[0])
        except ValueError as error:
            raise GuardError(f"»{values[0][:20]}« er ikke en dato", position) from error
    raise GuardError(f"»date« skal have en tekst, ikke {kind_of(values[0])}", position)


def _extreme(name: str, sign: str) -> Function:
    def run(values: list[Value], moment: Moment, position: int) -> Value:
        best = values[0]
        for value in values[1:]:
            if compare(sign, value, best, moment, position):
                best = value
        if not is_number(best) and not isinstance(best, date):
            raise GuardError(f"»{name}« skal have tal eller datoer", position)
        return best

    return run


FUNCTIONS: Mapping[str, Function] = {
    "hash": _hash,
    "abs": _abs,
    "count": _count,
    "date": _date,
    "min": _extreme("min", "<"),
    "max": _extreme("max", ">"),
}
