"""A municipality of any size on a scratch database: real cases, copied many times over.

A few cases are run through the real actions to different points; their rows are then copied inside
PostgreSQL with new numbers, persons and handlers (`bench.copying`). So every copy is a case that
could be, with its letters, and ten million rows take minutes instead of days.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from bench.copying import Copier, trust_nothing_more, trust_the_copies
from faelled.base.people.models import (
    Employee,
    Person,
    PersonAddress,
    Position,
    User,
    UserKind,
)
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseType, NumberSeries
from faelled.casework.documents.models import Document
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

# How many of the copies stand after the first step, the second, and so on: most are far along.
SHARES = (1, 1, 1, 2, 3, 12)
PEOPLE = (
    "JOIN bench_worker worker ON worker.place = mod(n * 7919::bigint, {workers}) "
    "JOIN bench_citizen citizen ON citizen.place = mod(n * 104729::bigint, {citizens}) "
    "JOIN bench_citizen busiest ON busiest.place = 0"
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; the documents and events come with the cases. One case has many papers."""

    cases: int = 60_000
    persons: int = 20_000
    employees: int = 500
    documents_of_one: int = 500


@contextmanager
def scratch_municipality(size: Size) -> Iterator[Cast]:
    """The cast in a municipality of that size; the database is thrown away afterwards."""
    # Not Django's whole test environment: it copies every template's context, which costs a third.
    settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield build(size)
    finally:
        teardown_databases(old, verbosity=0)


def build(size: Size) -> Cast:
    """Fill the database, then let it know its own size (ANALYZE). PostgreSQL only."""
    if connection.vendor != "postgresql":
        raise SystemExit("A municipality is built on PostgreSQL: set DATABASE_URL.")
    cast, draw = the_cast(), random.Random(SEED)
    models = model_cases(cast)
    employees = make_employees(cast, size.employees, draw)
    persons = make_persons(cast, size.persons)
    list_people(employees, persons)
    people = PEOPLE.format(workers=len(employees), citizens=len(persons))
    trust_the_copies()
    for model, share in zip(models, SHARES, strict=True):
        copy_case(model, size.cases * share // sum(SHARES), people)
    big_case(cast, size.documents_of_one)
    open_streams()
    trust_nothing_more()
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
    actions.let_time_pass(case, by=cast.system, now=timezone.now())  # as the clock has done
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
    """The ids of so many citizens; the first has one case in eighty (see ``changed_case``)."""
    made = in_batches(
        Person,
        count,
        lambda n: Person(
            authority=cast.authority,
            given_name=f"Borger{n}",
            family_name=f"Navn{n % 997}",
            digital_post_exempt=True,  # they have no CPR number, so a letter goes on paper
        ),
    )
    in_batches(
        PersonAddress,
        count,
        lambda n: PersonAddress(
            person=made[n],
            text=f"Engvej {n}\n9999 Fælleskøbing",
            valid_from=date(2020, 1, 1),
        ),
    )
    return [row.pk for row in made]


def copy_case(model: Case, count: int, people: str) -> None:
    """So many copies of one case with all its rows, each for another person in another unit."""
    copier, last = Copier(count), NumberSeries.objects.get().last
    copier.copy(model, changed_case(model, last), people)
    person = 'SELECT "main_person_id" FROM "cases_case" WHERE "id" = {case}'
    for party in model.parties.order_by("pk"):
        case = f"{copier.first['cases_case', model.pk]} + n - 1"
        copier.copy(party, {"person_id": f"({person.format(case=case)})"})
    for event in model.events.order_by("pk"):
        copier.copy(event, {"key": "gen_random_uuid()::text"})
    for name in ("tasks", "deadlines", "journal"):
        for row in getattr(model, name).order_by("pk"):
            copier.copy(row)
    for document in model.documents.order_by("pk"):
        copy_document(copier, document)
    NumberSeries.objects.update(last=last + count)


def open_streams() -> None:
    """An empty stream in the log for every case, as one has that was opened and not copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_head (stream, count, digest, seal) "
            "SELECT 'case:' || uuid, 0, '', '' FROM cases_case ON CONFLICT DO NOTHING"
        )


def copy_document(copier: Copier, document: Document, more: dict[str, str] | None = None) -> None:
    """A document's copies, with versions (of the same file) and sendings."""
    copier.copy(document, {"uuid": "gen_random_uuid()"} | (more or {}))
    for version in document.versions.order_by("pk"):
        copier.copy(version)
    for dispatch in document.dispatches.order_by("pk"):
        copier.copy(dispatch, {"uuid": "gen_random_uuid()"})


def changed_case(model: Case, last: int) -> dict[str, str]:
    """What differs from one copy of a case to the next, in SQL."""
    changes = {
        "uuid": "gen_random_uuid()",
        "number": f"'2026-' || lpad(({last} + n)::text, 7, '0')",
        "owner_unit_id": "worker.unit_id",
        "handler_id": "CASE WHEN mod(n, 10) = 0 THEN NULL ELSE worker.employee_id END",
        "main_person_id": f"CASE WHEN mod({last} + n, 80) = 0 THEN busiest.id ELSE citizen.id END",
    }
    if model.next_deadline is not None:
        changes["next_deadline"] = (
            "m.next_deadline + (mod(n * 7919::bigint, 330) - 30) * interval '1 day'"
        )
    return changes


def list_people(employees: list[tuple[int, int]], persons: list[int]) -> None:
    """Number those whom the copies are given to; 7919 and 104729 are primes, so that cases spread
    over them evenly, and not the same handler's always to the same persons.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_worker (place int PRIMARY KEY, employee_id int, unit_id int)"
        )
        cursor.execute("CREATE TEMP TABLE bench_citizen (place int PRIMARY KEY, id int)")
        cursor.executemany(
            "INSERT INTO bench_worker VALUES (%s, %s, %s)",
            [(n, *place) for n, place in enumerate(employees)],
        )
        cursor.executemany("INSERT INTO bench_citizen VALUES (%s, %s)", list(enumerate(persons)))
        cursor.execute("ANALYZE bench_worker")
        cursor.execute("ANALYZE bench_citizen")


def big_case(cast: Cast, documents: int) -> Case:
    """A case of Anna's unit with so many documents."""
    case = one_case(cast, CaseType.objects.get(), len(STEPS))
    letter = case.documents.order_by("pk").last()
    assert letter is not None
    copier = Copier(documents - case.documents.count())
    title = {"title": "'Bilag ' || n", "created_at": "m.created_at + n * interval '1 hour'"}
    copy_document(copier, letter, title)
    return case


def in_batches(kind: type[Row], count: int, make: Callable[[int], Row]) -> list[Row]:
    """Store so many rows, a batch at a time."""
    made: list[Row] = []
    for start in range(0, count, BATCH):
        batch = [make(n) for n in range(start, min(count, start + BATCH))]
        made += kind._default_manager.bulk_create(batch)
    return made
