"""The code that a guest follows the case with: tried, given anew, and asked for again (ADR 18).

A code is 49 random bits, so it is not found by trying; what trying is held back for is the work it
makes. It is counted by where it comes from: five wrong ones close the door for an hour for whoever
sent them, and the guest's own code opens from everywhere else.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from faelled.apps.intake import guest_secrets as secrets
from faelled.apps.intake.models import Guest, GuestTry
from faelled.base.access.actor import Actor, ActorKind, system_actor
from faelled.base.access.log import log_write
from faelled.casework.cases.actions import owe, settle, write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, JournalKind, Status
from faelled.lib.text.cpr import redact

# Of one number, and of all numbers, from one address on the net within the time of rest.
WRONG_CODES, WRONG_IN_ALL, REST = 5, 50, timedelta(hours=1)
ASKED_A_DAY, A_DAY = 10, timedelta(days=1)
ASKING = "asking"
# How the work list calls it, in the language that the case's papers are kept in.
TASK_KEY, TASK = "guest:new-code", "Send ansøgeren en ny kode til at følge sagen"


@transaction.atomic
def find_by_code(number: str, code: str, *, source: str, now: datetime) -> Guest | None:
    """The guest whose case this is; None for a wrong number, a wrong code and a closed door alike.

    ``source`` is where the request came from.
    """
    where, what = secrets.source_digest(source, now), secrets.digest("number", number.strip())
    tries = GuestTry.objects.filter(source=where, tried_at__gt=now - REST).exclude(what=ASKING)
    if tries.filter(what=what).count() >= WRONG_CODES or tries.count() >= WRONG_IN_ALL:
        return None
    # Two authorities may have the same number, and the one who asks has said of none which.
    of_number = Guest.objects.filter(case__number=number.strip()).select_related("case__version")
    guests = list(of_number.order_by("pk"))
    # A number that nobody has costs as much time as one that somebody has.
    kept = [guest.code_digest for guest in guests] or [""]
    fits = [secrets.opens(one, code) for one in kept]
    if True in fits:
        tries.filter(what=what).delete()
        return guests[fits.index(True)]
    GuestTry.objects.create(source=where, what=what, tried_at=now)
    return None


@transaction.atomic
def give_new_code(case: Case, *, by: Actor, now: datetime) -> str:
    """A new code for the guest of a case, said once; the old one is dead. Raises NotYours for who
    does not work on the case, and CaseError where no guest has sent it.
    """
    case = locked_for_work(case.pk, by=by, now=now)
    if by.kind is not ActorKind.EMPLOYEE:
        raise NotYours(_("Kun en medarbejder kan give en ny kode."))
    guest = Guest.objects.select_for_update(of=("self",)).filter(case=case).first()
    if guest is None:
        raise CaseError(_("Sagen er ikke sendt uden log-in, så den har ingen kode."))
    code = secrets.new_code()
    guest.code_digest = secrets.code_digest(code)
    guest.save(update_fields=["code_digest"])
    said = _("Ny kode til at følge sagen er givet. Den gamle virker ikke mere.")
    write_entry(case, by=by, now=now, kind=JournalKind.STATUS, short_text=said)
    log_write(by, stream=case.ref, action="guest.new-code", subjects=[case.ref], detail={}, now=now)
    settle(case, TASK_KEY, by=by, now=now)
    return code


def ask_for_new_code(number: str, *, source: str, now: datetime) -> None:
    """Somebody says that they have lost the code of a case. What follows is the same for a number
    that is nobody's, and takes as long: a job looks, and the one who asks is told nothing.
    """
    where = secrets.source_digest(source, now)
    asked = GuestTry.objects.filter(source=where, what=ASKING, tried_at__gt=now - A_DAY)
    if asked.count() >= ASKED_A_DAY:
        return
    GuestTry.objects.create(source=where, what=ASKING, tried_at=now)
    # A job's words lie in the clear: a CPR number typed in the wrong place is not among them.
    lost_code.enqueue(redact(number.strip()))


@task
def lost_code(number: str) -> None:
    """The caseworkers of each guest's case with this number owe a new code, by letter."""
    now = timezone.now()
    guests = Guest.objects.filter(case__number=number).exclude(case__status=Status.CLOSED)
    for guest in guests.select_related("case"):
        if guest.case is not None:
            owe(guest.case, TASK_KEY, TASK, by=system_actor(guest.authority_id), now=now)


def forget_old_tries(*, now: datetime) -> int:
    """Tries older than a day say nothing any more; gives how many."""
    gone, _rows = GuestTry.objects.filter(tried_at__lt=now - A_DAY).delete()
    return gone
