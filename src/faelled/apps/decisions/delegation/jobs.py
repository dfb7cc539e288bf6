"""The room's recurring job: a plan that was to hold from today begins to."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.apps.decisions.delegation.actions import follow_plan
from faelled.apps.decisions.delegation.models import PlanInForce
from faelled.base.access.actor import system_actor
from faelled.base.jobs.registry import JOBS, Job, Nightly


@task
def follow_plans() -> int:
    """Let the open chains of every authority follow its plan of today; how many changed."""
    authorities = PlanInForce.objects.values_list("version__authority_id", flat=True).distinct()
    return sum(
        len(follow_plan(by=system_actor(authority), now=timezone.now()))
        for authority in authorities.order_by("version__authority_id")
    )


def register() -> None:
    JOBS.register(
        Job(
            "follow-plan",
            _("Lad åbne godkendelser følge kompetenceplanen"),
            follow_plans,
            Nightly(time(0, 20)),
        )
    )
