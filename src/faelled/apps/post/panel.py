"""The box on the case page: what has come in Digital Post, and nobody has seen yet."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import prefetch_related_objects

from faelled.apps.post.queries import unseen_in
from faelled.apps.post.rows import post_rows, steps_it_can_be
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.cases.paper_form import PAPER
from faelled.casework.cases.queries import works_on


def context(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """Asked only where the case has such a task; the tasks are read once for all the boxes."""
    prefetch_related_objects([case], "tasks")
    if not any(task.outside for task in case.tasks.all()):
        return None
    rows = list(unseen_in(case))
    if not rows:
        return None
    works = works_on(actor, case, now=now)
    steps = steps_it_can_be(case, actor, now=now) if works else []
    shown = post_rows(rows, actor, now=now)
    return {"case": case, "rows": shown, "works": works, "steps": steps, "paper": PAPER}


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PANELS.register(Panel("post", 1, "post/_panel.html", context, first=True))
