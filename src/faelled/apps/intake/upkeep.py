"""What runs at night for this room."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from faelled.apps.intake.actions import remove_untouched
from faelled.apps.intake.cosigning import end_lost_co_signers
from faelled.apps.intake.guest_codes import forget_old_tries, lost_code
from faelled.base.access.actor import system_actor
from faelled.base.jobs.registry import JOBS, Job, Nightly
from faelled.base.people.models import Authority


@task
def remove_old_drafts() -> int:
    """Remove the drafts that nobody has touched for 30 days, in each authority."""
    now = timezone.now()
    forget_old_tries(now=now)
    ids = Authority.objects.values_list("pk", flat=True)
    return sum(remove_untouched(by=system_actor(id), now=now) for id in ids)


@task
def end_lost_custody() -> int:
    """Let those leave a case who were asked as holders of custody and are none any more."""
    now = timezone.now()
    ids = Authority.objects.values_list("pk", flat=True)
    return sum(end_lost_co_signers(by=system_actor(id), now=now) for id in ids)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(Job("lost-guest-code", _("Bed om en ny kode til en gæst"), lost_code))
    JOBS.register(
        Job(
            "remove-old-drafts",
            _("Slet kladder, som ingen har rørt i 30 dage"),
            remove_old_drafts,
            Nightly(time(3, 15)),
        )
    )
    JOBS.register(
        Job(
            "end-lost-custody",
            _("Luk sager for den, der ikke længere har forældremyndigheden"),
            end_lost_custody,
            Nightly(time(0, 15)),
        )
    )
