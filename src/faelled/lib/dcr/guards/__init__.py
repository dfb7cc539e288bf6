"""Guards: small expressions over a case's data. Never `eval`; length, depth and steps are bounded.

    guard := "decide.amount > 10000 and not(hearing.waived)"

Names: an event (`deposit`), its field (`draft.amount`), a variable of the graph; unusual ones in
backticks (`` `Architect Review` ``) or, with plain spaces, as they stand.
Values: numbers (Decimal), 'texts' or "texts", true, false, dates (2026-11-24), durations (P14D),
lists of texts ['a', 'b'], `now`.
Signs: = == != <> < <= > >= in contains, + - * /, not ! and && or ||, brackets.
Functions: given(name), hash(x), abs(x), count(list), date('2026-11-24'), min(a, b), max(a, b); over
the rows of a group sum(periods.hours), any(children.age < 7), all(jobs.ended), count(children); and
over the copies of a template, from outside it: count(visit), sum(report.hours).
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar, danish_calendar
from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.form import MOST_ROWS
from faelled.lib.dcr.guards.compiled import compiled, counted
from faelled.lib.dcr.guards.errors import GuardError, Unset
from faelled.lib.dcr.guards.parser import tree_of
from faelled.lib.dcr.guards.tree import Moment, Name, Node, OverRows, Run, Scope, children
from faelled.lib.dcr.values import Value

__all__ = ["Expr", "GuardError", "Moment", "Scope", "Unset", "evaluate", "names", "parse"]

BUDGET = 1_000
DANISH = danish_calendar()


@dataclass(frozen=True, slots=True)
class Expr:
    """A guard that has been read. `steps` is what working it out can cost at most. `in_rows`: the
    names that are only read inside `sum`, `any` or `all`. `lists`: those that are gone through.
    """

    text: str
    names: frozenset[str]
    in_rows: frozenset[str]
    lists: frozenset[str]
    steps: int
    tree: Node = field(repr=False)
    run: Run = field(repr=False, compare=False, hash=False)


@lru_cache(maxsize=4_096)
def parse(text: str) -> Expr:
    """Read an expression; `GuardError` in plain words, with the position, when it cannot be read.

    >>> parse("draft.amount > 10 and not(closed)").names == {"draft.amount", "closed"}
    True
    """
    tree = tree_of(text)
    outside: set[str] = set()
    inside: set[str] = set()
    lists: set[str] = set()
    steps = 0
    waiting: list[tuple[Node, int]] = [(tree, 1)]
    while waiting:
        node, times = waiting.pop()
        steps += times
        if isinstance(node, Name):
            (inside if times > 1 else outside).add(node.name)
        if isinstance(node, OverRows):
            outside.update(group.name for group in node.groups)
            lists.update(group.name for group in node.groups)
            waiting.append((node.body, MOST_ROWS))
        else:
            waiting.extend((child, times) for child in children(node))
            lists.update(name.name for name in counted(node))
    found = frozenset(outside | inside)
    in_rows = frozenset(inside - outside)
    return Expr(text, found, in_rows, frozenset(lists), steps, tree, compiled(tree))


def names(expr: Expr) -> frozenset[str]:
    """The names the expression reads, as it writes them: `event`, `event.field`, variables."""
    return expr.names


def evaluate(
    expr: Expr,
    scope: Scope,
    *,
    now: datetime,
    budget: int = BUDGET,
    zone: ZoneInfo = COPENHAGEN,
    calendar: Calendar = DANISH,
) -> Value:
    """What the expression is worth now. `Unset` when a value it needs is missing.

    The only loops go over rows, and of those there are at most `MOST_ROWS`, so the cost is known
    beforehand: more than `budget` steps is refused.

    >>> at = datetime(2026, 11, 24, 12, tzinfo=COPENHAGEN)
    >>> evaluate(parse("amount * 2 > 100"), {"amount": 60}.__getitem__, now=at)
    True
    """
    if expr.steps > budget:
        raise GuardError(f"Udtrykket kræver {expr.steps} skridt; højst {budget} er tilladt", 1)
    return expr.run(scope, Moment(now, zone, calendar))
