"""The room's recurring jobs."""

from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.base.files.actions import remove_orphans
from faelled.base.jobs.registry import JOBS, Every, Job, Nightly
from faelled.casework.documents.actions.delivery import send_post, send_waiting_post


@task
def sweep_files() -> int:
    """Bytes that no row points to: uploads that were given up."""
    return remove_orphans(now=timezone.now())


def register() -> None:
    JOBS.register(Job("send-post", _("Send et brev"), send_post))
    JOBS.register(
        Job(
            "send-waiting-post",
            _("Send breve, der venter"),
            send_waiting_post,
            Every(timedelta(minutes=5)),
        )
    )
    JOBS.register(
        Job("sweep-files", _("Ryd op i opgivne filer"), sweep_files, Nightly(time(3, 30)))
    )
