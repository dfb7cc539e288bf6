"""The recurring job of cases: every quarter of an hour, what time alone has changed."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.base.access.actor import system_actor
from faelled.base.jobs.registry import JOBS, Every, Job
from faelled.casework.cases.actions import let_time_pass, sound_alarm
from faelled.casework.cases.models import Case, Deadline, DeadlineState, Status
from faelled.lib.dates import local_day

QUARTER = timedelta(minutes=15)


@task
def watch_the_clock() -> dict[str, int]:
    """Sound alarms, open what was delayed, wake what rested. May be run twice."""
    return watch(timezone.now())


def watch(now: datetime) -> dict[str, int]:
    """How many alarms were sounded and how many cases were looked at again."""
    missed = Deadline.objects.filter(
        state=DeadlineState.RUNNING, due_at__lt=now, alarmed_at=None, case__status=Status.OPEN
    ).select_related("case")
    alarms = sum(
        sound_alarm(row, by=system_actor(row.case.authority_id), now=now)
        for row in missed.iterator()
    )
    waiting = Case.objects.filter(
        Q(status=Status.OPEN, tasks__possible=False)
        | Q(status=Status.SUSPENDED, resume_on__lte=local_day(now))
    ).distinct()
    for case in waiting.iterator():
        let_time_pass(case, by=system_actor(case.authority_id), now=now)
    return {"alarms": alarms, "cases": waiting.count()}


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(Job("case-clock", _("Frister og ventetider"), watch_the_clock, Every(QUARTER)))
