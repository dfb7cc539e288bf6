"""What somebody has answered, both kinds in one list: steps of a case, and acts in a chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from faelled.apps.decisions.chains.queries import acts_of
from faelled.apps.decisions.chains.rows import ChainLine, chain_lines, chain_subjects
from faelled.apps.decisions.models import ChainAct
from faelled.apps.decisions.queries import answered_by
from faelled.apps.decisions.rows import AnsweredRow, answered_rows, subjects_of
from faelled.base.access.actor import Actor

STEP, ACT = "step", "act"


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act of one's own in a chain."""

    act: ChainAct
    line: ChainLine


def answered_keys(actor: Actor, *, now: datetime) -> QuerySet[Any, tuple[object, ...]]:
    """The answers, newest first, as ``(kind, pk, when)``; the chain tells of what ended it."""
    steps = (
        answered_by(actor, now=now)
        .exclude(key__startswith="chain-")
        .select_related(None)
        .order_by()
        .annotate(kind=Value(STEP, output_field=CharField()), when=F("recorded_at"))
    )
    acts = (
        acts_of(actor)
        .select_related(None)
        .order_by()
        .annotate(kind=Value(ACT, output_field=CharField()), when=F("at"))
    )
    columns = ("kind", "pk", "when")
    both = steps.values_list(*columns).union(acts.values_list(*columns), all=True)
    return both.order_by("-when", "kind", "-pk")


def history_rows(
    keys: Sequence[Sequence[object]], actor: Actor, *, now: datetime
) -> list[AnsweredRow | ActRow]:
    """The rows of `answered_keys`, read once for the whole page and in its order."""
    step_keys = [int(str(key[1])) for key in keys if key[0] == STEP]
    act_keys = [int(str(key[1])) for key in keys if key[0] == ACT]
    found: dict[tuple[str, int], AnsweredRow | ActRow] = {}
    if step_keys:
        steps = answered_by(actor, now=now).filter(pk__in=step_keys)
        found |= {(STEP, row.step.pk): row for row in answered_rows(steps, actor, now=now)}
    if act_keys:
        acts = list(
            acts_of(actor)
            .filter(pk__in=act_keys)
            .select_related("chain__case", "chain__responsible")
        )
        lines = chain_lines([act.chain for act in acts], now=now)
        pairs = zip(acts, lines, strict=True)
        found |= {(ACT, act.pk): ActRow(act, line) for act, line in pairs}
    order = ((str(key[0]), int(str(key[1]))) for key in keys)
    return [found[key] for key in order if key in found]


def subjects_of_history(rows: Sequence[AnsweredRow | ActRow]) -> list[str]:
    """Whom and what the page has shown, for the log of look-ups."""
    cases = subjects_of(row.case for row in rows if isinstance(row, AnsweredRow))
    chains = [row.line.chain for row in rows if isinstance(row, ActRow)]
    return [*cases, *chain_subjects(chains)]
