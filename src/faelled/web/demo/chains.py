"""The demo's approvals of foreign matters and of what is no case: each act done by the person who
did it, at the time it was done.
"""

import tomllib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.graph import Act
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.specs import MatterRef, StepSpec
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.web.demo.cases import who


def read_chains(path: Path) -> list[dict[str, Any]]:
    """The file's chains, as they stand in it."""
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["chains"]
    return rows


def read_proposals(path: Path) -> list[dict[str, Any]]:
    """What somebody has asked about that is no case, as it stands in the file."""
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["proposals"]
    return rows


def make_proposal(row: dict[str, Any], *, now: datetime) -> Chain:
    """What is asked with its paper, and its chain with what has been done in it."""
    at = now - timedelta(days=row["days_ago"])
    papers = [ContentFile(row["paper_text"].encode(), name=row["paper"])] if "paper" in row else []
    asked = actions.Proposal(str(uuid4()), row["what"], row["why"], papers)
    case = actions.propose(asked, by=who(row["by"], at), now=at)
    return make_chain({**row, "source": "own", "matter": f"{case.uuid}/approve"}, now=now)


def make_chain(row: dict[str, Any], *, now: datetime) -> Chain:
    """One chain with what has been done in it."""
    at = now - timedelta(days=row["days_ago"])
    chain = actions.start_chain(
        MatterRef(row["source"], row["matter"]),
        [StepSpec(_ids(step["approvers"]), _ids(step.get("copies", ()))) for step in row["steps"]],
        deadline=now + timedelta(days=row["due_in"]),
        urgent=row.get("urgent", False),
        comment=row.get("comment", ""),
        by=leading(row["by"], at),
        now=at,
    )
    for act in row.get("acts", []):
        done_at = now - timedelta(days=act["days_ago"])
        [approver] = _ids([act.get("of", act["by"])])
        event = str(Act(act["step"], act["verb"], approver))
        by = leading(act["by"], done_at)
        actions.act(
            chain, event, comment=act.get("comment", ""), key=str(uuid4()), by=by, now=done_at
        )
    return chain


def leading(username: str, at: datetime) -> Actor:
    """The actor behind a username, at work in the leadership service."""
    return who(username, at).for_purpose("leadership")


def _ids(usernames: Iterable[str]) -> tuple[int, ...]:
    wanted = list(usernames)
    rows = Employee.objects.filter(user__username__in=wanted).select_related("user")
    found = {employee.user.username: employee.pk for employee in rows}
    return tuple(found[name] for name in wanted)
