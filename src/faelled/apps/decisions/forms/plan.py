"""The form in which a chain is put together: it works by pressing buttons, without JavaScript.

The plan travels in one hidden field, ``"all a12 c9;one w a3"``: a step between semicolons, first
what it needs, ``w`` for write access, then approvers and copies.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict

from faelled.apps.decisions.specs import ALL, MOST_PEOPLE, MOST_STEPS, ONE, StepSpec
from faelled.base.people.models import Employee
from faelled.lib.dates import end_of_day
from faelled.lib.fields.readers import Unreadable, read_day

FIRST = "first"
STEP = re.compile(r"(all|one)( w)?((?: [ac][0-9]{1,9})*)")


def plan_text(steps: Sequence[StepSpec]) -> str:
    """``plan_text((StepSpec((12,), (9,)),)) == "all a12 c9"``."""
    return ";".join(
        " ".join(
            [
                step.needs,
                *(["w"] if step.write else []),
                *(f"a{id}" for id in step.approvers),
                *(f"c{id}" for id in step.copies),
            ]
        )
        for step in steps
    )


def read_plan(text: str) -> tuple[StepSpec, ...]:
    """The other way; what is no plan is an empty one."""
    found = []
    for part in text.split(";")[:MOST_STEPS] if text else []:
        match = STEP.fullmatch(part.strip())
        if match is None:
            return ()
        people = match[3].split()[:MOST_PEOPLE]
        found.append(
            StepSpec(
                tuple(int(one[1:]) for one in people if one[0] == "a"),
                tuple(int(one[1:]) for one in people if one[0] == "c"),
                ONE if match[1] == ONE else ALL,
                bool(match[2]),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What has been put together so far, and what was typed."""

    steps: tuple[StepSpec, ...] = ()
    comment: str = ""
    deadline: str = ""
    urgent: bool = False
    template: str = ""

    @classmethod
    def from_post(cls, post: QueryDict) -> "PlanForm":
        return cls(
            read_plan(post.get("plan", "")),
            post.get("comment", "")[:4000],
            post.get("deadline", "")[:20],
            bool(post.get("urgent")),
            post.get("template", "")[:40],
        )

    @property
    def text(self) -> str:
        return plan_text(self.steps)


@dataclass(frozen=True, slots=True)
class ShownPerson:
    id: int
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """``number`` is the place in the form, ``place`` the one in the chain."""

    number: int
    place: int
    one: bool
    write: bool
    approvers: Sequence[ShownPerson]
    copies: Sequence[ShownPerson]


def shown_steps(
    steps: Sequence[StepSpec], people: Mapping[int, Employee], *, after: int = 0
) -> list[ShownStep]:
    """The steps with names; ``key`` is what a button says to take a person out. ``after``: how
    many steps of the chain stand before these.
    """

    def persons(ids: Sequence[int], kind: str, number: int) -> list[ShownPerson]:
        return [
            ShownPerson(id, people[id].name, f"drop-{number}-{kind}{id}")
            for id in ids
            if id in people
        ]

    return [
        ShownStep(
            number,
            after + number,
            step.needs == ONE,
            step.write,
            persons(step.approvers, "a", number),
            persons(step.copies, "c", number),
        )
        for number, step in enumerate(steps, start=1)
    ]


def changed(form: PlanForm, post: QueryDict) -> PlanForm:
    """The form after the pressed button: add, drop, one-or-all, or write access."""
    do, steps = post.get("do", ""), list(form.steps)
    if do == "add":
        return replace(form, steps=_added(form.steps, post))
    match = re.fullmatch(r"(drop|needs|write)-([0-9]{1,2})(?:-([ac])([0-9]{1,9}))?", do)
    if match is None or not 1 <= int(match[2]) <= len(steps):
        return form
    at = int(match[2]) - 1
    step = steps[at]
    if match[1] == "needs":
        steps[at] = replace(step, needs=ALL if step.needs == ONE else ONE)
    elif match[1] == "write":
        steps[at] = replace(step, write=not step.write)
    else:
        steps[at] = _without(step, match[3], int(match[4] or 0))
    return replace(form, steps=tuple(one for one in steps if one.people))


def read_deadline(text: str) -> tuple[datetime | None, str]:
    """The end of the day that was written, and what is wrong with it."""
    if not text.strip():
        return None, ""
    try:
        return end_of_day(read_day(text)), ""
    except Unreadable as problem:
        return None, str(problem)


def _added(steps: tuple[StepSpec, ...], post: QueryDict) -> tuple[StepSpec, ...]:
    person, where = post.get("employee", ""), post.get("step", "")
    if not person.isdecimal() or len(person) > 9:
        return steps
    id, copy = int(person), post.get("as") == "copy"
    if where == FIRST:
        return (StepSpec((), (id,)) if copy else StepSpec((id,)), *steps)
    at = int(where) - 1 if where.isdecimal() and 1 <= int(where) <= len(steps) else len(steps)
    step = steps[at] if at < len(steps) else StepSpec(())
    if id in step.people:
        return steps
    step = (
        replace(step, copies=(*step.copies, id))
        if copy
        else replace(step, approvers=(*step.approvers, id))
    )
    return (*steps[:at], step, *steps[at + 1 :])


def _without(step: StepSpec, kind: str | None, id: int) -> StepSpec:
    if kind == "a":
        return replace(step, approvers=tuple(one for one in step.approvers if one != id))
    return replace(step, copies=tuple(one for one in step.copies if one != id))
