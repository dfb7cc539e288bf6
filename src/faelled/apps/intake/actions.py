"""Begin a form, keep what is typed, send it once, or throw it away."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.intake.asked import event_of, file_ids
from faelled.apps.intake.late import take_up_again
from faelled.apps.intake.models import Draft, Guest
from faelled.apps.intake.offers import Offer, offer_of
from faelled.apps.intake.queries import (
    get_draft,
    get_guest_draft,
    open_applications,
    owner_id,
    step_draft,
    untouched_since,
)
from faelled.apps.intake.sealing import SealBroken
from faelled.apps.intake.whom import Whom, may_apply_for, parties_of
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.files.actions import remove_file
from faelled.base.files.models import StoredFile
from faelled.base.people.models import Person, User
from faelled.casework.cases.actions import Step, execute, open_case
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, CaseEvent

MOST_DRAFTS = 20
logger = logging.getLogger(__name__)


class OfferClosed(CaseError):
    """What the draft applies for is not open any more; the answers stay where they are."""


@transaction.atomic
def begin_application(offer: Offer, whom: Whom, *, by: Actor, now: datetime) -> Draft:
    """An empty application for one person. Raises CaseError where too many are begun already."""
    if whom.person.pk not in by.represents:
        raise NotYours(_("Du kan kun søge for dig selv eller for en, du må handle for."))
    if open_applications(by).count() >= MOST_DRAFTS:
        raise CaseError(_("Du har mange ansøgninger, som du ikke har sendt. Slet en af dem først."))
    draft = Draft.objects.create(
        owner=_owner(by),
        case_type=offer.case_type,
        person=whom.person,
        version_id=offer.version_id,
        event_id=offer.event.id,
        begun_at=now,
        changed_at=now,
    )
    _log(draft, "draft.begin", by=by, now=now)
    return draft


@transaction.atomic
def begin_step(case: Case, event_id: str, *, by: Actor, now: datetime) -> Draft:
    """The draft of a step of a case: the one already begun, or an empty one."""
    known = step_draft(by, case, event_id)
    if known is not None:
        return known
    draft, _made = Draft.objects.get_or_create(
        owner=_owner(by),
        case=case,
        event_id=event_id,
        sent_at=None,
        defaults={
            "version_id": case.version_id,
            "seen_seq": case.seq,
            "begun_at": now,
            "changed_at": now,
        },
    )
    return draft


def blank_step(case: Case, event_id: str) -> Draft:
    """A step's form before anything is typed in it: nothing is stored for having looked."""
    return Draft(case=case, version_id=case.version_id, event_id=event_id, seen_seq=case.seq)


def keep_answers(
    draft: Draft, answers: Mapping[str, Sequence[str]], *, by: Actor, now: datetime
) -> Draft:
    """Keep what is typed so far. Nothing is decided by it, so it is not a line in the log.

    A file that the draft lets go of is removed.
    """
    _require_owner(draft, by)
    open_still = Draft.objects.filter(pk=draft.pk, sent_at__isnull=True)
    if not open_still.update(answers=dict(answers), changed_at=now):
        raise CaseError(_("Formularen er allerede sendt."))
    event = event_of(draft)
    dropped = {*file_ids(event, draft.answers)} - {*file_ids(event, answers)}
    draft.answers, draft.changed_at = dict(answers), now
    _remove_files(dropped, by=by, now=now)
    return draft


def bring_up_to_date(draft: Draft, *, by: Actor, now: datetime) -> bool:
    """Move an application to the version of the rules that a new case would follow.

    The answers stay; those to questions that are gone are not shown and not sent. True when the
    rules have changed. Raises OfferClosed when one cannot apply for it any more.
    """
    _require_owner(draft, by)
    if draft.case_type is None:
        return False
    offer = offer_of(draft.case_type, now)
    if offer is None:
        raise OfferClosed(_("Du kan ikke længere søge om det her."))
    if (offer.version_id, offer.event.id) == (draft.version_id, draft.event_id):
        return False
    draft.version_id, draft.event_id = offer.version_id, offer.event.id
    draft.save(update_fields=["version", "event_id"])
    return True


def catch_up(draft: Draft, seq: int, *, by: Actor, now: datetime) -> None:
    """The owner has been shown what happened in the case up to step ``seq``."""
    _require_owner(draft, by)
    draft.seen_seq, draft.changed_at = seq, now
    draft.save(update_fields=["seen_seq", "changed_at"])


@transaction.atomic
def send(draft: Draft, *, by: Actor, now: datetime) -> CaseEvent:
    """Make the draft a step: of a new case for an application, else of its case. Once.

    The same draft sent again gives the step that it became. Raises CaseError with the reason; then
    nothing has happened and every answer is kept.
    """
    draft = _locked(draft, by)
    if draft.became is not None:
        return draft.became
    case = draft.case or _open(draft, by=by, now=now)
    case = take_up_again(case, event_of(draft), now=now)
    step = Step(draft.event_id, key=str(draft.uuid), answers=draft.answers)
    done = execute(case, step, by=by, now=now)
    draft.answers, draft.sent_at, draft.changed_at, draft.became = {}, now, now, done
    draft.save(update_fields=["answers", "sent_at", "changed_at", "became"])
    return done


@transaction.atomic
def discard(draft: Draft, *, by: Actor, now: datetime) -> None:
    """Throw away what was not sent. A draft that was sent is not there to be thrown away."""
    draft = _locked(draft, by)
    if draft.sent_at is not None:
        raise CaseError(_("Den er allerede sendt og kan ikke slettes."))
    _log(draft, "draft.discard", by=by, now=now)
    _remove_files(file_ids(event_of(draft), draft.answers), by=by, now=now)
    Guest.objects.filter(draft=draft, case=None).delete()
    draft.delete()


@transaction.atomic
def remove_untouched(*, by: Actor, now: datetime) -> int:
    """Remove the authority's drafts that nobody has touched for `KEPT`; gives how many."""
    if by.kind is not ActorKind.SYSTEM:
        raise NotYours(_("Kun systemet sletter gamle kladder."))
    drafts = untouched_since(now, by.authority_id).select_related("owner", "person", "guest")
    old = list(drafts.defer("answers"))
    for draft in old:
        _log(draft, "draft.remove-untouched", by=by, now=now)
        try:
            _remove_files(file_ids(event_of(draft), draft.answers), by=by, now=now)
        except SealBroken:
            logger.warning("A draft that does not open was removed; its files stay.")
        Guest.objects.filter(draft=draft, case=None).delete()
        draft.delete()
    return len(old)


def _open(draft: Draft, *, by: Actor, now: datetime) -> Case:
    """The case of an application. Who it is for comes from the draft and is asked again of the
    log-in; nothing of it comes from the form (casework.md 8.28).
    """
    assert draft.case_type is not None
    offer = offer_of(draft.case_type, now)
    if offer is None or (offer.version_id, offer.event.id) != (draft.version_id, draft.event_id):
        raise OfferClosed(_("Reglerne er ændret, siden du begyndte. Gennemgå dine svar igen."))
    whom = next((w for w in may_apply_for(by, now) if w.person.pk == draft.person_id), None)
    if whom is None:
        raise NotYours(_("Du kan kun søge for dig selv eller for en, du må handle for."))
    applicant = Person.objects.get(users__public_id=by.id)
    parties = parties_of(whom, applicant, draft.case_type.citizen_role)
    return open_case(draft.case_type, by=by, now=now, parties=parties)


def _owner(by: Actor) -> User:
    if by.kind is not ActorKind.CITIZEN:
        raise NotYours(_("Kun en borger bruger selvbetjeningen."))
    return User.objects.get(public_id=by.id)


def _require_owner(draft: Draft, by: Actor) -> None:
    if owner_id(draft) != by.id:
        raise NotYours(_("Kladden er ikke din."))


def _locked(draft: Draft, by: Actor) -> Draft:
    """The draft as it stands now, held until the transaction ends: two posts take turns."""
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.owner_id is None:
        return get_guest_draft(by, draft.uuid)
    return get_draft(by, draft.uuid)


def _remove_files(uuids: Collection[str], *, by: Actor, now: datetime) -> None:
    for stored in StoredFile.objects.filter(uuid__in=uuids) if uuids else ():
        stream = f"drafts:{stored.uploaded_by_id}"
        remove_file(stored, stream=stream, subjects=(), by=by, now=now)


def _log(draft: Draft, action: str, *, by: Actor, now: datetime) -> None:
    subject = [f"person:{draft.person.uuid}"] if draft.person else []
    log_write(
        by,
        stream=f"drafts:{owner_id(draft)}",
        action=action,
        subjects=subject,
        detail={"draft": str(draft.uuid)},
        now=now,
    )
