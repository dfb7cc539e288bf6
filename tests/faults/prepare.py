"""Run on a site: everybody, one process, and some cases with Dorthe in them; says who and which."""

import json
import sys
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.utils import timezone  # noqa: E402

from faelled.casework.cases import actions  # noqa: E402
from faelled.casework.cases.models import Case, CaseType  # noqa: E402
from faelled.casework.processes.actions import publish  # noqa: E402
from tests.cast import Cast, the_cast  # noqa: E402

GRAPH = Path(__file__).resolve().parents[2] / "content/graphs/generel-sag.toml"


def main(count: int) -> None:
    now = timezone.now()
    cast = the_cast()
    by = cast.actor(cast.frida, now)
    version = publish(GRAPH.read_bytes(), by=by, now=now)
    kind = actions.use_process(
        version.process, cast.disability, by=cast.system, now=now, open_to_citizens=True
    )
    cases = [open_one(cast, kind, number) for number in range(count)]
    people = {"anna": cast.anna.id, "bo": cast.bo.id, "dorthe": cast.dorthe.id}
    print(json.dumps({"people": people, "cases": [str(case.uuid) for case in cases]}))


def open_one(cast: Cast, kind: CaseType, number: int) -> Case:
    now = timezone.now()
    by = cast.actor(cast.anna, now)
    parties = [actions.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)]
    case = actions.open_case(kind, by=by, now=now, parties=parties, title=f"Sag {number}")
    answers = {"subject": ["Støtte"], "text": ["Hun har skrevet."]}
    step = actions.Step("create", key=str(uuid4()), answers=answers)
    actions.execute(case, step, by=by, now=now)
    return case


if __name__ == "__main__":
    main(int(sys.argv[1]))
