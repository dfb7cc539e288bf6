"""The box 'Godkendelse' on the case page: where each chain stands, and how one is begun."""

from collections.abc import Mapping
from datetime import datetime

from faelled.apps.decisions.chains.rows import chain_lines
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.planner import PLANNER
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import Panel
from faelled.casework.cases.queries import works_on

SHOWN = 5


def context(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """What ``decisions/_panel.html`` shows; nothing where no approval is in sight."""
    chains = list(
        Chain.objects.filter(case=case)
        .select_related("responsible")
        .order_by("-started_at")[:SHOWN]
    )
    taken = {chain.event_id for chain in chains if chain.open}
    tasks = [task for task in case.tasks.all() if task.approval and task.event_id not in taken]
    # Where a plan says who decides, the box that knows the plan has the one way to send it.
    tasks = [one for one in tasks if not PLANNER.one.speaks_of(case, one.event_id, now=now)]
    lines = chain_lines(chains, now=now) if chains else []
    if not chains and not tasks:
        return None
    works = works_on(actor, case, now=now)
    return {"case": case, "lines": lines, "tasks": tasks if works else [], "now": now}


CHAIN_PANEL = Panel("chains", 10, "decisions/_panel.html", context)
