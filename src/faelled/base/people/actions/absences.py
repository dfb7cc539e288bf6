"""Absences: somebody is away for exact hours, and somebody else does their work."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused, require_capability, require_same_authority
from faelled.base.people.absences import Hours, leads, why_not
from faelled.base.people.models import Employee, Substitution
from faelled.lib.dates import local_day


@transaction.atomic
def add_substitution(
    absent: Employee,
    stand_in: Employee,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> Substitution:
    """From one exact instant to another. Arranged by the absent person, by who leads them, or by
    who manages people. ValueError says in plain words what is in the way (``people.absences``).
    """
    require_same_authority(by, stand_in.authority_id)
    _require_may_arrange(by, absent, now)
    _refuse_oneself(by, absent, stand_in)
    # Two at once for the same people would each find the hours free.
    people = Employee.objects.select_for_update().order_by("pk")
    list(people.filter(pk__in=[absent.pk, stand_in.pk]))
    if not starts_at < ends_at:
        raise ValueError(_("Perioden skal slutte efter, at den begynder."))
    if ends_at <= now:
        raise ValueError(_("Perioden er allerede slut. Skriv en tid, der ligger fremme."))
    refusal = why_not(absent, stand_in, Hours(starts_at, ends_at))
    if refusal:
        raise ValueError(refusal)
    row = Substitution.objects.create(
        absent=absent, stand_in=stand_in, starts_at=starts_at, ends_at=ends_at, reason=reason
    )
    _log(by, row, "add-substitution", now)
    return row


@transaction.atomic
def end_substitution(row: Substitution, *, by: Actor, now: datetime) -> Substitution:
    """End it at once. One that has not begun is taken away, and one that is over stays as it was.

    The stand-in loses the absent person's rights at the next request, so nobody else is asked.
    """
    _require_may_arrange(by, row.absent, now)
    locked = Substitution.objects.select_for_update().select_related("absent", "stand_in")
    held = locked.get(pk=row.pk)
    _log(by, held, "end-substitution", now)
    if held.starts_at >= now:
        held.delete()
        return held
    held.ends_at = min(held.ends_at, now)
    held.save(update_fields=["ends_at"])
    return held


def _refuse_oneself(by: Actor, absent: Employee, stand_in: Employee) -> None:
    """Who stands in has the absent person's cases, chats and approvals, so nobody takes that."""
    if stand_in.pk in by.employee_ids and absent.pk != by.employee_id:
        raise Refused(
            _("Du kan ikke gøre dig selv til stedfortræder. Bed %(name)s eller en anden om det.")
            % {"name": absent.name}
        )


def may_arrange(by: Actor, absent: Employee, now: datetime) -> bool:
    """Oneself, whoever leads the person, and who manages people; a stand-in only as the last."""
    if not by.authority_id or by.authority_id != absent.authority_id:
        return False
    if by.on_behalf_of is None and by.employee_id is not None:
        mine = by.employee_id == absent.pk
        if mine or leads([by.employee_id], absent, local_day(now)):
            return True
    return by.can(Capability.MANAGE_PEOPLE)


def _require_may_arrange(by: Actor, absent: Employee, now: datetime) -> None:
    require_same_authority(by, absent.authority_id)
    if not may_arrange(by, absent, now):
        require_capability(by, Capability.MANAGE_PEOPLE)


def _log(by: Actor, row: Substitution, action: str, now: datetime) -> None:
    subjects = [f"employee:{someone.uuid}" for someone in (row.absent, row.stand_in)]
    detail = {"from": row.starts_at.isoformat(), "to": row.ends_at.isoformat()}
    log_write(by, stream=subjects[0], action=action, subjects=subjects, detail=detail, now=now)
