"""Turn a marking into what people read: tasks, deadlines, whose move it is.

Called by every action that changes a marking, inside its transaction, so that the work list
never says anything else than the graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from faelled.casework.cases.models import Case, Deadline, DeadlineState, Task, WaitingFor
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Citation, Engine, Event, Graph, Marking

APPROVE = "approve"
WHOSE_MOVE = {
    "caseworker": WaitingFor.US,
    "manager": WaitingFor.LEADER,
    "citizen": WaitingFor.CITIZEN,
}


@dataclass(frozen=True, slots=True)
class WantedTask:
    """One event that the marking holds open."""

    event: Event
    role: str
    possible: bool
    deadline: datetime | None


def read_marking(case: Case, marking: Marking, *, now: datetime, done: str | None = None) -> None:
    """Store ``marking`` on the case and bring tasks and deadlines in line with it.

    ``done`` is the event that has just been executed; its running deadline is met or missed.
    """
    graph, engine = graph_for(case.version_id), engine_for(case.version_id)
    wanted = list(wanted_tasks(graph, engine, marking, now))
    _write_tasks(case, wanted, now)
    _write_deadlines(case, graph, engine, marking, now, done)
    dues = [due.deadline for due in engine.due(marking) if due.deadline is not None]
    case.marking = marking.to_json()
    first = min(wanted, key=lambda task: turn(task, now), default=None)
    case.waiting_for = whose_move(first)
    case.next_task = first.event.label if first else ""
    case.next_deadline = min(dues, default=None)
    case.save(update_fields=["marking", "waiting_for", "next_task", "next_deadline"])


def wanted_tasks(
    graph: Graph, engine: Engine, marking: Marking, now: datetime
) -> Iterator[WantedTask]:
    """Every included pending event, with the role whose move it is.

    An event's first role is whose move it is; the others may do it for them (a caseworker who
    types in a paper answer).
    """
    for event in graph.events:
        if event.id not in marking.pending or event.id not in marking.included:
            continue
        possible = engine.check(marking, event.id, at=now)
        role = event.roles[0] if event.roles else ""
        yield WantedTask(event, role, possible, marking.pending[event.id])


def turn(task: WantedTask, now: datetime) -> tuple[bool, int, float]:
    """Which task comes first: what can be done now; then what is late, then what is owed at once
    because it has no deadline, then the soonest deadline.
    """
    if task.deadline is None:
        return (not task.possible, 1, 0.0)
    return (not task.possible, 0 if task.deadline < now else 2, task.deadline.timestamp())


def whose_move(first: WantedTask | None) -> WaitingFor:
    """Who is waited for: the one whose task comes first."""
    if first is None:
        return WaitingFor.NOBODY
    return WHOSE_MOVE.get(first.role, WaitingFor.OTHERS)


def _write_tasks(case: Case, wanted: list[WantedTask], now: datetime) -> None:
    existing = {task.event_id: task for task in case.tasks.all()}
    for want in wanted:
        task = existing.pop(want.event.id, None)
        if task is None:
            Task.objects.create(
                case=case,
                event_id=want.event.id,
                label=want.event.label,
                role=want.role,
                approval=any(effect.kind == APPROVE for effect in want.event.effects),
                possible=want.possible,
                since=now,
                deadline=want.deadline,
            )
        elif (task.possible, task.deadline) != (want.possible, want.deadline):
            task.possible, task.deadline = want.possible, want.deadline
            task.save(update_fields=["possible", "deadline"])
    if existing:
        Task.objects.filter(pk__in=[task.pk for task in existing.values()]).delete()


def _write_deadlines(
    case: Case, graph: Graph, engine: Engine, marking: Marking, now: datetime, done: str | None
) -> None:
    running = {
        deadline.event_id: deadline
        for deadline in case.deadlines.filter(state=DeadlineState.RUNNING)
    }
    dues = {due.event: due for due in engine.due(marking) if due.deadline is not None}
    for event_id, row in running.items():
        due = dues.get(event_id)
        if event_id != done and due is not None and due.deadline == row.due_at:
            del dues[event_id]
            continue
        row.state, row.ended_at = _end_of(row, done, now), now
        row.save(update_fields=["state", "ended_at"])
    Deadline.objects.bulk_create(
        Deadline(
            case=case,
            event_id=event_id,
            label=graph.event(event_id).label,
            due_at=due.deadline,
            set_at=now,
            basis=basis_text(due.cites),
        )
        for event_id, due in dues.items()
    )


def _end_of(row: Deadline, done: str | None, now: datetime) -> DeadlineState:
    if row.event_id != done:
        return DeadlineState.LIFTED
    return DeadlineState.MET if now <= row.due_at else DeadlineState.MISSED


def basis_text(cites: tuple[Citation, ...]) -> str:
    """The sections a deadline rests on, as one line."""
    return "; ".join(f"{cite.act} {cite.section}" for cite in cites)[:300]
