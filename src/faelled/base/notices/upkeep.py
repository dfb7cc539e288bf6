"""What runs by itself for this room."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.base.jobs.registry import JOBS, Every, Job
from faelled.base.notices.telling import tell_all


@task
def tell_what_waits() -> int:
    """Tell those who have asked for it that something waits for them."""
    return tell_all(now=timezone.now())


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(
        Job(
            "tell-what-waits",
            _("Giv besked til dem, noget venter på"),
            tell_what_waits,
            Every(timedelta(minutes=1)),
        )
    )
