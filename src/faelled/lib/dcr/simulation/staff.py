"""Who does a step, and when they are done: one thing at a time, in working hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from faelled.lib.dcr.simulation.plan import Plan


@dataclass(frozen=True, slots=True)
class Work:
    """`person` and `role` are empty where nobody in particular does it."""

    person: str
    role: str
    done: datetime


class Staff:
    """The people of a plan, and until when each is busy."""

    def __init__(self, plan: Plan, random: Random) -> None:
        self._plan, self._random = plan, random
        self._busy: dict[str, datetime] = {}

    def work(self, event: str, roles: Sequence[str], at: datetime) -> Work:
        """Of those who may, the one who is free first does it, after `at` and what else they do."""
        plan = self._plan
        span = plan.takes.get(event, plan.otherwise).draw(self._random)
        people = [(person, role) for role in roles for person in plan.staff.get(role, ())]
        if not people:
            seen = plan.seen.get(event)
            person = self._random.choice(seen) if seen else ""
            role = roles[0] if roles else ""
            return Work(
                person, role, at + span if plan.hours is None else plan.hours.done(at, span)
            )
        person, role = min(people, key=lambda one: self._busy.get(one[0], at))
        begins = max(at, self._busy.get(person, at))
        done = begins + span if plan.hours is None else plan.hours.done(begins, span)
        self._busy[person] = done
        return Work(person, role, done)
