"""The leader's list, where an approval of one's own and a turn in a chain stand side by side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from faelled.apps.decisions.chains.queries import chain_tasks_for
from faelled.apps.decisions.chains.rows import TurnRow, chain_subjects, turn_rows
from faelled.apps.decisions.queries import TASK, TURN, next_waiting, waiting_keys
from faelled.apps.decisions.rows import WaitingRow, subjects_of, waiting_rows
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Task
from faelled.casework.cases.queries import read_let_in

PAGE = 50
# So many keys are read at once, to be counted and cut into pages here. With more, which few leaders
# ever have, the database counts, and the statement is written twice.
READ_AT_ONCE = 500


def waiting_page(actor: Actor, side: str | None, *, now: datetime) -> Page[Any]:
    """A page of `queries.waiting_keys`; ``side`` is what the address says of which."""
    keys = waiting_keys(actor, now=now)
    first = list(keys[: READ_AT_ONCE + 1])
    return Paginator(first if len(first) <= READ_AT_ONCE else keys, PAGE).get_page(side)


def joint_rows(
    keys: Sequence[Sequence[object]], actor: Actor, *, now: datetime
) -> list[WaitingRow | TurnRow]:
    """The rows of `queries.waiting_keys`, read once for the whole page and in its order.

    The keys were found for ``actor`` just before, so whose they are is not asked again.
    """
    tasks = _keys(keys, TASK)
    turns = _keys(keys, TURN)
    found: dict[tuple[str, int], WaitingRow | TurnRow] = {}
    if tasks:
        cases = ("case__main_person", "case__main_company")
        rows = list(Task.objects.filter(pk__in=tasks).select_related(*cases))
        read_let_in([row.case for row in rows])
        found |= {(TASK, row.task.pk): row for row in waiting_rows(rows, actor, now=now)}
    if turns:
        mine = (
            chain_tasks_for(actor)
            .filter(pk__in=turns)
            .select_related("chain__responsible", "chain__case")
        )
        found |= {(TURN, row.task.pk): row for row in turn_rows(mine, now=now)}
    order = ((str(key[0]), int(str(key[1]))) for key in keys)
    return [found[key] for key in order if key in found]


def next_row(actor: Actor, now: datetime) -> WaitingRow | TurnRow | None:
    """What waits next, of either kind."""
    return next(iter(joint_rows(next_waiting(actor, now=now), actor, now=now)), None)


def subjects_of_rows(rows: Sequence[WaitingRow | TurnRow]) -> list[str]:
    """Whom and what the page has shown, for the log of look-ups."""
    cases = subjects_of(row.case for row in rows if isinstance(row, WaitingRow))
    chains = [row.line.chain for row in rows if isinstance(row, TurnRow)]
    return [*cases, *chain_subjects(chains)]


def _keys(keys: Sequence[Sequence[object]], kind: str) -> list[int]:
    return [int(str(key[1])) for key in keys if key[0] == kind]
