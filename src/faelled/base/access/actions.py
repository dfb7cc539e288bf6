"""Breaking the glass, and judging it afterwards."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.log import log_write
from faelled.base.access.models import BreakGlass, Verdict
from faelled.base.access.refusals import Refused, require_capability, require_same_authority
from faelled.base.access.separation import require_other_than

SHORTEST_REASON = 20
LASTS = timedelta(hours=8)


class ReasonTooShortError(ValueError):
    """The reason does not say enough for somebody else to judge it."""


@transaction.atomic
def break_glass(ref: str, *, by: Actor, reason: str, now: datetime) -> BreakGlass:
    """Open ``ref`` ("case:<uuid>") to ``by`` alone for eight hours, on the record.

    Needs a reason of at least 20 characters, without which ReasonTooShortError is raised. Only an
    employee with BREAK_GLASS, and only inside their own authority: the caller has found the
    object there.
    """
    if by.kind is not ActorKind.EMPLOYEE or not by.authority_id:
        raise Refused(_("Det kan kun en medarbejder gøre."))
    require_capability(by, Capability.BREAK_GLASS)
    said = " ".join(reason.split())
    if len(said) < SHORTEST_REASON:
        raise ReasonTooShortError(
            _("Skriv en begrundelse på mindst %(least)d tegn. En anden skal kunne vurdere den.")
            % {"least": SHORTEST_REASON}
        )
    row = BreakGlass.objects.create(
        authority_id=by.authority_id,
        object_ref=ref,
        actor_id=by.id,
        unit_id=by.home_unit_id,
        reason=said,
        opened_at=now,
        expires_at=now + LASTS,
    )
    _log(by, row, "break-glass", now)
    return row


@transaction.atomic
def review_break_glass(
    row: BreakGlass, *, verdict: Verdict, comment: str = "", by: Actor, now: datetime
) -> BreakGlass:
    """Judge a break, once, as somebody else than who broke the glass."""
    require_same_authority(by, row.authority_id)
    require_capability(by, Capability.REVIEW_BREAK_GLASS)
    if by.kind is not ActorKind.EMPLOYEE:
        raise Refused(_("Det kan kun en medarbejder gøre."))
    locked = BreakGlass.objects.select_for_update().get(pk=row.pk)
    require_other_than(by, [locked.actor_id])
    if locked.reviewed_at is not None:
        raise Refused(_("Nødadgangen er allerede vurderet."))
    locked.reviewed_by, locked.reviewed_at = by.id, now
    locked.verdict, locked.comment = verdict, comment
    locked.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "comment"])
    _log(by, locked, "review-break-glass", now)
    return locked


def _log(by: Actor, row: BreakGlass, action: str, now: datetime) -> None:
    log_write(
        by.for_purpose("break-glass" if action == "break-glass" else "control"),
        stream=row.object_ref,
        action=action,
        subjects=[row.object_ref],
        detail={"break": row.pk},
        now=now,
    )
