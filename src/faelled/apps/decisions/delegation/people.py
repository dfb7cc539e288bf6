"""From roles and positions to people: who the deciders of a chain are today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.people.deciders import deciders_for
from faelled.base.people.models import Employee, Position, Unit
from faelled.base.people.models import Mandate as MandateRow
from faelled.lib.dates import local_day
from faelled.lib.delegation import Decider, DeciderKind, DerivedChain, Mandate, Needs, Rules
from faelled.lib.delegation.wording import decider_in_words


@dataclass(frozen=True, slots=True)
class Named:
    """A person, and why it is them: ``Named(bo, "Leder i Børn og Familie")``."""

    employee: Employee
    reason: str


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step with its people; nobody where none holds what the plan asks for (``missing`` says)."""

    words: str
    why: str
    needs: Needs
    people: tuple[Named, ...]
    missing: str = ""

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(person.employee.pk for person in self.people)


@dataclass(frozen=True, slots=True)
class NamedChain:
    """A derived chain with its people. ``missing`` lists what keeps it from being used."""

    derived: DerivedChain
    steps: tuple[NamedStep, ...]
    copies: tuple[Named, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        if not self.steps:
            return self.derived.reasons
        return tuple(step.missing for step in self.steps if step.missing)


def home_unit(employee: Employee, now: datetime) -> Unit | None:
    """The unit of somebody's first position today; None for one who has none."""
    row = (
        Position.objects.on(local_day(now))
        .filter(employee=employee)
        .select_related("unit")
        .order_by("valid_from", "pk")
        .first()
    )
    return row.unit if row else None


def units_up_from(unit: Unit) -> list[Unit]:
    """The unit and those above it, nearest first: two statements at most."""
    ids = [int(part) for part in unit.path.split("/") if part]
    known = {row.pk: row for row in Unit.objects.filter(pk__in=ids)}
    return [known[pk] for pk in reversed(ids) if pk in known]


def mandates_in(units: Iterable[Unit], *, without: frozenset[int], now: datetime) -> list[Mandate]:
    """What those who work in these units have been given to decide alone, today.

    ``without``: the employees who made what is to be approved; nobody approves their own work.
    """
    day = local_day(now)
    here = Position.objects.on(day).filter(unit__in=list(units)).values("employee_id")
    rows = (
        MandateRow.objects.on(day)
        .filter(employee__in=here, employee__user__is_active=True)
        .exclude(employee__in=without)
        .select_related("employee")
        .order_by("pk")
    )
    return [
        Mandate(
            row.employee_id, row.employee.name, row.kle_pattern, row.decision_type, row.amount_max
        )
        for row in rows
    ]


def with_people(
    rules: Rules, chain: DerivedChain, unit: Unit, *, without: frozenset[int], now: datetime
) -> NamedChain:
    """The people of each step and copy. ``without`` as in `mandates_in`."""
    units = units_up_from(unit)
    steps = []
    for step in chain.steps:
        people = _once(
            person
            for decider in step.deciders
            for person in _people(decider, units, without=without, now=now)
        )
        words = " eller ".join(decider_in_words(rules, one) for one in step.deciders)
        missing = "" if people else _nobody(words)
        steps.append(NamedStep(words, step.why, step.needs, people, missing))
    copies = _once(
        person
        for decider in chain.copies
        for person in _people(decider, units, without=frozenset(), now=now)
    )
    return NamedChain(chain, tuple(steps), copies)


def _people(
    decider: Decider, units: list[Unit], *, without: frozenset[int], now: datetime
) -> Iterator[Named]:
    if decider.kind is DeciderKind.PERSON:
        rows = Employee.objects.filter(pk=decider.employee or 0).exclude(pk__in=without)
        return (Named(row, _("Har mandat")) for row in rows)
    if decider.kind is DeciderKind.ROLE:
        return _in_line(decider, units[min(decider.up, len(units) - 1) :], without, now)
    return _anywhere(decider, units[-1], without, now)


def _in_line(
    decider: Decider, units: list[Unit], without: frozenset[int], now: datetime
) -> Iterator[Named]:
    """Those with the role in the first unit that has one who did not make the work; a leader who
    is away stays the decider, and the stand-in acts in their place.
    """
    for unit in units:
        found = [
            Named(one.stands_in_for or one.employee, one.reason)
            for one in deciders_for(unit, decider.name, now)
        ]
        allowed = [one for one in found if one.employee.pk not in without]
        if allowed:
            yield from allowed
            return


def _anywhere(
    decider: Decider, top: Unit, without: frozenset[int], now: datetime
) -> Iterator[Named]:
    """Those with a position of that title, or with a board's role, anywhere in the authority."""
    rows = Position.objects.on(local_day(now)).filter(
        unit__authority_id=top.authority_id, employee__user__is_active=True
    )
    if decider.kind is DeciderKind.BOARD:
        rows = rows.filter(role=decider.name)
    else:
        # A database compares Ø and ø by its own lights; Python does it alike on all.
        titles = rows.values_list("title", flat=True).distinct()
        wanted = decider.name.casefold()
        rows = rows.filter(title__in=[one for one in titles if one.casefold() == wanted])
    rows = rows.exclude(employee__in=without)
    for row in rows.select_related("employee", "unit").order_by("employee__name", "pk"):
        words = {"title": row.title or row.role, "unit": row.unit.name}
        yield Named(row.employee, _("%(title)s i %(unit)s") % words)


def _once(people: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({person.employee.pk: person for person in people}.values())


def _nobody(words: str) -> str:
    return _("Ingen kan være »%(decider)s« i den sag lige nu.") % {"decider": words}
