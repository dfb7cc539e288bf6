"""The demo's cases: each step done by the person who did it, at the time it was done."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from faelled.apps.decisions.delegation.actions import start_by_plan
from faelled.base.access.actor import Actor
from faelled.base.people.actors import actor_for
from faelled.base.people.models import Employee, Person, Unit
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.processes.actions import publish
from faelled.casework.processes.files import tests_beside
from faelled.casework.processes.models import Process
from faelled.lib.dates import local_day
from faelled.web.demo.people import user_named
from faelled.web.demo.script import CaseLine, UseLine

DAY = re.compile(r"\{today([+-]\d+)\}")


def publish_graphs(folder: Path, *, by: Actor, now: datetime) -> dict[str, Process]:
    """Every shipped graph with the model tests beside it, published, by its id."""
    published = {}
    for path in sorted(folder.glob("*.toml")):
        if not path.name.endswith(".tests.toml"):
            version = publish(path.read_bytes(), by=by, now=now, tests=tests_beside(path))
            published[version.graph_id] = version.process
    return published


def use_graphs(
    lines: tuple[UseLine, ...],
    processes: dict[str, Process],
    units: dict[str, Unit],
    *,
    by: Actor,
    now: datetime,
) -> dict[tuple[str, str], CaseType]:
    """Which unit has which process, by (graph, unit)."""
    return {
        (line.graph, line.unit): actions.use_process(
            processes[line.graph],
            units[line.unit],
            by=by,
            now=now,
            open_to_citizens=line.open_to_citizens,
        )
        for line in lines
    }


def make_case(
    line: CaseLine,
    types: dict[tuple[str, str], CaseType],
    persons: dict[str, Person],
    *,
    now: datetime,
) -> Case:
    """One case with its history."""
    opened = now - timedelta(days=line.days_ago)
    parties = [actions.NewParty(persons[line.party], "applicant", "citizen", sees_case=True)]
    if line.child:
        parties.append(actions.NewParty(persons[line.child], "child"))
    case = actions.open_case(
        types[line.graph, line.unit],
        by=who(line.by, opened),
        now=opened,
        parties=parties,
        title=line.title,
    )
    for step in line.steps:
        at = now - timedelta(days=step.days_ago)
        answers = {key: texts(value, now) for key, value in step.answers.items()}
        asked = actions.Step(event_id=step.event, key=str(uuid4()), answers=answers)
        actions.execute(case, asked, by=who(step.by, at), now=at)
    if line.handler:
        employee = Employee.objects.get(user__username=line.handler)
        actions.assign(case, employee, by=who(line.handler, now), now=now)
    if line.sent:
        start_by_plan(case, line.sent, by=who(line.handler, now), now=now)
    return case


def texts(value: str | list[str], now: datetime) -> list[str]:
    """An answer as a form sends it; ``{today+30}`` is the date thirty days after today."""
    values = value if isinstance(value, list) else [value]
    return [DAY.sub(lambda found: day_text(now, int(found[1])), one) for one in values]


def day_text(now: datetime, days: int) -> str:
    return (local_day(now) + timedelta(days=days)).strftime("%d-%m-%Y")


def who(username: str, at: datetime) -> Actor:
    """The actor behind a username at a moment, for the purpose of their daily work."""
    actor = actor_for(user_named(username), at)
    return replace(actor, purpose="case-work" if actor.employee_id else "self-service")
