"""The recurring jobs of the house itself."""

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from faelled.base.audit import checkpoints
from faelled.base.audit.models import Head
from faelled.base.jobs.registry import JOBS, Job, Nightly

KEEP = timedelta(days=14)


@task
def write_checkpoint() -> dict[str, int]:
    """A line about every audit chain, outside the database."""
    heads = Head.objects.order_by("stream").values_list("stream", "count", "digest")
    streams, entries = checkpoints.append(
        settings.AUDIT_CHECKPOINTS, settings.AUDIT_KEY, heads.iterator(), timezone.now()
    )
    return {"streams": streams, "entries": entries}


@task
def forget_finished() -> int:
    """Remove jobs that went well two weeks ago: their arguments need not be kept."""
    old = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=timezone.now() - KEEP
    )
    return old.delete()[0]


def register() -> None:
    JOBS.register(
        Job(
            "audit-checkpoint",
            _("Kontrolpunkt for revisionssporet"),
            write_checkpoint,
            Nightly(time(2, 15)),
        )
    )
    JOBS.register(
        Job("forget-finished", _("Ryd op i færdige job"), forget_finished, Nightly(time(3, 0)))
    )
