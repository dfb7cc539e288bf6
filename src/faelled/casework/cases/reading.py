"""Turn a marking into what people read: tasks, deadlines, whose move it is.

Called by every action that changes a marking, inside its transaction, so that the work list
never says anything else than the graph.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.base.statements import insert, remove, update
from faelled.casework.cases.models import Case, Deadline, DeadlineState, Task, WaitingFor
from faelled.casework.cases.questions import RUNNING, TASKS
from faelled.casework.processes.automatic import is_automatic
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Citation, Due, Engine, Event, Graph, Marking

APPROVE = "approve"
SHOWN = ("marking", "waiting_for", "next_task", "next_deadline")
MOVED = (*SHOWN, "seq", "last_step_at")
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
    """Store ``marking`` on the case, with the number and time of its last step, and bring tasks
    and deadlines in line with it.

    ``done`` is the event that has just been executed; its running deadline is met or missed.
    """
    graph, engine = graph_for(case.version_id), engine_for(case.version_id)
    there = TASKS.all(case=case.pk)
    wanted = [*wanted_tasks(engine, marking, now), *_from_outside(there)]
    _write_tasks(case, there, wanted, now)
    dues = engine.due(marking)
    _write_deadlines(case, graph, dues, now, done)
    show_on_case(case, dues, marking, wanted, now)
    update(case, MOVED)


def show_on_case(
    case: Case, dues: Sequence[Due], marking: Marking, wanted: Sequence[WantedTask], now: datetime
) -> None:
    """Set the columns of the work list (`SHOWN`) as the marking has them; the caller saves."""
    deadlines = [due.deadline for due in dues if due.deadline is not None]
    first = min(wanted, key=lambda task: turn(task, now), default=None)
    case.marking = marking.to_json()
    case.waiting_for = whose_move(first)
    case.next_task = first.event.label if first and not is_automatic(first.event) else ""
    case.next_deadline = min(deadlines, default=None)


def wanted_tasks(engine: Engine, marking: Marking, now: datetime) -> Iterator[WantedTask]:
    """Every included pending event, with the role whose move it is.

    An event's first role is whose move it is; the others may do it for them (a caseworker who
    types in a paper answer). What the system does by itself is possible for nobody: the clock looks
    at it until it is done.
    """
    included = engine.included(marking)
    for event in engine.events(marking):
        if event.id not in marking.pending or event.id not in included:
            continue
        possible = not is_automatic(event) and engine.check(marking, event.id, at=now)
        role = event.roles[0] if event.roles else ""
        yield WantedTask(event, role, possible, marking.pending[event.id])


def _from_outside(there: Sequence[Task]) -> Iterator[WantedTask]:
    """What the graph does not know of, and no step takes away (`actions.owing`)."""
    for task in there:
        if task.outside:
            event = Event(task.event_id, task.label, roles=(task.role,))
            yield WantedTask(event, task.role, True, task.deadline)


def turn(task: WantedTask, now: datetime) -> tuple[bool, bool, int, float]:
    """Which task comes first: a person's; of theirs, what can be done now; then what is late, then
    what is owed at once because it has no deadline, then the soonest deadline. The system's own
    (a limit that it watches) is nobody's move.
    """
    place = (is_automatic(task.event), not task.possible)
    if task.deadline is None:
        return (*place, 1, 0.0)
    return (*place, 0 if task.deadline < now else 2, task.deadline.timestamp())


def whose_move(first: WantedTask | None) -> WaitingFor:
    """Who is waited for: the one whose task comes first."""
    if first is None or is_automatic(first.event):
        return WaitingFor.NOBODY
    return WHOSE_MOVE.get(first.role, WaitingFor.OTHERS)


def _write_tasks(
    case: Case, there: Sequence[Task], wanted: Sequence[WantedTask], now: datetime
) -> None:
    """One statement for all that is new, one for each that has changed, one for what is over."""
    existing = {task.event_id: task for task in there}
    new = []
    for want in wanted:
        task = existing.pop(want.event.id, None)
        if task is None:
            new.append(task_row(case, want, since=now))
        elif (task.possible, task.deadline) != (want.possible, want.deadline):
            task.possible, task.deadline = want.possible, want.deadline
            update(task, ("possible", "deadline"))
    insert(new)
    remove(list(existing.values()))


def task_row(case: Case, want: WantedTask, *, since: datetime) -> Task:
    """The task as it is stored; not saved yet."""
    return Task(
        case=case,
        event_id=want.event.id,
        label=want.event.label,
        role=want.role,
        approval=any(effect.kind == APPROVE for effect in want.event.effects),
        possible=want.possible,
        since=since,
        deadline=want.deadline,
    )


def _write_deadlines(
    case: Case, graph: Graph, dues: Sequence[Due], now: datetime, done: str | None
) -> None:
    running = {deadline.event_id: deadline for deadline in RUNNING.all(case=case.pk)}
    ended, begun = deadlines_compared(
        {event_id: row.due_at for event_id, row in running.items()},
        dues,
        now=now,
        done=done,
    )
    for event_id, state in ended.items():
        row = running[event_id]
        row.state, row.ended_at = state, now
        update(row, ("state", "ended_at"))
    insert([deadline_row(case, graph, due, set_at=now) for due in begun])


def deadlines_compared(
    running: Mapping[str, datetime], dues: Sequence[Due], *, now: datetime, done: str | None
) -> tuple[dict[str, DeadlineState], list[Due]]:
    """What became of the running deadlines (event id to its moment), and which begin now.

    ``done`` is the event that has just been executed: its own deadline is met or missed.
    """
    begun = {due.event: due for due in dues if due.deadline is not None}
    ended = {}
    for event_id, due_at in running.items():
        due = begun.get(event_id)
        if event_id != done and due is not None and due.deadline == due_at:
            del begun[event_id]
        elif event_id != done:
            ended[event_id] = DeadlineState.LIFTED
        else:
            ended[event_id] = DeadlineState.MET if now <= due_at else DeadlineState.MISSED
    return ended, list(begun.values())


def deadline_row(case: Case, graph: Graph, due: Due, *, set_at: datetime) -> Deadline:
    """The deadline as it is stored; not saved yet."""
    return Deadline(
        case=case,
        event_id=due.event,
        label=graph.event(due.event).label,
        due_at=due.deadline,
        set_at=set_at,
        basis=basis_text(due.cites),
    )


def basis_text(cites: tuple[Citation, ...]) -> str:
    """The sections a deadline rests on, as one line."""
    return "; ".join(f"{cite.act} {cite.section}" for cite in cites)[:300]
