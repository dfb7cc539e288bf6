"""Cost of one change in a form of 700 questions: the walk alone, and the live answer of the server.

Run with `python -m bench.fields`; `DATABASE_URL` chooses PostgreSQL.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone

from bench.intake import cost
from faelled.apps.intake.tests.journey import Journey, form_of
from faelled.casework.cases.actions import use_process
from faelled.casework.processes.actions import publish
from faelled.lib import fields
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.values import Value
from tests.cast import the_cast

QUESTIONS, PAGES = 700, 7
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = """
id = "sommerlejr"
version = "1.0.0"
title = "Et langt skema"
source = "Fælled"
licence = "MPL-2.0"
summary = "Mange spørgsmål."
kle = "99.02.03"
case_title = "Et langt skema"
[[roles]]
id = "citizen"
[[roles]]
id = "caseworker"
[[events]]
id = "apply"
label = "Søg"
roles = ["citizen", "caseworker"]
effects = [{ kind = "note" }]
"""


def long_form() -> str:
    """Seven hundred questions on seven pages; each but the first hangs on the one before it or on
    the first, every tenth is worked out.
    """
    pages = "".join(f'[[events.sections]]\nid = "s{at}"\n' for at in range(PAGES))
    return HEAD + pages + "".join(map(_question, range(QUESTIONS)))


def _question(at: int) -> str:
    text = f'[[events.fields]]\nid = "q{at}"\nsection = "s{at * PAGES // QUESTIONS}"\n'
    if at % 10 == 9:
        return f'{text}type = "integer"\nvalue = "q{at - 1} * 2 + 1"\n'
    condition = f'show_if = "given(q{at - 2 if at % 10 > 1 else 0})"\n' if at else ""
    return f'{text}type = "integer"\nrequired = true\n{condition}'


def nothing(name: str) -> Value:
    raise Unset(name)


def walk() -> float:
    """CPU milliseconds to decide what a form with every answer given shows, asks and is worth."""
    event = loads(long_form()).event("apply")
    raw = {field.id: ["12"] for field in event.fields}
    return cost(lambda: fields.state(event.asked, raw, scope=nothing, now=NOW))


def live() -> float:
    """CPU milliseconds of the server for one change, with the whole draft kept."""
    now = timezone.now()
    cast = the_cast(now)
    frida = cast.actor(cast.frida, now)
    process = publish(long_form().encode(), by=frida, now=now).process
    use_process(process, cast.disability, by=frida, now=now, open_to_citizens=True)
    client = Client()
    client.force_login(cast.dorthe.user)
    dorthe = Journey(client, cast, cast.dorthe)
    draft = dorthe.begin()
    draft.answers = {f"q{at}": ["12"] for at in range(QUESTIONS)}
    draft.save(update_fields=["answers"])
    url = f"{form_of(draft)}?side=s0"
    shown = dorthe.shown(url)
    typed = dict.fromkeys(shown, "12")
    return cost(
        lambda: dorthe.post(url, {"shown": shown, **typed, "q1": ""}, status=200, htmx=True)
    )


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here."""
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        return [
            ("fields: a form of 700 questions walked", walk(), "ms CPU", "<= 25"),
            ("fields: one change in a form of 700 questions", live(), "ms CPU", "<= 50"),
        ]
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name}: {value:.1f} {unit} (target {target})")
