"""What runs by itself for this room."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.apps.staff.actions import draw_control
from faelled.apps.staff.halves import last_half_year
from faelled.apps.staff.models import LogControl
from faelled.apps.staff.weighing import Span
from faelled.base.access.actor import system_actor
from faelled.base.jobs.registry import JOBS, Job, Nightly
from faelled.base.people.models import Authority
from faelled.lib.dates import local_day


@task
def draw_half_years() -> int:
    """Draw the control of the half-year that has ended, in each authority where it is missing."""
    now = timezone.now()
    start, end = last_half_year(local_day(now))
    drawn = LogControl.objects.filter(start=start, end=end).values("authority")
    missing = Authority.objects.exclude(pk__in=drawn).values_list("pk", flat=True)
    for id in list(missing):
        draw_control(Span(id, start, end), by=system_actor(id), now=now)
    return len(missing)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(
        Job(
            "draw-log-control",
            _("Træk halvårets kontrol af opslag"),
            draw_half_years,
            Nightly(time(3, 20)),
        )
    )
