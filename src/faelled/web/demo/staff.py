"""The demo's desk roles, absences and a right that waits: as an authority would make them."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from faelled.base.access.actor import Actor
from faelled.base.people import actions
from faelled.base.people.actors import actor_for
from faelled.base.people.models import Duty, Employee, GrantKind
from faelled.lib.dates import local_day
from faelled.web.demo.people import user_named


def make_staff(path: Path, *, by: Actor, now: datetime) -> None:
    """Everything in ``content/demo/medarbejdere.toml``."""
    data: Mapping[str, list[dict[str, Any]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    for row in data["desk_roles"]:
        actions.grant_desk_role(
            employee_named(row["leader"]),
            employee_named(row["secretary"]),
            duty=Duty(row["duty"]),
            valid_from=local_day(now) - timedelta(days=30),
            by=by,
            now=now,
        )
    for row in data["absences"]:
        starts_at = now + timedelta(hours=row["starts_in_hours"])
        actions.add_substitution(
            employee_named(row["absent"]),
            employee_named(row["stand_in"]),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=row["lasts_hours"]),
            reason=row["reason"],
            by=actor_for(user_named(row["absent"]), now, "administration"),
            now=now,
        )
    for row in data["proposals"]:
        employee = employee_named(row["employee"])
        position = employee.positions.order_by("pk").first()
        actions.propose_grant(
            employee,
            GrantKind(row["kind"]),
            terms={
                "capability": row["capability"],
                "position": position.pk if position else 0,
            },
            reason=row["reason"],
            by=actor_for(user_named(row["by"]), now, "administration"),
            now=now,
        )


def employee_named(username: str) -> Employee:
    """The employee with this log-in."""
    return Employee.objects.get(user__username=username)
