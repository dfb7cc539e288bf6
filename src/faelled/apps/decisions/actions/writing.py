"""What every act leaves behind: its row, its audit entry, and the chain's new place."""

from collections.abc import Sequence
from datetime import datetime

from faelled.apps.decisions.chains.graph import Act
from faelled.apps.decisions.chains.plans import Plan, acting_id, gates_kept_for
from faelled.apps.decisions.chains.run import Stage, Waiting, step_now, waiting
from faelled.apps.decisions.matters import MATTERS, Answers
from faelled.apps.decisions.models import Chain, ChainAct, ChainCopy, ChainStep, ChainTask
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.people.models import Employee
from faelled.lib.dcr import Engine, Marking

COMMENT, TAKE_OVER, CHANGE, START = "comment", "take-over", "change", "start"


def write_act(
    chain: Chain,
    *,
    verb: str,
    label: str,
    comment: str,
    key: str,
    event_id: str = "",
    version: str = "",
    answers: Answers | None = None,
    by: Actor,
    now: datetime,
) -> ChainAct:
    """One more row of the approval document, with its entry in the audit log."""
    chain.seq += 1
    chain.save(update_fields=["seq"])
    row = ChainAct.objects.create(
        chain=chain,
        seq=chain.seq,
        verb=verb,
        event_id=event_id,
        step=Act.parse(event_id).step if event_id else chain.step,
        label=label[:300],
        comment=comment,
        version=version,
        answers={**(answers or {})},
        employee_id=acting_id(by) or None,
        actor_id=by.id,
        actor_name=by.name,
        on_behalf_of_id=by.on_behalf_of.id if by.on_behalf_of else "",
        on_behalf_of_name=by.on_behalf_of.name if by.on_behalf_of else "",
        at=now,
        key=key,
    )
    log_chain(chain, f"chain.{verb}", {"event": event_id, "seq": row.seq}, by=by, now=now)
    return row


def log_chain(
    chain: Chain, action: str, detail: dict[str, str | int], *, by: Actor, now: datetime
) -> None:
    """The entry in the chain's own stream; a case of our own is its second subject."""
    subjects = [chain.ref, *([chain.case.ref] if chain.case else [])]
    log_write(by, stream=chain.ref, action=action, subjects=subjects, detail={**detail}, now=now)


def settle(
    chain: Chain,
    rows: Sequence[ChainStep],
    plan: Plan,
    engine: Engine,
    marking: Marking,
    now: datetime,
) -> None:
    """Store where the chain stands: marking, who is waited for, copies that have come, and who may
    read or change the matter because of it.
    """
    chain.marking, chain.step = marking.to_json(), step_now(marking)
    chain.save(update_fields=["marking", "step"])
    owed = waiting(engine, marking, at=now) if chain.open else ()
    _place_tasks(chain, plan, owed, now)
    reached = len(rows) if not chain.step else chain.step
    arrived = _deliver_copies(rows, reached, now)
    if chain.open:
        _let_people_in(chain, rows, plan, owed, now)
    source = MATTERS[chain.source]
    if arrived:
        source.let_in(chain, arrived, write=False, copy=True, now=now)


def _place_tasks(chain: Chain, plan: Plan, owed: Sequence[Waiting], now: datetime) -> None:
    """The rows of who is waited for; those that stay keep since when, and that they were seen."""
    gated = {a.id for step in plan for a in step.approvers if a.gated}
    wanted = {(one.approver or chain.responsible_id, str(one.stage), one.step): one for one in owed}
    for task in chain.tasks.all():
        if wanted.pop((task.employee_id, task.stage, task.step), None) is None:
            task.delete()
    ChainTask.objects.bulk_create(
        ChainTask(
            chain=chain,
            employee_id=employee,
            stage=stage,
            step=step,
            gated=employee in gated and stage != Stage.UPDATE,
            since=now,
        )
        for employee, stage, step in wanted
    )


def _deliver_copies(rows: Sequence[ChainStep], reached: int, now: datetime) -> list[Employee]:
    """The copies of the steps that have begun; who gets one now."""
    arrived: list[Employee] = []
    for row in rows:
        if row.number <= reached:
            new = [copy for copy in row.copies.all() if copy.arrived_at is None]
            ChainCopy.objects.filter(pk__in=[copy.pk for copy in new]).update(arrived_at=now)
            arrived += [copy.employee for copy in new]
    return arrived


def readers_of(
    rows: Sequence[ChainStep], plan: Plan, upto: int, now: datetime
) -> dict[int, Employee]:
    """Who reads the matter once step ``upto`` has begun: approvers, and who keeps their gates."""
    begun = [row for row in rows if row.number <= upto]
    approvers = {one.employee_id: one.employee for row in begun for one in row.approvers.all()}
    gated = [a.id for step in plan[:upto] for a in step.approvers if a.gated]
    return {**approvers, **{one.pk: one for one in gates_kept_for(gated, now)}}


def _let_people_in(
    chain: Chain, rows: Sequence[ChainStep], plan: Plan, owed: Sequence[Waiting], now: datetime
) -> None:
    """All in the chain so far may read; who is to answer now may write where the step says so."""
    source = MATTERS[chain.source]
    begun = [row for row in rows if row.number <= chain.step]
    approvers = {one.employee_id: one.employee for row in begun for one in row.approvers.all()}
    readers = readers_of(rows, plan, chain.step, now)
    if readers:
        source.let_in(chain, [*readers.values()], write=False, copy=False, now=now)
    if not any(row.write for row in rows):
        return
    turns = {(one.step, one.approver) for one in owed if one.stage is Stage.ANSWER}
    writers = [
        one.employee
        for row in begun
        for one in row.approvers.all()
        if row.write and (row.number, one.employee_id) in turns
    ]
    others = [one for pk, one in approvers.items() if one not in writers]
    if others:
        source.let_out(chain, others, write=True, now=now)
    if writers:
        source.let_in(chain, writers, write=True, copy=False, now=now)
