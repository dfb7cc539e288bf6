"""The case spine at the size of a municipality: pages and steps, in CPU time, as it grows.

Run with `DATABASE_URL=postgres://... python -m bench size`; `BENCH_CASES=6000,60000` says
which sizes. Not among the benches that `make bench` runs: it takes minutes to fill the database.
"""

import os
import time
from collections.abc import Iterator
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.municipality import APPLICATION, Size, scratch_municipality  # sets Django up
from faelled.base.people.models import User, UserKind
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseEvent, CaseType, Party
from tests.cast import NOW, Cast

TURNS, ROUNDS = 20, 3
Figure = tuple[str, float, str, str]


def figures() -> list[Figure]:
    """Name, value, unit and target of every figure measured here, for each size."""
    sizes = os.environ.get("BENCH_CASES", "60000")
    return [row for size in sizes.split(",") for row in at_size(int(size))]


def at_size(cases: int) -> list[Figure]:
    """All figures with so many cases."""
    size = Size(cases=cases, persons=max(1_000, cases // 3))
    with scratch_municipality(size) as cast:
        label = f"{Case.objects.count():,} cases, {CaseEvent.objects.count():,} events"
        return [(f"{label}: {name}", *rest) for name, *rest in measured(cast)]  # type: ignore[misc]


def measured(cast: Cast) -> Iterator[Figure]:
    """One figure after another on a municipality that is there."""
    anna, citizen = Client(), Client()
    anna.force_login(cast.anna.user)
    citizen.force_login(busiest_citizen(cast))
    some = Case.objects.filter(owner_unit=cast.disability).order_by("-seq").first()
    assert some is not None
    pages = (
        ("work list", anna, f"{reverse('cases:list')}?omfang=enhed", 40, 8),
        ("case page", anna, reverse("cases:case", args=[some.uuid]), 25, 15),
        ("my cases, first page", citizen, reverse("intake:mine"), 40, 8),
    )
    for name, client, address, most_ms, most_queries in pages:
        yield (name, cpu_ms(client, address), "ms CPU", f"<= {most_ms}")
        yield (f"{name}, queries", own_queries(client, address), "", f"<= {most_queries}")
    yield ("search by name", cpu_ms_post(anna), "ms CPU", "<= 100")
    yield ("one step", step_ms(cast), "ms CPU", "<= 25")


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
    overhead = ("connect_login", "people_user", "audit_", "SAVEPOINT")
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
    person = Case.objects.exclude(main_person=cast.dorthe.person).values_list("main_person", "pk")
    counts: dict[int, int] = {}
    for person_id, _case in person:
        counts[person_id] = counts.get(person_id, 0) + 1
    busiest = max(counts, key=lambda key: counts[key])
    assert Party.objects.filter(person_id=busiest, sees_case=True).exists()
    return User.objects.create(username="busiest", kind=UserKind.CITIZEN, person_id=busiest)


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:70} {value:12,.2f} {unit:8} target {target}")
