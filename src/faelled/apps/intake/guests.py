"""A guest's application: begun, sent and followed without a log-in (ADR 18)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.intake import actions
from faelled.apps.intake import guest_secrets as secrets
from faelled.apps.intake.models import KEPT, Draft, Guest
from faelled.apps.intake.offers import Offer, offer_of
from faelled.base.access.actor import ANONYMOUS, Actor, system_actor
from faelled.base.access.log import log_write
from faelled.base.people.actions import change_address, register_person
from faelled.base.people.models import Person
from faelled.casework.cases.actions import NewParty, Step, execute, open_case
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import CaseEvent
from faelled.lib.dates import local_day
from faelled.lib.text.cpr import redact

# How many one address on the net can begin in a day, and an authority is begun at in an hour.
A_DAY, AN_HOUR = 10, 200


@dataclass(frozen=True, slots=True)
class Contact:
    """What the guest says of themselves. Nobody has checked it."""

    name: str
    address: str
    email: str = ""

    def to_answers(self) -> Any:
        return {"name": [self.name], "address": [self.address], "email": [self.email]}


def contact_of(guest: Guest) -> Contact:
    said: Mapping[str, list[str]] = guest.contact
    return Contact(said["name"][0], said["address"][0], said["email"][0])


def guest_actor(guest: Guest) -> Actor:
    """The guest as one who types: without a name, a role or a case."""
    return replace(
        ANONYMOUS, id=str(guest.uuid), authority_id=guest.authority_id, purpose="self-service"
    )


@transaction.atomic
def begin_as_guest(
    offer: Offer, contact: Contact, *, source: str, now: datetime
) -> tuple[Guest, str]:
    """An empty application for somebody unknown, and the secret of its link, which is said once.

    ``source`` is where the request came from. Raises CaseError where too many are begun.
    """
    if not offer.guests:
        raise NotYours(_("Her skal du logge ind for at søge."))
    authority_id = offer.case_type.authority_id
    where = secrets.source_digest(source, now)
    _refuse_too_many(authority_id, where, now)
    draft = Draft.objects.create(
        case_type=offer.case_type,
        version_id=offer.version_id,
        event_id=offer.event.id,
        begun_at=now,
        changed_at=now,
    )
    link = secrets.new_link()
    guest = Guest.objects.create(
        authority_id=authority_id,
        draft=draft,
        contact=contact.to_answers(),
        link_digest=secrets.digest("link", link),
        link_until=now + KEPT,
        source=where,
        begun_at=now,
    )
    _log(guest, "guest.begin", by=guest_actor(guest), now=now)
    return guest, link


def find_by_link(link: str, *, now: datetime) -> Guest | None:
    """Whose link this is; None when it is nobody's, or has run out."""
    rows = Guest.objects.filter(link_digest=secrets.digest("link", link), link_until__gt=now)
    return rows.select_related("draft").first()


def fields_with_cpr(draft: Draft) -> list[str]:
    """The ids of the answers in which something looks like a CPR number.

    A number that nobody has proved to be theirs is no help to us, and may be another's.
    """
    return [
        id for id, texts in draft.answers.items() if any(redact(text) != text for text in texts)
    ]


@transaction.atomic
def send_as_guest(draft: Draft, *, by: Actor, now: datetime) -> tuple[CaseEvent, str]:
    """Make a guest's draft a case, once; gives its first step, and the code to follow it with.

    The system opens the case: a guest has no rights in it. Sent a second time it is the same case
    and there is no code, for that is said once. Raises CaseError; then nothing has happened.
    """
    guest = Guest.objects.select_for_update(of=("self",)).get(uuid=UUID(by.id), draft=draft)
    draft.refresh_from_db()
    if draft.became is not None:
        return draft.became, ""
    if fields_with_cpr(draft):
        raise CaseError(_("Skriv ikke CPR-numre her. Vi kan ikke se, hvem du er."))
    offer = offer_of(draft.case_type, now) if draft.case_type else None
    if offer is None or (offer.version_id, offer.event.id) != (draft.version_id, draft.event_id):
        raise actions.OfferClosed(_("Reglerne er ændret, siden du begyndte. Se dine svar efter."))
    done = _register(draft, guest, offer, now)
    code = secrets.new_code()
    guest.case, guest.code_digest = done.case, secrets.code_digest(code)
    guest.save(update_fields=["case", "code_digest"])
    draft.answers, draft.sent_at, draft.changed_at, draft.became = {}, now, now, done
    draft.save(update_fields=["answers", "sent_at", "changed_at", "became"])
    return done, code


def _register(draft: Draft, guest: Guest, offer: Offer, now: datetime) -> CaseEvent:
    role = offer.case_type.citizen_role
    registrar = replace(
        system_actor(guest.authority_id, _("Afsender uden log-in")),
        id=str(guest.uuid),
        roles=frozenset({role}),
    )
    person = _person(guest, registrar, now)
    party = NewParty(person, _("Ansøger, ikke bekræftet"), graph_role=role)
    case = open_case(offer.case_type, by=registrar, now=now, parties=[party])
    step = Step(draft.event_id, key=str(draft.uuid), answers=draft.answers)
    return execute(case, step, by=registrar, now=now)


def _person(guest: Guest, by: Actor, now: datetime) -> Person:
    """A row for the letters: a name and an address, no CPR number, and so only paper."""
    contact = contact_of(guest)
    given, _space, family = contact.name.rpartition(" ")
    person = register_person(
        guest.authority,
        given_name=given or family,
        family_name=family if given else "",
        cpr=None,
        by=by,
        now=now,
    )
    Person.objects.filter(pk=person.pk).update(digital_post_exempt=True)
    change_address(person, contact.address, valid_from=local_day(now), by=by, now=now)
    return person


def _refuse_too_many(authority_id: int, where: str, now: datetime) -> None:
    rows = Guest.objects.filter(authority_id=authority_id)
    mine = rows.filter(source=where, begun_at__gt=now - timedelta(days=1)).count()
    all_of_us = rows.filter(begun_at__gt=now - timedelta(hours=1)).count()
    if mine >= A_DAY or all_of_us >= AN_HOUR:
        raise CaseError(
            _(
                "Der er begyndt mange ansøgninger herfra i dag. Prøv igen i morgen, log ind, "
                "eller send ansøgningen på papir."
            )
        )


def _log(guest: Guest, action: str, *, by: Actor, now: datetime) -> None:
    log_write(by, stream=f"drafts:{guest.uuid}", action=action, subjects=[], detail={}, now=now)
