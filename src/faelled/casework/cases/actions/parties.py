"""Who a case is about or for: they join, and they leave; nobody is deleted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.people.models import Person
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, DataRefused, NotYours
from faelled.casework.cases.models import Case, JournalKind, Party
from faelled.casework.cases.party_roles import REPRESENTATIVE, role_words
from faelled.casework.cases.queries import current


def add_party(
    case: Case,
    person: Person,
    *,
    by: Actor,
    now: datetime,
    role: str,
    graph_role: str = "",
    sees_case: bool = False,
    mandate: str = "",
    represents: Party | None = None,
) -> Party:
    """Join a person to the case; they see it from this moment where ``sees_case``.

    One who acts for another names the party and the mandate (forvaltningsloven § 8): a present
    party of this case, not themselves, and not one who acts for somebody. Raises NotYours,
    CaseError, or DataRefused where one field is wrong.
    """
    if by.kind == ActorKind.CITIZEN:
        raise NotYours(_("Kun en medarbejder kan føje parter til en sag."))
    if role == REPRESENTATIVE or represents is not None:
        _check_mandate(represents, mandate, person)
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        _check_person(case, person, role, represents, now)
        party = Party.objects.create(
            case=case,
            person=person,
            role=role,
            graph_role=graph_role,
            sees_case=sees_case,
            mandate=mandate.strip(),
            represents=represents,
            valid_from=now,
        )
        _keep_a_present_main_person(case, now)
        write_entry(
            case,
            by=by,
            now=now,
            kind=JournalKind.STATUS,
            short_text=_("Ny i sagen: %(role)s") % {"role": role_words(role)},
            text=party.mandate,
        )
        log_write(
            by,
            stream=case.ref,
            action="case.add_party",
            subjects=[case.ref, f"person:{person.uuid}"],
            detail={"party": party.pk, "role": role, "sees_case": sees_case},
            now=now,
        )
    return party


def end_party(party: Party, *, by: Actor, now: datetime, reason: str) -> Party:
    """From this moment the party is none, and sees nothing; the row stays, with its dates.

    Those who act for the party end with it: their mandate was the party's own. Raises NotYours
    or CaseError.
    """
    if by.kind == ActorKind.CITIZEN:
        raise NotYours(_("Kun en medarbejder kan ændre sagens parter."))
    if not reason.strip():
        message = _("Skriv, hvorfor personen ikke længere er med i sagen.")
        raise DataRefused(message, {"reason": message})
    with transaction.atomic():
        case = locked_for_work(party.case_id, by=by, now=now)
        party = case.parties.select_related("person").get(pk=party.pk)
        if party.valid_to is not None:
            raise CaseError(_("Personen er allerede ude af sagen."))
        agents = party.agents.filter(current(now)).select_related("person")
        for leaving in (party, *agents):
            _end(case, leaving, reason.strip(), by=by, now=now)
        _keep_a_present_main_person(case, now)
    return party


def _end(case: Case, party: Party, reason: str, *, by: Actor, now: datetime) -> None:
    party.valid_to = now
    party.save(update_fields=["valid_to"])
    write_entry(
        case,
        by=by,
        now=now,
        kind=JournalKind.STATUS,
        short_text=_("Ikke længere i sagen: %(role)s") % {"role": role_words(party.role)},
        text=reason,
    )
    person = [f"person:{party.person.uuid}"] if party.person else []
    log_write(
        by,
        stream=case.ref,
        action="case.end_party",
        subjects=[case.ref, *person],
        detail={"party": party.pk, "role": party.role},
        now=now,
    )


def _check_mandate(represents: Party | None, mandate: str, person: Person) -> None:
    errors = {}
    if represents is None:
        errors["represents"] = _("Vælg, hvem repræsentanten handler for.")
    elif represents.person_id == person.pk:
        errors["represents"] = _("Ingen kan repræsentere sig selv.")
    elif represents.represents_id is not None:
        errors["represents"] = _("Vælg parten selv, ikke en, der handler for parten.")
    if not mandate.strip():
        errors["mandate"] = _("Skriv, hvad fuldmagten går ud på.")
    if errors:
        raise DataRefused(" ".join(errors.values()), errors)


def _check_person(
    case: Case, person: Person, role: str, represents: Party | None, now: datetime
) -> None:
    if person.authority_id != case.authority_id:
        raise CaseError(_("Personen hører ikke til denne myndighed."))
    present = case.parties.filter(current(now))
    if represents is not None and not present.filter(pk=represents.pk).exists():
        message = _("Den, der skal repræsenteres, er ikke part i sagen nu.")
        raise DataRefused(message, {"represents": message})
    if present.filter(person=person, role=role, represents=represents).exists():
        raise CaseError(_("Personen er allerede med i sagen i den rolle."))


def _keep_a_present_main_person(case: Case, now: datetime) -> None:
    """The work list names a present party: the one it named, else the first who acts for nobody.
    Where none is left, the last one stands.
    """
    present = case.parties.filter(current(now), person__isnull=False, represents=None)
    if case.main_company_id or present.filter(person=case.main_person_id).exists():
        return
    first = present.order_by("pk").first()
    if first is not None:
        case.main_person_id = first.person_id
        case.save(update_fields=["main_person"])
