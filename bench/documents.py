"""Cost of letters: setting one as PDF/UA-1, sending a decision, handing it to the carrier."""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

from faelled.casework.documents.actions import deliver
from faelled.casework.documents.letters import Block, Letter, letter_from_json
from faelled.casework.documents.models import Dispatch, Document
from faelled.casework.documents.pdf import render_letter
from faelled.casework.documents.tests.office import Office, the_office
from tests.cast import NOW

LETTERS, CASES = 50, 20
LONG = "Vi har lagt vægt på, at Emil har brug for pasning hjemme. " * 100
Row = tuple[str, float, str, str]


def cpu_ms(work: Callable[[], object], times: int) -> float:
    start = time.process_time()
    work()
    return 1_000 * (time.process_time() - start) / times


def rendered(office: Office) -> float:
    """A decision over several pages, as PDF."""
    office.drafted(considerations=LONG, facts=LONG)
    version = Document.objects.get(template="afgoerelse").versions.get()
    letter = letter_from_json(version.source)
    # Each with other words: the compiler remembers what it has set before.
    letters = [replace(letter, title=f"{n}", blocks=varied(letter, n)) for n in range(LETTERS)]
    return cpu_ms(lambda: [render_letter(one, now=NOW) for one in letters], LETTERS)


def varied(letter: Letter, number: int) -> tuple[Block, ...]:
    parts = (("text", f"{number} {LONG}".replace("Emil", f"Emil {number}")),)
    return tuple(replace(block, parts=parts) for block in letter.blocks)


def sent(office: Office) -> tuple[float, float]:
    """The step that sends a decision, and the job that hands it over."""
    cases = [office.drafted(considerations="Fordi.") for _ in range(CASES)]
    step = cpu_ms(
        lambda: [office.do(case, "send_decision", office.cast.anna) for case in cases], CASES
    )
    waiting = list(Dispatch.objects.filter(state="queued").values_list("uuid", flat=True))
    job = cpu_ms(lambda: [deliver(uuid, now=NOW) for uuid in waiting], len(waiting))
    return step, job


def figures() -> Iterator[Row]:
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            with override_settings(
                MEDIA_ROOT=root / "files",
                DIGITAL_POST="fake",
                TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
                DIGITAL_POST_OUTBOX=root / "outbox",
                DIGITAL_POST_LETTERS=root / "letters",
            ):
                office = the_office(root)
                yield (
                    "a decision of several pages as PDF/UA-1",
                    rendered(office),
                    "ms CPU",
                    "<= 1000",
                )
                step, job = sent(office)
                yield ("the step that writes, closes and queues a letter", step, "ms CPU", "<= 100")
                yield ("handing a letter to the file outbox", job, "ms CPU", "<= 50")
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    for label, value, unit, target in figures():
        print(f"{label}: {value:.1f} {unit} ({target})")
