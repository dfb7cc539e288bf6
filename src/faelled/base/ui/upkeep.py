"""What runs at night for the pages."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.base.connect.log_ins.store import SessionStore
from faelled.base.jobs.registry import JOBS, Job, Nightly


@task
def clear_sessions() -> int:
    """Remove the sessions that have ended: what lies in them is no longer anybody's."""
    rows = SessionStore.get_model_class().objects
    return rows.filter(expire_date__lt=timezone.now()).delete()[0]


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(
        Job("clear-sessions", _("Slet udløbne log-in"), clear_sessions, Nightly(time(3, 30)))
    )
