"""A chain's rows as the plan that its graph is made of, and who an actor is in it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from faelled.apps.decisions.chains.graph import (
    RESPONSIBLE,
    Approver,
    PlannedStep,
    employee_role,
    gate_role,
)
from faelled.apps.decisions.chains.run import engine_of
from faelled.apps.decisions.models import Chain, ChainApprover, ChainRules, ChainStep, LeaderGate
from faelled.apps.decisions.specs import ALL, ONE, StepSpec
from faelled.base.access.actor import Actor
from faelled.base.people.models import DeskRole, Duty, Employee
from faelled.lib.dates import local_day
from faelled.lib.dcr import Engine

Plan = tuple[PlannedStep, ...]


def step_rows(chain: Chain) -> list[ChainStep]:
    """The steps in order with their people: three queries."""
    return list(
        chain.steps.order_by("number").prefetch_related(
            "approvers__employee__user", "copies__employee__user"
        )
    )


def plan_of(rows: Iterable[ChainStep]) -> Plan:
    """What `step_rows` read, as the graph takes it."""
    return tuple(
        PlannedStep(
            tuple(
                Approver(
                    row.employee_id,
                    row.employee.name,
                    gated=row.gated,
                    auto_release=row.auto_release,
                    auto_forward=row.auto_forward,
                    direct=row.direct,
                    limited=row.limited,
                )
                for row in sorted(step.approvers.all(), key=lambda row: row.pk)
            ),
            ONE if step.needs == ONE else ALL,
        )
        for step in rows
    )


def spec_of(step: ChainStep) -> StepSpec:
    """The step as it was asked for."""
    return StepSpec(
        tuple(sorted(row.employee_id for row in step.approvers.all())),
        tuple(sorted(row.employee_id for row in step.copies.all())),
        ONE if step.needs == ONE else ALL,
        step.write,
    )


def engine_for_chain(chain: Chain) -> Engine:
    return engine_of(plan_of(step_rows(chain)))


def acting_id(by: Actor) -> int:
    """Whose place in the chain ``by`` takes: the absent one's for a stand-in, else their own.
    0 is nobody's.
    """
    return (by.on_behalf_of.employee_id if by.on_behalf_of else by.employee_id) or 0


def roles_in_chain(chain: Chain, plan: Plan, by: Actor, *, now: datetime) -> frozenset[str]:
    """The graph roles that ``by`` has in this chain at this moment."""
    me = acting_id(by)
    if not me or by.authority_id != chain.authority_id:
        return frozenset()
    approvers = {a.id: a for step in plan for a in step.approvers}
    roles = {employee_role(me)} if me in approvers else set()
    if chain.responsible_id == me:
        roles.add(RESPONSIBLE)
    if any(a.gated for a in approvers.values()):
        roles |= {gate_role(leader) for leader in gates_kept(me, now) if leader in approvers}
    return frozenset(roles)


def gates_kept(secretary: int, now: datetime) -> frozenset[int]:
    """The leaders whose gate this employee keeps today."""
    rows = DeskRole.objects.on(local_day(now)).filter(secretary=secretary, duty=Duty.GATEKEEPER)
    return frozenset(rows.values_list("leader_id", flat=True))


def gates_kept_for(leaders: Iterable[int], now: datetime) -> list[Employee]:
    """Who keeps the gate before any of these leaders today; no query where there are none."""
    wanted = list(leaders)
    if not wanted:
        return []
    rows = DeskRole.objects.on(local_day(now)).filter(leader__in=wanted, duty=Duty.GATEKEEPER)
    return [row.secretary for row in rows.select_related("secretary")]


def approver_rows(
    step: ChainStep, employees: Iterable[Employee], rules: ChainRules, *, now: datetime
) -> list[ChainApprover]:
    """The approvers of a step as they are planned now, not saved: a leader has a gate when
    somebody keeps it today.
    """
    people = list(employees)
    kept = set(
        DeskRole.objects.on(local_day(now))
        .filter(leader__in=people, duty=Duty.GATEKEEPER)
        .values_list("leader_id", flat=True)
    )
    gates: Mapping[int, LeaderGate] = {
        gate.leader_id: gate for gate in LeaderGate.objects.filter(leader__in=people)
    }
    rows = []
    for employee in people:
        gate = gates.get(employee.pk) or LeaderGate()
        gated = employee.pk in kept
        rows.append(
            ChainApprover(
                step=step,
                employee=employee,
                gated=gated,
                auto_release=gated and gate.auto_release,
                auto_forward=gated and gate.auto_forward,
                direct=gated and gate.direct and rules.send_directly,
                limited=gate.limited,
            )
        )
    return rows
