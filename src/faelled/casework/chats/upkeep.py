"""What runs by itself for this room."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.base.access.actor import system_actor
from faelled.base.jobs.registry import JOBS, Every, Job
from faelled.base.people.models import Authority
from faelled.casework.chats.actions import remove_over


@task
def remove_closed_chats() -> int:
    """Remove the chats whose time is over, in each authority."""
    now = timezone.now()
    ids = Authority.objects.values_list("pk", flat=True)
    return sum(remove_over(by=system_actor(id), now=now) for id in ids)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(
        Job(
            "remove-closed-chats",
            _("Slet chats, når det, de handlede om, er afgjort"),
            remove_closed_chats,
            Every(timedelta(hours=1)),
        )
    )
