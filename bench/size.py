"""The case spine at the size of a municipality: pages and steps, in CPU time, as it grows.

Run with `DATABASE_URL=postgres://... python -m bench size`; `BENCH_CASES=6000,60000` says
which sizes, and `--plot FILE.svg` draws them. Not among the benches that `make bench` runs: it
takes minutes to fill the database.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.municipality import APPLICATION, Size, scratch_municipality  # sets Django up
from bench.plot import chart, table
from faelled.base.people.models import User, UserKind
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseEvent, CaseType, Party
from faelled.casework.documents.models import Document
from tests.cast import NOW, Cast

TURNS, ROUNDS = 20, 3
FEW = 20
MS = "ms CPU"
Figure = tuple[str, float, str, str]


def figures() -> list[Figure]:
    """Name, value, unit and target of every figure measured here, for each size; ``--plot FILE``
    also draws how they grow, and prints the table for beside the picture.
    """
    sizes = [int(size) for size in os.environ.get("BENCH_CASES", default_sizes()).split(",")]
    rows = {size: at_size(size) for size in sizes}
    if "--plot" in sys.argv:
        draw(rows, Path(sys.argv[sys.argv.index("--plot") + 1]))
    return [row for found in rows.values() for row in found]


def default_sizes() -> str:
    return "6000,60000,600000" if "--plot" in sys.argv else "60000"


def draw(rows: dict[int, list[Figure]], picture: Path) -> None:
    """The picture of what is measured in milliseconds."""
    lines: dict[str, dict[int, float]] = {}
    for size, found in rows.items():
        for name, value, unit, _target in found:
            if unit == MS:
                lines.setdefault(name.rpartition(": ")[2], {})[size] = value
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(chart("What one page and one step cost as the cases grow", lines), "utf-8")
    print(table(lines))


def at_size(cases: int) -> list[Figure]:
    """All figures with so many cases."""
    size = Size(cases=cases, persons=max(1_000, cases // 3))
    with scratch_municipality(size) as cast:
        label = f"{cases:,} cases, {CaseEvent.objects.count():,} events"
        label += f", {Document.objects.count():,} papers"
        return [(f"{label}: {name}", *rest) for name, *rest in measured(cast)]  # type: ignore[misc]


def measured(cast: Cast) -> Iterator[Figure]:
    """One figure after another on a municipality that is there."""
    anna, citizen = Client(), Client()
    anna.force_login(cast.anna.user)
    citizen.force_login(busiest_citizen(cast))
    counted = Case.objects.filter(owner_unit=cast.disability).alias(papers=Count("documents"))
    some = counted.filter(papers__lt=FEW).order_by("-seq").first()
    many = counted.filter(papers__gte=Size().documents_of_one).first()
    assert some is not None and many is not None
    pages = (
        ("work list", anna, f"{reverse('cases:list')}?omfang=enhed", 40, 8),
        ("case page", anna, reverse("cases:case", args=[some.uuid]), 25, 15),
        ("case page, 500 papers", anna, reverse("cases:case", args=[many.uuid]), 60, 15),
        ("50 of 500 papers", anna, reverse("documents:list", args=[many.uuid]), 60, 8),
        ("my cases, first page", citizen, reverse("intake:mine"), 40, 8),
    )
    for name, client, address, most_ms, most_queries in pages:
        yield (name, cpu_ms(client, address), MS, f"<= {most_ms}")
        yield (f"{name}, queries", own_queries(client, address), "", f"<= {most_queries}")
    yield ("search by name", cpu_ms_post(anna), MS, "<= 100")
    yield ("one step", step_ms(cast), MS, "<= 25")


def cpu_ms(client: Client, address: str) -> float:
    """CPU milliseconds for one page, the best of a few rounds."""
    assert client.get(address).status_code == 200
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _turn in range(TURNS):
            client.get(address)
        rounds.append(1_000 * (time.process_time() - start) / TURNS)
    return min(rounds)


def own_queries(client: Client, address: str) -> int:
    """Queries of the page itself, without session, user and the log of look-ups."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    overhead = ("connect_login", "people_user", "audit_", "SAVEPOINT", "BEGIN", "COMMIT")
    return sum(not any(word in query["sql"] for word in overhead) for query in asked)


def cpu_ms_post(client: Client) -> float:
    start = time.process_time()
    for turn in range(TURNS):
        assert client.post(reverse("cases:search"), {"q": f"Borger{turn}"}).status_code == 200
    return 1_000 * (time.process_time() - start) / TURNS


def step_ms(cast: Cast) -> float:
    """CPU milliseconds for one step with all that comes with it, in new cases."""
    case_type = CaseType.objects.get()
    dorthe = cast.actor(cast.dorthe)
    parties = [actions.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)]
    cases = [
        actions.open_case(case_type, by=dorthe, now=NOW, parties=parties) for _ in range(TURNS)
    ]
    answers = {key: [text] for key, text in APPLICATION.items()}
    start = time.process_time()
    for case in cases:
        step = actions.Step(event_id="apply", key=str(uuid4()), answers=answers)
        actions.execute(case, step, by=dorthe, now=NOW)
    return 1_000 * (time.process_time() - start) / TURNS


def busiest_citizen(cast: Cast) -> User:
    """The citizen with the most cases (one in eighty is theirs), with a log-in."""
    others = Case.objects.exclude(main_person=cast.dorthe.person).values_list("main_person")
    busiest, _count = others.annotate(count=Count("pk")).order_by("-count")[0]
    assert Party.objects.filter(person_id=busiest, sees_case=True).exists()
    return User.objects.create(username="busiest", kind=UserKind.CITIZEN, person_id=busiest)
