"""What makes a look-up worth a second look, and how much more likely it is to be drawn for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from faelled.lib.dates import COPENHAGEN, danish_calendar

# On a page of many it is the list that was opened, not each one on it.
LIST = 5
OPENS, CLOSES = time(6), time(22)


@dataclass(frozen=True, slots=True)
class Risk:
    label: str | Promise
    weight: int


RISKS: Mapping[str, Risk] = {
    "broken-glass": Risk(_("Nødadgang"), 20),
    "own-surname": Risk(_("Samme efternavn som medarbejderen, og ikke medarbejderens sag"), 20),
    "kin": Risk(_("I familie med en, der har samme efternavn som medarbejderen"), 10),
    "protected": Risk(_("Navne- eller adressebeskyttet person"), 10),
    "other-unit": Risk(_("Sag i en anden enhed"), 8),
    "night": Risk(_("Mellem kl. 22 og 6"), 5),
    "often": Risk(_("Mange opslag på samme person"), 5),
    "day-off": Risk(_("På en fridag"), 3),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """An employee who looked: ``units`` are theirs in the period, with those below for a leader."""

    employee_id: int
    surname: str
    units: frozenset[int]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Where a case belongs, and who was let into it at some time."""

    unit_id: int
    employees: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """``protected_until``: the last day of the longer of the two protections, None without.

    ``kin``: child, parent and the other parent of a child, as the register has custody; of them
    the same, but none of theirs.
    """

    surname: str
    protected_until: date | None
    kin: tuple["PersonFacts", ...] = ()

    def is_protected(self, day: date) -> bool:
        """``PersonFacts("bo", None).is_protected(day)`` is False."""
        return self.protected_until is not None and day <= self.protected_until


@dataclass(frozen=True, slots=True)
class Look:
    """One look-up: ``readers`` are who looked and whom they looked for."""

    at: datetime
    purpose: str
    readers: tuple[Reader, ...]
    cases: tuple[CaseFacts, ...] = ()
    persons: tuple[PersonFacts, ...] = ()
    often: bool = False


def reasons_of(look: Look) -> list[str]:
    """The ids of the risks that the look-up meets, in the order of ``RISKS``."""
    met = {
        "broken-glass": look.purpose == "break-glass",
        "night": not OPENS <= look.at.astimezone(COPENHAGEN).time() < CLOSES,
        "day-off": not danish_calendar().is_working_day(look.at.astimezone(COPENHAGEN).date()),
        "often": look.often,
        **_of_what_was_seen(look),
    }
    return [one for one in RISKS if met[one]]


def weight_of(reasons: list[str]) -> int:
    """``weight_of([]) == 1``: a look-up without any risk can be drawn too."""
    return 1 + sum(RISKS[one].weight for one in reasons)


def _of_what_was_seen(look: Look) -> dict[str, bool]:
    if len(look.cases) + len(look.persons) > LIST:
        return dict.fromkeys(("own-surname", "kin", "protected", "other-unit"), False)
    foreign = [case for case in look.cases if not any(_works_on(one, case) for one in look.readers)]
    mine = len(look.cases) > len(foreign)
    names = {one.surname for one in look.readers if one.surname}
    day = look.at.astimezone(COPENHAGEN).date()
    return {
        "other-unit": bool(foreign),
        "own-surname": not mine and any(one.surname in names for one in look.persons),
        "kin": not mine and any(_has_kin(one, names, day) for one in look.persons),
        "protected": any(one.is_protected(day) for one in look.persons),
    }


def _has_kin(person: PersonFacts, names: set[str], day: date) -> bool:
    """Whether somebody close to a person has one of the surnames. Never told of who is protected
    that day, nor by who is: whom they live with says where.
    """
    if person.surname in names or person.is_protected(day):
        return False
    return any(one.surname in names and not one.is_protected(day) for one in person.kin)


def _works_on(reader: Reader, case: CaseFacts) -> bool:
    return (
        case.unit_id in reader.units
        or reader.employee_id in case.employees
        or not reader.units.isdisjoint(case.units)
    )
