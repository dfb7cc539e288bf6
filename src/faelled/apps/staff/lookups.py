"""The report of look-ups in the reader's words: who, for whom, when, on which page, of what."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.apps.staff.page_words import page_words
from faelled.base.access.actor import Actor
from faelled.base.access.purposes import PURPOSES
from faelled.base.audit.models import Entry
from faelled.base.audit.report import Asked
from faelled.base.people.models import Person, User
from faelled.base.people.queries import (
    display_name,
    find_person_by_cpr,
    visible_persons,
    visible_units,
)
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.models import Case
from faelled.casework.cases.small_forms import SmallForm
from faelled.lib.dates import local_day
from faelled.lib.dates.duration import COPENHAGEN, midnight
from faelled.lib.dcr import Field, FieldType
from faelled.lib.text.cpr import REAL_AND_DEMO
from faelled.lib.text.cpr import parse as parse_cpr


@dataclass(frozen=True, slots=True)
class LookUpRow:
    """One look-up. ``about`` are case numbers and names; ``subjects`` what the log calls them."""

    at: datetime
    who: str
    on_behalf_of: str
    unit: str
    purpose: str
    page: str
    about: tuple[str, ...]
    subjects: tuple[str, ...]


def report_form() -> SmallForm:
    """What the report may be narrowed to. Posted: a CPR number stands in no address."""
    return SmallForm(
        _("Hvem har set hvad"),
        _("Vis opslag"),
        (
            Field("employee", _("Medarbejder"), help=_("Hele navnet.")),
            Field("number", _("Sagsnummer")),
            Field("cpr", _("CPR-nummer"), FieldType.CPR),
            Field("start", _("Fra"), FieldType.DATE),
            Field("end", _("Til og med"), FieldType.DATE),
        ),
        _("Hvert opslag og hver søgning, nyeste først. Også dette opslag bliver skrevet ned."),
    )


def asked_for(values: dict[str, Any], *, by: Actor, now: datetime) -> Asked:
    """The typed values as the log takes them; DataRefused names what is not known here."""
    if values["number"] and values["cpr"]:
        raise DataRefused(
            _("Søg på enten sagsnummer eller CPR-nummer."), {"cpr": _("Vælg kun det ene.")}
        )
    return Asked(
        authority_id=by.authority_id,
        user_id=_user_id(values["employee"], by) if values["employee"] else "",
        subject=_subject(values, by, now),
        start=midnight(values["start"], COPENHAGEN) if values["start"] else None,
        end=midnight(values["end"] + timedelta(days=1), COPENHAGEN) if values["end"] else None,
    )


def _user_id(name: str, by: Actor) -> str:
    users = User.objects.filter(
        employee__authority_id=by.authority_id, employee__name__iexact=name.strip()
    )
    found = users.values_list("public_id", flat=True).first()
    if found is None:
        message = _("Vi kender ingen medarbejder med det navn.")
        raise DataRefused(message, {"employee": message})
    return str(found)


def _subject(values: dict[str, Any], by: Actor, now: datetime) -> str:
    if values["number"]:
        cases = Case.objects.filter(authority_id=by.authority_id, number=values["number"].strip())
        uuid = cases.values_list("uuid", flat=True).first()
        if uuid is None:
            message = _("Vi kender ingen sag med det nummer.")
            raise DataRefused(message, {"number": message})
        return f"case:{uuid}"
    if values["cpr"]:
        cpr = parse_cpr(str(values["cpr"]), REAL_AND_DEMO)
        person = find_person_by_cpr(cpr, by=by, now=now)
        if person is None:
            message = _("Vi kender ingen med det CPR-nummer.")
            raise DataRefused(message, {"cpr": message})
        return f"person:{person.uuid}"
    return ""


def look_up_rows(entries: Sequence[Entry], actor: Actor, *, now: datetime) -> list[LookUpRow]:
    """Ready for the page: four questions for names, however many rows."""
    subjects = {entry.pk: tuple(json.loads(entry.subjects)) for entry in entries}
    every = {subject for found in subjects.values() for subject in found}
    named = _cases(every, actor) | _persons(every, actor, now)
    people = _people({i for entry in entries for i in (entry.actor_id, entry.on_behalf_of_id)})
    units = dict(visible_units(actor).values_list("pk", "name"))
    return [
        LookUpRow(
            at=entry.at,
            who=people.get(entry.actor_id, _("Systemet")),
            on_behalf_of=people.get(entry.on_behalf_of_id, ""),
            unit=units.get(entry.unit_id or 0, ""),
            purpose=PURPOSES.label(entry.purpose),
            page=page_words(str(entry.data.get("page", ""))),
            about=tuple(named[one] for one in subjects[entry.pk] if one in named),
            subjects=subjects[entry.pk],
        )
        for entry in entries
    ]


def _uuids(subjects: Iterable[str], kind: str) -> list[UUID]:
    named = (one.removeprefix(kind) for one in subjects if one.startswith(kind))
    return [UUID(one) for one in named if _is_uuid(one)]


def _cases(subjects: Iterable[str], actor: Actor) -> dict[str, str]:
    rows = Case.objects.filter(authority_id=actor.authority_id, uuid__in=_uuids(subjects, "case:"))
    return {f"case:{uuid}": number for uuid, number in rows.values_list("uuid", "number")}


def _persons(subjects: Iterable[str], actor: Actor, now: datetime) -> dict[str, str]:
    rows: Iterable[Person] = visible_persons(actor).filter(uuid__in=_uuids(subjects, "person:"))
    day = local_day(now)
    return {f"person:{one.uuid}": display_name(one, actor, day) for one in rows}


def _people(ids: set[str]) -> dict[str, str]:
    known = [UUID(one) for one in ids if _is_uuid(one)]
    found: dict[str, str] = {}
    for user in User.objects.filter(public_id__in=known):
        citizen = user.person
        name = f"{citizen.given_name} {citizen.family_name}" if citizen else ""
        found[str(user.public_id)] = user.employee.name if user.employee else name
    return found


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
