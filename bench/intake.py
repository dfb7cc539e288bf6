"""Cost of the citizen's pages: the list of one with 900 cases, one case, and a live answer.

Run with `python -m bench.intake`; `DATABASE_URL` chooses PostgreSQL.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import time
from collections.abc import Callable
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone

from faelled.apps.intake.tests.graphs import camp
from faelled.apps.intake.tests.journey import Journey, form_of
from faelled.casework.cases.actions import NewParty, open_case, use_process
from faelled.casework.processes.actions import publish
from tests.cast import the_cast

CASES, TURNS, ROUNDS = 900, 20, 3


def fill() -> Journey:
    """Dorthe with many cases, and one that she has applied for as people do."""
    now = timezone.now()
    cast = the_cast(now)
    frida = cast.actor(cast.frida, now)
    process = publish(camp(), by=frida, now=now).process
    kind = use_process(process, cast.disability, by=frida, now=now, open_to_citizens=True)
    by = cast.actor(cast.dorthe, now)
    party = NewParty(cast.dorthe.person, "Ansøger", "citizen", sees_case=True)
    for number in range(CASES):
        open_case(kind, by=by, now=now - timedelta(minutes=number), parties=[party])
    client = Client()
    client.force_login(cast.dorthe.user)
    return Journey(client, cast, cast.dorthe)


def cost(turn: Callable[[], object]) -> float:
    """CPU milliseconds for one turn, the best of a few rounds."""
    turn()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _turn in range(TURNS):
            turn()
        rounds.append(1_000 * (time.process_time() - start) / TURNS)
    return min(rounds)


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here."""
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        dorthe = fill()
        case = dorthe.asked()
        draft = dorthe.begin()
        typed = {"shown": dorthe.shown(form_of(draft)), "camp": "club"}
        live = cost(lambda: dorthe.post(form_of(draft), typed, status=200, htmx=True))
        return [
            (
                "intake: my cases, first page of 900",
                cost(lambda: dorthe.page("/mine-sager/")),
                "ms CPU",
                "<= 40",
            ),
            (
                "intake: one case as its party sees it",
                cost(lambda: dorthe.page(f"/mine-sager/{case.uuid}/")),
                "ms CPU",
                "<= 25",
            ),
            ("intake: a live answer, with the draft kept", live, "ms CPU", "<= 25"),
        ]
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    for label, value, unit, target in figures():
        print(f"{label:<58}{value:>10,.2f} {unit} ({target})")
