"""Citizens: names, addresses, protection, custody and guardians."""

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_employee, require_same_authority
from faelled.base.people import cpr as sealed_cpr
from faelled.base.people.dated import refuse_overlap
from faelled.base.people.models import (
    Authority,
    Custody,
    GuardianScope,
    Guardianship,
    Person,
    PersonAddress,
)
from faelled.lib.text.cpr import Cpr


class AlreadyRegisteredError(ValueError):
    """The authority already has a person with this CPR number. The message never holds it."""


@transaction.atomic
def register_person(
    authority: Authority,
    *,
    given_name: str,
    family_name: str,
    cpr: Cpr | None,
    birth_date: date | None = None,
    by: Actor,
    now: datetime,
) -> Person:
    """One row for a human in one authority; ``birth_date`` None takes the CPR number's."""
    require_same_authority(by, authority.pk)
    require_employee(by)
    person = Person(
        uuid=uuid4(),
        authority=authority,
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date or (cpr.birth_date if cpr else None),
    )
    if cpr is not None:
        person.cpr_digest = sealed_cpr.digest(cpr, authority.uuid)
        person.cpr_cipher = sealed_cpr.encrypt(cpr, person.uuid)
        if Person.objects.filter(authority=authority, cpr_digest=person.cpr_digest).exists():
            raise AlreadyRegisteredError(_("Personen er allerede registreret."))
    person.save(force_insert=True)
    _log(by, person, "register-person", now)
    return person


@transaction.atomic
def change_name(
    person: Person, *, given_name: str, family_name: str, by: Actor, now: datetime
) -> Person:
    locked = _locked(person, by)
    locked.given_name, locked.family_name = given_name, family_name
    locked.save(update_fields=["given_name", "family_name"])
    _log(by, locked, "change-name", now)
    return locked


@transaction.atomic
def change_address(
    person: Person,
    text: str,
    *,
    valid_from: date,
    municipality_code: str = "",
    by: Actor,
    now: datetime,
) -> PersonAddress:
    """Move in on ``valid_from``: the address until then ends that day. A later one is refused."""
    locked = _locked(person, by)
    addresses = PersonAddress.objects.filter(person=locked)
    open_ended = Q(valid_to=None) | Q(valid_to__gt=valid_from)
    addresses.filter(open_ended, valid_from__lt=valid_from).update(valid_to=valid_from)
    refuse_overlap(addresses, valid_from, None)
    address = PersonAddress.objects.create(
        person=locked, text=text, municipality_code=municipality_code, valid_from=valid_from
    )
    _log(by, locked, "change-address", now)
    return address


@transaction.atomic
def protect(
    person: Person,
    *,
    name_until: date | None,
    address_until: date | None,
    by: Actor,
    now: datetime,
) -> Person:
    """Set name and address protection to their last days; None lifts it (CPR-loven § 28, stk. 1).

    A year is the law's rule; the caller gives the date, for the municipality may set a longer one.
    """
    locked = _locked(person, by)
    locked.name_protected_until, locked.address_protected_until = name_until, address_until
    locked.save(update_fields=["name_protected_until", "address_protected_until"])
    _log(by, locked, "protect", now)
    return locked


@transaction.atomic
def grant_custody(
    child: Person,
    holder: Person,
    *,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> Custody:
    """One holder of parental authority; where it is shared, call once for each."""
    locked = _locked(child, by)
    require_same_authority(by, holder.authority_id)
    refuse_overlap(Custody.objects.filter(child=locked, holder=holder), valid_from, valid_to)
    custody = Custody.objects.create(
        child=locked, holder=holder, valid_from=valid_from, valid_to=valid_to
    )
    _log(by, locked, "grant-custody", now, holder)
    return custody


@transaction.atomic
def end_custody(custody: Custody, *, valid_to: date, by: Actor, now: datetime) -> Custody:
    locked = _locked(custody.child, by)
    custody.valid_to = valid_to
    custody.save(update_fields=["valid_to"])
    _log(by, locked, "end-custody", now, custody.holder)
    return custody


@transaction.atomic
def add_guardian(
    ward: Person,
    guardian: Person,
    *,
    scope: GuardianScope,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> Guardianship:
    """A guardian under værgemålsloven for one kind of affairs, or for both."""
    locked = _locked(ward, by)
    require_same_authority(by, guardian.authority_id)
    same = Guardianship.objects.filter(ward=locked, guardian=guardian, scope=scope)
    refuse_overlap(same, valid_from, valid_to)
    row = Guardianship.objects.create(
        ward=locked, guardian=guardian, scope=scope, valid_from=valid_from, valid_to=valid_to
    )
    _log(by, locked, "add-guardian", now, guardian)
    return row


def _locked(person: Person, by: Actor) -> Person:
    require_employee(by)
    require_same_authority(by, person.authority_id)
    return Person.objects.select_for_update().get(pk=person.pk)


def _log(by: Actor, person: Person, action: str, now: datetime, *others: Person) -> None:
    subjects = [f"person:{someone.uuid}" for someone in (person, *others)]
    log_write(by, stream=subjects[0], action=action, subjects=subjects, detail={}, now=now)
