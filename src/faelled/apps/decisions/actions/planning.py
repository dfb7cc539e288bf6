"""The steps of a chain: whether these people can have them, and the rows they become."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.graph import APPROVE, CONDITION
from faelled.apps.decisions.chains.plans import approver_rows
from faelled.apps.decisions.matters import MATTERS
from faelled.apps.decisions.models import (
    Chain,
    ChainApprover,
    ChainCopy,
    ChainRules,
    ChainStep,
    LeaderGate,
)
from faelled.apps.decisions.planner import PLANNER
from faelled.apps.decisions.specs import MOST_PEOPLE, MOST_STEPS, MatterRef, StepSpec
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.base.people.queries import visible_employees

People = Mapping[int, Employee]


def people_named(steps: Sequence[StepSpec], *, by: Actor) -> People:
    """Everybody in the steps, by id; ChainError where one is unknown or has no log-in."""
    wanted = {id for step in steps for id in step.people}
    employees = visible_employees(by).select_related("user")
    rows = {one.pk: one for one in employees.filter(pk__in=wanted, user__is_active=True)}
    if wanted - rows.keys():
        raise ChainError(_("En af dem, du har valgt, findes ikke længere."))
    return rows


def check_steps(
    steps: Sequence[StepSpec],
    people: People,
    chain: Chain,
    ref: MatterRef,
    *,
    by: Actor,
    now: datetime,
) -> list[str]:
    """All that speaks against these steps, in words."""
    said = _against_shape(steps)
    if said:
        return said
    source = MATTERS[ref.source]
    made_by = source.prepared_by(chain) | frozenset(chain.prepared_by)
    for pk in dict.fromkeys(id for step in steps for id in step.approvers):
        user = getattr(people[pk], "user", None)
        if pk == chain.responsible_id or (user and str(user.public_id) in made_by):
            said.append(
                _("%(name)s har selv arbejdet på det og kan ikke godkende det.")
                % {"name": people[pk].name}
            )
    last = [people[pk] for pk in steps[-1].approvers]
    limited = LeaderGate.objects.filter(leader__in=last, limited=True).select_related("leader")
    said += [
        _(
            "%(name)s kan kun sende tilbage eller godkende på betingelse "
            "og kan ikke være den sidste."
        )
        % {"name": gate.leader.name}
        for gate in limited
    ]
    planned = PLANNER.one.plan(chain, now=now)
    if planned is not None:
        said += planned.against(steps, approved_before(chain))
    write = any(step.write for step in steps)
    return [*said, *source.against_people(ref.id, last, write=write, by=by, now=now)]


def approved_before(chain: Chain) -> frozenset[int]:
    """Who has approved in the steps that are behind; nobody in a chain that is not begun."""
    if not chain.seq:
        return frozenset()
    acts = chain.acts.filter(
        verb__in=(APPROVE, CONDITION), undone_at=None, step__gt=0, step__lt=chain.step or 1_000
    )
    return frozenset(pk for pk in acts.values_list("employee_id", flat=True) if pk)


def write_steps(
    chain: Chain,
    steps: Sequence[StepSpec],
    people: People,
    rules: ChainRules,
    *,
    first: int,
    now: datetime,
) -> None:
    """The steps as rows, numbered from ``first``."""
    for number, spec in enumerate(steps, start=first):
        row = ChainStep.objects.create(
            chain=chain, number=number, needs=spec.needs, write=spec.write
        )
        approvers = [people[pk] for pk in spec.approvers]
        ChainApprover.objects.bulk_create(approver_rows(row, approvers, rules, now=now))
        ChainCopy.objects.bulk_create(
            ChainCopy(step=row, employee=people[pk]) for pk in spec.copies
        )


def _against_shape(steps: Sequence[StepSpec]) -> list[str]:
    said = []
    if not steps or any(not step.approvers for step in steps):
        said.append(_("Vælg mindst én godkender i hvert trin."))
    if len(steps) > MOST_STEPS or sum(len(step.people) for step in steps) > MOST_PEOPLE:
        said.append(_("Der er for mange trin eller personer i kæden."))
    if any(len(set(step.people)) < len(step.people) for step in steps):
        said.append(_("Den samme person er valgt to gange i et trin."))
    return said
