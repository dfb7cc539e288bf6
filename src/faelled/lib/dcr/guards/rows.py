"""Over the rows of a group: `sum(periods.hours)`, `any(children.age < 7)`, `all(jobs.ended)`.

The body is worked out once for each row; a name under the group (`periods.hours`) is the row's own,
every other name is what it is elsewhere. A row in which the body cannot be worked out, because it
is not filled in yet, adds nothing to a sum; `any` and `all` leave it to the others, as `or` and
`and` do. Of no rows the sum is 0, `any` is false and `all` true. From outside a template, each copy
of it is a row (`sum(report.hours)`). There are at most `MOST_ROWS` rows, or as many as a case may
have copies, so what an expression can cost is known beforehand.
"""

from collections.abc import Iterator

from faelled.lib.dcr.form import MOST_ROWS
from faelled.lib.dcr.guards.errors import GuardError, Unset
from faelled.lib.dcr.guards.operators import combine, is_number, kind_of
from faelled.lib.dcr.guards.tree import (
    Moment,
    Name,
    Node,
    OverRows,
    Run,
    Scope,
    children,
)
from faelled.lib.dcr.values import Copies, Row, Rows, Value, rows_of

OVER_ROWS = frozenset({"sum", "any", "all"})


def over_rows(function: str, body: Node, position: int) -> OverRows:
    """The node; `GuardError` where nothing in the body can be a field of a group.

    >>> over_rows("sum", Name("periods.hours", 5), 1).groups
    (Name(name='periods', position=5),)
    """
    found: dict[str, Name] = {}
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, OverRows):
            raise GuardError(f"»{node.function}« kan ikke stå inde i »{function}«", node.position)
        if isinstance(node, Name) and "." in node.name:
            group = node.name.rpartition(".")[0]
            found.setdefault(group, Name(group, node.position))
        waiting.extend(children(node))
    if not found:
        raise GuardError(f"»{function}« skal have et felt i en gruppe, fx børn.alder", position)
    return OverRows(function, body, tuple(found.values()), position)


def run_over_rows(node: OverRows, body: Run) -> Run:
    """A function of scope and moment that goes through the rows."""
    work = {"sum": _sum, "any": _any, "all": _all}[node.function]

    def run(scope: Scope, moment: Moment) -> Value:
        group, rows = _rows(node, scope)
        found = _each(rows, group, body, scope, moment)
        return work(found, moment, node.position)

    return run


def _rows(node: OverRows, scope: Scope) -> tuple[str, Rows]:
    unset: Unset | None = None
    empty: str | None = None
    for name in node.groups:
        try:
            value = scope(name.name)
        except Unset:
            unset = unset or Unset(name.name, name.position)
            continue
        rows = rows_of(value)
        if len(rows) > MOST_ROWS and not isinstance(value, Copies):
            raise GuardError(f"»{name.name}« har mere end {MOST_ROWS} rækker", name.position)
        if rows:
            return name.name, rows
        if value == ():
            empty = name.name
        if value is None:
            unset = unset or Unset(name.name, name.position)
    if empty is not None:
        return empty, ()
    raise unset or GuardError(f"»{node.function}« skal have et felt i en gruppe", node.position)


def _each(
    rows: Rows, group: str, body: Run, scope: Scope, moment: Moment
) -> Iterator[Value | Unset]:
    """The body's value in each row, or what it lacks there."""
    for row in rows:
        try:
            yield body(_inside(row, group, scope), moment)
        except Unset as error:
            yield error


def _inside(row: Row, group: str, scope: Scope) -> Scope:
    def look_up(name: str) -> Value:
        owner, _dot, part = name.rpartition(".")
        if owner != group:
            return scope(name)
        if row.get(part) is None:
            raise Unset(name)
        return row[part]

    return look_up


def _sum(found: Iterator[Value | Unset], moment: Moment, position: int) -> Value:
    total: Value = 0
    for value in found:
        if isinstance(value, Unset):
            continue
        if not is_number(value):
            raise GuardError(f"»sum« skal have tal, ikke {kind_of(value)}", position)
        total = combine("+", total, value, moment, position)
    return total


def _any(found: Iterator[Value | Unset], moment: Moment, position: int) -> Value:
    return _until(True, found, position)


def _all(found: Iterator[Value | Unset], moment: Moment, position: int) -> Value:
    return _until(False, found, position)


def _until(stop: bool, found: Iterator[Value | Unset], position: int) -> bool:
    unset: Unset | None = None
    for value in found:
        if isinstance(value, Unset):
            unset = unset or value
        elif not isinstance(value, bool):
            raise GuardError(f"Her skal stå ja eller nej, ikke {kind_of(value)}", position)
        elif value is stop:
            return stop
    if unset is not None:
        raise unset
    return not stop
