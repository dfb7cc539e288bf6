"""What runs at night for this room."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.apps.intake.actions import remove_untouched
from faelled.base.access.actor import system_actor
from faelled.base.jobs.registry import JOBS, Job, Nightly
from faelled.base.people.models import Authority


@task
def remove_old_drafts() -> int:
    """Remove the drafts that nobody has touched for 30 days, in each authority."""
    now = timezone.now()
    ids = Authority.objects.values_list("pk", flat=True)
    return sum(remove_untouched(by=system_actor(id), now=now) for id in ids)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(
        Job(
            "remove-old-drafts",
            _("Slet kladder, som ingen har rørt i 30 dage"),
            remove_old_drafts,
            Nightly(time(3, 15)),
        )
    )
