"""A municipality of any size on a scratch database: real cases, copied many times over.

A few cases are run through the real actions to different points; their rows are then copied with
new numbers, persons and handlers. So every copy is a case that could be, and a million rows take
minutes instead of days.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.db import connection
from django.db.models import Model
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from faelled.base.people.models import Employee, Person, Position, User, UserKind
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseEvent, CaseType, NumberSeries
from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast, the_cast, unit

GRAPH = Path(__file__).parents[1] / "content" / "graphs" / "tabt-arbejdsfortjeneste.toml"
BATCH = 2_000
UNITS, SEED = 40, 7
Row = TypeVar("Row", bound=Model)

APPLICATION = {
    "child_name": "Emil Friis",
    "child_birth_date": "14-02-2018",
    "lives": "home",
    "condition": "Emil har epilepsi og skal holdes under opsyn hele dagen.",
    "care_why": "Han kan ikke være alene, og skolen kan ikke tage imod ham på dage med anfald.",
    "parent_why": "Jeg kender anfaldene og kan give medicinen.",
    "hours": "12",
    "start": "01-06-2026",
    "work": "employed",
    "employer": "Fælleskøbing Trykkeri",
    "weekly_hours": "37",
    "income": "31.400",
    "other_holder": "false",
}
ASSESSMENT = {
    "informed": "yes",
    "target_group": "yes",
    "necessary": "yes",
    "suitable": "yes",
    "hours": "12",
    "why": "Papirerne svarer til det, mor har beskrevet.",
    "child_views": "Emil er spurgt hjemme.",
    "other_help": "Familien har fået vejledning.",
}
STEPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("apply", "dorthe", APPLICATION),
    ("inform", "anna", {}),
    ("request_information", "anna", {"what": "Send papirerne.", "time_limit": "14 dage"}),
    ("answer_information", "dorthe", {"answer": "Her er de."}),
    ("assess", "anna", ASSESSMENT),
    ("check_hearing", "anna", {"unknown": "false"}),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; the documents and events come with the cases."""

    cases: int = 60_000
    persons: int = 20_000
    employees: int = 500


@contextmanager
def scratch_municipality(size: Size) -> Iterator[Cast]:
    """The cast in a municipality of that size; the database is thrown away afterwards."""
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield build(size)
    finally:
        teardown_databases(old, verbosity=0)


def build(size: Size) -> Cast:
    """Fill the database, then let it know its own size (ANALYZE)."""
    cast, draw = the_cast(), random.Random(SEED)
    models = model_cases(cast)
    employees = make_employees(cast, size.employees, draw)
    persons = make_persons(cast, size.persons)
    copies = size.cases // len(models)
    for model in models:
        copy_case(model, copies, persons, employees, draw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast


def model_cases(cast: Cast) -> list[Case]:
    """One case at each point of the way, in Anna's unit."""
    frida = cast.actor(cast.frida)
    version = publish(GRAPH.read_bytes(), by=frida, now=NOW)
    case_type = actions.use_process(
        version.process, cast.disability, by=frida, now=NOW, open_to_citizens=True
    )
    return [one_case(cast, case_type, steps) for steps in range(1, len(STEPS) + 1)]


def one_case(cast: Cast, case_type: CaseType, steps: int) -> Case:
    """A case with its first ``steps`` steps done."""
    who = {"dorthe": cast.actor(cast.dorthe), "anna": cast.actor(cast.anna)}
    parties = [actions.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)]
    case = actions.open_case(case_type, by=who["dorthe"], now=NOW, parties=parties)
    for event, name, answers in STEPS[:steps]:
        texts = {key: [text] for key, text in answers.items()}
        step = actions.Step(event_id=event, key=str(uuid4()), answers=texts)
        actions.execute(case, step, by=who[name], now=NOW)
    case.refresh_from_db()
    return case


def make_employees(cast: Cast, count: int, draw: random.Random) -> list[tuple[int, int]]:
    """(employee, unit) of so many caseworkers, spread over forty units; Anna's is one of them."""
    units = [cast.disability, *(unit(cast.authority, f"Enhed {n}") for n in range(1, UNITS))]
    rows = in_batches(
        Employee, count, lambda n: Employee(authority=cast.authority, name=f"Medarbejder {n}")
    )
    places = [(row.pk, draw.choice(units).pk) for row in rows]
    in_batches(
        Position,
        count,
        lambda n: Position(
            employee_id=places[n][0],
            unit_id=places[n][1],
            role="caseworker",
            valid_from=date(2020, 1, 1),
        ),
    )
    in_batches(
        User,
        count,
        lambda n: User(username=f"m{n}", kind=UserKind.EMPLOYEE, employee_id=places[n][0]),
    )
    return places


def make_persons(cast: Cast, count: int) -> list[int]:
    """The ids of so many citizens; the first has 900 cases (see ``copy_case``)."""
    made = in_batches(
        Person,
        count,
        lambda n: Person(
            authority=cast.authority, given_name=f"Borger{n}", family_name=f"Navn{n % 997}"
        ),
    )
    return [row.pk for row in made]


def copy_case(
    model: Case,
    count: int,
    persons: list[int],
    employees: list[tuple[int, int]],
    draw: random.Random,
) -> None:
    """So many copies of one case with all its rows, each for another person in another unit."""
    children = [rows_of(model, name) for name in ("tasks", "deadlines", "parties", "journal")]
    events = rows_of(model, "events")
    last = NumberSeries.objects.get().last
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        cases = []
        for n in range(size):
            handler, place = draw.choice(employees)
            number = last + start + n + 1
            copy = clone(model, uuid=uuid4(), number=f"2026-{number:07}", owner_unit_id=place)
            copy.handler_id = handler if draw.random() < 0.9 else None
            copy.main_person_id = persons[0] if number % 80 == 0 else draw.choice(persons)
            if copy.next_deadline is not None:
                copy.next_deadline += timedelta(days=draw.randrange(-30, 300))
            cases.append(copy)
        Case.objects.bulk_create(cases)
        for rows in [*children, events]:
            copies = [on_case(row, case) for case in cases for row in rows]
            if copies:
                type(copies[0])._default_manager.bulk_create(copies, batch_size=BATCH)
    NumberSeries.objects.update(last=last + count)


def on_case(row: Model, case: Case) -> Model:
    """A copy of a row for another case; a party is the new case's own person."""
    changes: dict[str, Any] = {"case_id": case.pk}
    if hasattr(row, "person_id"):
        changes["person_id"] = case.main_person_id
    if hasattr(row, "event") and not isinstance(row, CaseEvent):
        changes["event_id"] = None
    if isinstance(row, CaseEvent):
        changes["key"] = str(uuid4())
    return clone(row, **changes)


def rows_of(model: Case, name: str) -> list[Model]:
    return list(getattr(model, name).all())


def clone(row: Row, **changes: Any) -> Row:
    """The same row again, not yet stored, with some values changed."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**(values | {"id": None} | changes))


def in_batches(kind: type[Row], count: int, make: Callable[[int], Row]) -> list[Row]:
    """Store so many rows, a batch at a time."""
    made: list[Row] = []
    for start in range(0, count, BATCH):
        batch = [make(n) for n in range(start, min(count, start + BATCH))]
        made += kind._default_manager.bulk_create(batch)
    return made
