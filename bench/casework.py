"""Cost of the case spine: a step, the work list and the case page, on a scratch database.

Run with `python -m bench.casework`; `DATABASE_URL` chooses PostgreSQL. The sizes of a whole
municipality come with 'The spine, whole'; here is what one page and one step cost.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse

from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House, the_house

CASES, TURNS = 400, 30


@contextmanager
def scratch_house() -> Iterator[House]:
    """The cast, a small process and 400 cases under way."""
    # Not Django's whole test environment: it copies every template's context.
    settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield the_house()
    finally:
        teardown_databases(old, verbosity=0)


def fill(house: House) -> float:
    """Open the cases and do two steps in each; CPU milliseconds for one step."""
    made = [house.case() for _ in range(CASES)]
    start = time.process_time()
    for case in made:
        house.do(case, "apply", house.cast.dorthe, amount="500")
        house.do(case, "hear", house.cast.anna)
    return 1_000 * (time.process_time() - start) / (2 * CASES)


def page(client: Client, address: str) -> float:
    """CPU milliseconds for one page, the best of a few rounds."""
    client.get(address)
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for _turn in range(TURNS):
            assert client.get(address).status_code == 200
        rounds.append(1_000 * (time.process_time() - start) / TURNS)
    return min(rounds)


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here."""
    with scratch_house() as house:
        step = fill(house)
        client = Client()
        client.force_login(house.cast.anna.user)
        unit = f"{reverse('cases:list')}?omfang=enhed"
        case = reverse("cases:case", args=[Case.objects.first().uuid])  # type: ignore[union-attr]
        return [
            ("cases: one step, all that comes with it", step, "ms CPU", "<= 25"),
            ("cases: work list, 100 rows", page(client, unit), "ms CPU", "<= 40"),
            ("cases: case page", page(client, case), "ms CPU", "<= 40"),
        ]


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:52} {value:14,.3f} {unit:8} target {target}")
