"""A whole event log through the engine into cases: the receipt log of a Dutch municipality.

Run with `python -m bench.replay`; `FAELLED_DATA` names the folder of the real data.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import json
import os
import time
from io import StringIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.core.management import call_command
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from tests.cast import authority_named

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FAELLED_DATA", ROOT.parent / "shared" / "data"))
LOG = DATA / "logs" / "receipt.xes.gz"
GRAPH = ROOT / "content" / "graphs" / "byggesag-modtagelse.toml"


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here."""
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        authority_named("Fælleskøbing Kommune", code="0999")
        out, wall, start = StringIO(), time.monotonic(), time.process_time()
        call_command("log", "replay", LOG, graph=GRAPH, json=True, stdout=out)
        cpu, wall = time.process_time() - start, time.monotonic() - wall
    finally:
        teardown_databases(old, verbosity=0)
    told = json.loads(out.getvalue())
    return [
        ("replay: receipt, 1,434 cases, on the wall", wall, "s", "<= 60"),
        ("replay: the same, CPU time of the process", cpu, "s", "<= 60"),
        ("replay: cases of the log", told["cases"], "", ">= 1434"),
        ("replay: steps of the log", told["steps"], "", ">= 8577"),
        ("replay: steps refused", told["refused"], "", "<= 86"),
        ("replay: share of whole cases", 100 * told["whole_cases"] / told["cases"], "%", ">= 90"),
    ]


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:52} {value:14,.3f} {unit:8} target {target}")
