"""Every look-up of a period with its weight: the log joined with what is known of who and whom."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from faelled.apps.staff.risks import CaseFacts, Look, PersonFacts, Reader, reasons_of, weight_of
from faelled.base.audit.models import Entry
from faelled.base.audit.queries import READ
from faelled.base.audit.report import Asked, all_look_ups
from faelled.base.people.models import Custody, Person, Position, Unit, User
from faelled.casework.cases.models import Assignment, Case
from faelled.lib.dates.duration import COPENHAGEN, midnight
from faelled.lib.sampling import Weighed

BATCH = 1000
# So many look-ups of one person by one employee in the period are many.
OFTEN = 20


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is kept of a look-up that is drawn."""

    entry_id: int
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Span:
    """An authority's days from ``start`` until, not including, ``end``."""

    authority_id: int
    start: date
    end: date

    def asked(self) -> Asked:
        start, end = midnight(self.start, COPENHAGEN), midnight(self.end, COPENHAGEN)
        return Asked(self.authority_id, start=start, end=end)


def holds_more_than(period: Span, most: int) -> bool:
    """Whether there are more look-ups than ``most``; counts no further."""
    found = Entry.objects.filter(authority_id=period.authority_id, action=READ)
    asked = period.asked()
    return found.filter(at__gte=asked.start, at__lt=asked.end)[: most + 1].count() > most


def weighed(period: Span) -> Iterator[Weighed[Drawn]]:
    """Each look-up that an employee did; a few questions for each thousand of them."""
    asked = period.asked()
    readers = _readers(period)
    often = _often(asked)
    for entries in all_look_ups(asked, batch=BATCH):
        own = [one for one in entries if one.actor_id in readers]
        subjects = {one.pk: tuple(json.loads(one.subjects)) for one in own}
        every = {subject for found in subjects.values() for subject in found}
        cases, persons = _cases(every), _persons(every)
        for entry in own:
            about = subjects[entry.pk]
            look = Look(
                at=entry.at,
                purpose=entry.purpose,
                readers=_who(entry, readers),
                cases=tuple(cases[one] for one in about if one in cases),
                persons=tuple(persons[one] for one in about if one in persons),
                often=any((entry.actor_id, one) in often for one in about),
            )
            reasons = reasons_of(look)
            yield Weighed(entry.digest, weight_of(reasons), Drawn(entry.pk, reasons))


def _who(entry: Entry, readers: dict[str, Reader]) -> tuple[Reader, ...]:
    ids = (entry.actor_id, entry.on_behalf_of_id)
    return tuple(readers[one] for one in ids if one in readers)


def _readers(period: Span) -> dict[str, Reader]:
    """The authority's employees by user id, with where they worked at some time in the period."""
    units: dict[int, set[int]] = {}
    paths = dict(Unit.objects.filter(authority_id=period.authority_id).values_list("pk", "path"))
    held = Position.objects.filter(employee__authority_id=period.authority_id)
    for row in held.within(period.start, period.end):
        below = [pk for pk, path in paths.items() if path.startswith(paths[row.unit_id])]
        units.setdefault(row.employee_id, set()).update(below if row.leads else [row.unit_id])
    users = User.objects.filter(employee__authority_id=period.authority_id)
    return {
        str(user.public_id): Reader(
            user.employee.pk,
            _surname(user.employee.name),
            frozenset(units.get(user.employee.pk, ())),
        )
        for user in users
        if user.employee is not None
    }


def _often(asked: Asked) -> set[tuple[str, str]]:
    rows = Entry.objects.filter(
        authority_id=asked.authority_id,
        action=READ,
        at__gte=asked.start,
        at__lt=asked.end,
        about__subject__startswith="person:",
    )
    pairs = rows.values_list("actor_id", "about__subject").annotate(times=Count("pk"))
    return {(who, whom) for who, whom, _times in pairs.filter(times__gte=OFTEN).order_by()}


def _cases(subjects: Iterable[str]) -> dict[str, CaseFacts]:
    rows = Case.objects.filter(uuid__in=_uuids(subjects, "case:"))
    owners = {pk: (uuid, unit) for pk, uuid, unit in rows.values_list("pk", "uuid", "owner_unit")}
    employees: dict[int, set[int]] = {}
    units: dict[int, set[int]] = {}
    let_in = Assignment.objects.filter(case__in=list(owners))
    for case, employee, unit in let_in.values_list("case", "employee", "unit"):
        if employee is not None:
            employees.setdefault(case, set()).add(employee)
        if unit is not None:
            units.setdefault(case, set()).add(unit)
    return {
        f"case:{uuid}": CaseFacts(
            unit, frozenset(employees.get(pk, ())), frozenset(units.get(pk, ()))
        )
        for pk, (uuid, unit) in owners.items()
    }


def _persons(subjects: Iterable[str]) -> dict[str, PersonFacts]:
    found = list(Person.objects.filter(uuid__in=_uuids(subjects, "person:")))
    kin = _kin([one.pk for one in found])
    return {
        f"person:{one.uuid}": replace(_facts(one), kin=tuple(kin.get(one.pk, ()))) for one in found
    }


def _facts(person: Person) -> PersonFacts:
    days = person.name_protected_until, person.address_protected_until
    return PersonFacts(person.family_name.casefold(), max(filter(None, days), default=None))


def _kin(persons: Sequence[int]) -> dict[int, list[PersonFacts]]:
    """By person: who shares a child with them, their children and their parents, by custody at any
    time. What the register has of households; no address is opened.
    """
    theirs = Custody.objects.filter(holder__in=persons).values("child")
    rows = Custody.objects.filter(Q(child__in=persons) | Q(child__in=theirs))
    families: dict[int, dict[int, Person]] = {}
    for row in rows.select_related("child", "holder"):
        family = families.setdefault(row.child_id, {row.child_id: row.child})
        family[row.holder_id] = row.holder
    asked, found = set(persons), dict[int, list[PersonFacts]]()
    for family in families.values():
        for pk in asked & family.keys():
            others = (_facts(other) for key, other in family.items() if key != pk)
            found.setdefault(pk, []).extend(others)
    return found


def _uuids(subjects: Iterable[str], kind: str) -> Sequence[UUID]:
    texts = (one.removeprefix(kind) for one in subjects if one.startswith(kind))
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # an older page's word for something else
    return found


def _surname(name: str) -> str:
    return name.split()[-1].casefold() if name.split() else ""
