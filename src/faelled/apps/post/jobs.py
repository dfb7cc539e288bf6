"""The room's jobs: take in what has come, and let go of what is old."""

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.apps.post.actions import forget_words, remove_old, take_in
from faelled.base.access.actor import system_actor
from faelled.base.connect.digitalpost.inbox import FileInbox
from faelled.base.connect.digitalpost.model import Message
from faelled.base.jobs.registry import JOBS, Every, Job, Nightly
from faelled.base.people.models import Authority

# The files that were handed over lie there in clear, for whoever must look into a fault.
HANDLED_KEPT = timedelta(days=14)


def empty_inbox() -> int:
    """Take in every message in the folder of `FAELLED_INBOX`; gives how many."""

    def take(message: Message) -> None:
        take_in(message, now=timezone.now())

    return FileInbox(settings.DIGITAL_POST_INBOX).empty(take).handled


@task
def take_post() -> int:
    """The recurring job."""
    return empty_inbox()


@task
def remove_old_post() -> int:
    """What was set aside 90 days ago, the files of what was handed over 14 days ago, and for as
    long as the site says: what has lain in quarantine, and the words of what was seen on a case.
    """
    now = timezone.now()
    inbox = FileInbox(settings.DIGITAL_POST_INBOX)
    inbox.forget(before=now - HANDLED_KEPT)
    inbox.forget_quarantined(before=now - settings.DIGITAL_POST_QUARANTINE)
    ids = Authority.objects.values_list("pk", flat=True)
    old = now - settings.DIGITAL_POST_QUARANTINE
    every = [system_actor(id) for id in ids]
    forgotten = sum(forget_words(before=old, by=one, now=now) for one in every)
    return forgotten + sum(remove_old(by=one, now=now) for one in every)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(
        Job("take-post", _("Hent Digital Post ind"), take_post, Every(timedelta(minutes=5)))
    )
    JOBS.register(
        Job(
            "remove-old-post",
            _("Slet post, der ikke krævede mere"),
            remove_old_post,
            Nightly(time(3, 45)),
        )
    )
