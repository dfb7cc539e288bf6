"""Cost of the leader's pages: the list with 50 rows, one approval, and an answer.

Run with `python -m bench.decisions`; `DATABASE_URL` chooses PostgreSQL.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse

from faelled.apps.decisions.tests.matter import (
    GRANTED,
    REFUSED,
    Office,
    approval_url,
    at_the_page,
    post,
    the_office,
)
from faelled.casework.cases.models import Case

CASES, TURNS, ROUNDS = 60, 20, 3


def fill(office: Office) -> list[Case]:
    """Drafts that wait for Bo; every third cannot be approved yet and has to say why."""
    drafts = (GRANTED, GRANTED, REFUSED)
    return [office.drafted(drafts[number % 3]) for number in range(CASES)]


def page(client: Client, address: str) -> float:
    """CPU milliseconds for one page, the best of a few rounds."""
    client.get(address)
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _turn in range(TURNS):
            assert client.get(address).status_code == 200
        rounds.append(1_000 * (time.process_time() - start) / TURNS)
    return min(rounds)


def answers(client: Client, cases: list[Case]) -> float:
    """CPU milliseconds for one answer, from the press to the redirect."""
    forms = [(approval_url(case), post(case)) for case in cases]
    start = time.process_time()
    for address, form in forms:
        assert client.post(address, form).status_code == 302
    return 1_000 * (time.process_time() - start) / len(forms)


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here."""
    # Not Django's whole test environment: it copies every template's context.
    settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
    old = setup_databases(verbosity=0, interactive=False)
    try:
        office = the_office()
        cases = fill(office)
        bo = at_the_page(office.cast.bo)
        return [
            (
                "decisions: what waits, 50 rows",
                page(bo, reverse("decisions:waiting")),
                "ms CPU",
                "<= 40",
            ),
            ("decisions: one approval", page(bo, approval_url(cases[0])), "ms CPU", "<= 25"),
            ("decisions: one answer", answers(bo, cases[::3]), "ms CPU", "<= 40"),
        ]
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:52} {value:14,.3f} {unit:8} target {target}")
