"""A case while its past is told: in memory, until it is written once, at its end."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, system_actor
from faelled.base.access.log import log_writes
from faelled.base.audit.actions import Happening
from faelled.base.audit.chain import Json
from faelled.casework.cases.actions.journal import entry_row
from faelled.casework.cases.deciding import (
    Move,
    ask_effects,
    decide,
    owed_by_system,
    refuse_unless_open,
    step_row,
)
from faelled.casework.cases.effects import EFFECTS, EffectHandler, StepContext
from faelled.casework.cases.errors import CaseError, DataRefused, StepNotAllowed
from faelled.casework.cases.models import (
    Case,
    CaseEvent,
    Deadline,
    JournalEntry,
    JournalKind,
    Status,
    Task,
)
from faelled.casework.cases.past import PastStep, Refusal
from faelled.casework.cases.reading import (
    SHOWN,
    deadline_row,
    deadlines_compared,
    show_on_case,
    task_row,
    wanted_tasks,
)
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Effect, Engine, Graph

# Effects that change the case alone. The others reach out, and did so when the step was done.
OF_THE_CASE = frozenset({"approve", "return", "result", "close", "note"})
OUTCOME = ["result", "retention_until", "status", "closed_at"]
MOST_AUTOMATIC = 100
UNKNOWN, DATA, OTHER = "unknown", "data", "refused"
Pairs = Sequence[tuple[EffectHandler, Effect]]


class Story:
    """A case while its past is told: marking, deadlines and rows in memory until it is written."""

    def __init__(self, case: Case, by: Actor, now: datetime) -> None:
        self.case, self.by, self.now = case, by, now
        self.graph: Graph = graph_for(case.version_id)
        self.engine: Engine = engine_for(case.version_id)
        self.marking = self.engine.initial(case.opened_at)
        self.accepted: list[PastStep] = []
        self.refused: list[Refusal] = []
        self.overdue = 0
        self._lines: list[tuple[CaseEvent | Refusal, Actor]] = []
        self._happenings = [
            Happening(
                "case.open",
                [case.ref],
                {"number": case.number, "version": case.version_id, "replayed": True},
            )
        ]
        self._pending_since: dict[str, datetime] = {}
        self._running: dict[str, Deadline] = {}
        self._deadlines: list[Deadline] = []
        self._read(case.opened_at, done=None)

    def take(self, step: PastStep) -> None:
        """Do ``step`` if it may be done; write down that it was done, in either case."""
        if not step.event_id:
            self._refuse(step, (UNKNOWN,), _("Processen har ikke det trin."))
            return
        try:
            self._do(step, frozenset(step.by.roles) | self._system_roles(step))
        except StepNotAllowed as refusal:
            reasons = refusal.explanation.reasons
            codes = [f"{r.code}:{r.source}" if r.source else str(r.code) for r in reasons]
            self._refuse(step, tuple(sorted(set(codes))), "\n".join(refusal.messages))
        except DataRefused as refusal:
            said = "\n".join([*refusal.messages, *refusal.errors.values()])
            self._refuse(step, tuple(f"{DATA}:{name}" for name in refusal.errors), said)
        except CaseError as refusal:
            self._refuse(step, (OTHER,), "\n".join(refusal.messages))
        else:
            self.accepted.append(step)
            self._do_what_the_system_owes(step.at)

    def write(self) -> None:
        """Everything that is not written yet."""
        case, wanted = (
            self.case,
            list(wanted_tasks(self.engine, self.marking, self.now)),
        )
        self._flush()
        Task.objects.bulk_create(
            task_row(case, want, since=self._pending_since[want.event.id]) for want in wanted
        )
        Deadline.objects.bulk_create(self._deadlines)
        show_on_case(case, self.engine.due(self.marking), self.marking, wanted, self.now)
        case.handler_id = next(
            (s.by.employee_id for s in reversed(self.accepted) if s.by.employee_id), None
        )
        case.save(update_fields=[*SHOWN, "seq", "last_step_at", "handler"])
        log_writes(self.by, self._happenings, stream=case.ref, now=self.now)

    def _system_roles(self, step: PastStep) -> frozenset[str]:
        """Where the log names nobody, it says nothing about roles either."""
        return frozenset(() if step.by.employee_id else self.graph.event(step.event_id).roles)

    def _do(self, step: PastStep, roles: frozenset[str]) -> None:
        refuse_unless_open(self.case)
        move = decide(
            self.case,
            self.marking,
            step.event_id,
            step.answers,
            roles=roles,
            at=step.at,
            by=step.by,
            now=self.now,
        )
        effects = [pair for pair in EFFECTS.of(move.event) if pair[0].kind in OF_THE_CASE]
        if effects:
            self._flush()  # a check may look at the steps before
            ask_effects(move, effects)
            self._do_with_effects(move, effects)
        else:
            self._keep(move)
        self._read(move.at, done=move.event.id)

    def _do_with_effects(self, move: Move, effects: Pairs) -> None:
        """The effects act on what is stored; where one refuses, the step has not happened."""
        before = (self.case.seq, self.case.last_step_at, self.marking, self.overdue)
        try:
            with transaction.atomic():
                row = self._keep(move)
                self._flush()
                for handler, effect in effects:
                    context = (self.case, self.graph, move.event, effect, row, move.after)
                    handler.apply(StepContext(*context, by=move.by, now=move.at))
        except CaseError:
            self.case.seq, self.case.last_step_at, self.marking, self.overdue = before
            self.case.refresh_from_db(fields=OUTCOME)
            self._happenings.pop()
            raise

    def _keep(self, move: Move) -> CaseEvent:
        self.case.seq, self.case.last_step_at = self.case.seq + 1, move.at
        row = step_row(move, seq=self.case.seq, key=str(uuid4()))
        self.overdue += row.overdue
        self.marking = move.after
        self._lines.append((row, move.by))
        detail: dict[str, Json] = {"event": row.event_id, "seq": row.seq}
        detail |= {"at": move.at.isoformat(), "replayed": True, "actor": move.by.id}
        self._tell("case.step", detail)
        return row

    def _refuse(self, step: PastStep, reasons: tuple[str, ...], text: str) -> None:
        refusal = Refusal(step, reasons, text)
        self.refused.append(refusal)
        self._lines.append((refusal, step.by))
        self._tell("case.step-refused", {"event": step.event_id, "at": step.at.isoformat()})

    def _tell(self, action: str, detail: dict[str, Json]) -> None:
        self._happenings.append(Happening(action, [self.case.ref], detail))

    def _do_what_the_system_owes(self, at: datetime) -> None:
        by = system_actor(self.case.authority_id)
        for _turn in range(MOST_AUTOMATIC):
            owed = owed_by_system(self.engine, self.marking, at=at)
            if owed is None or self.case.status != Status.OPEN:
                return
            self._do(PastStep(owed.label, owed.id, at, by), frozenset(owed.roles))

    def _read(self, at: datetime, *, done: str | None) -> None:
        """Since when each task stands, and what the step made of the deadlines."""
        marking, since = self.marking, self._pending_since
        owed = marking.pending.keys() & self.engine.included(marking)
        self._pending_since = {id: since.get(id, at) if id != done else at for id in owed}
        ended, begun = deadlines_compared(
            {id: row.due_at for id, row in self._running.items()},
            self.engine.due(marking),
            now=at,
            done=done,
        )
        for id, state in ended.items():
            row = self._running.pop(id)
            row.state, row.ended_at = state, at
        for due in begun:
            row = self._running[due.event] = deadline_row(self.case, self.graph, due, set_at=at)
            self._deadlines.append(row)

    def _flush(self) -> None:
        """Write the steps taken since the last time, and the journal's lines about them."""
        lines, self._lines = self._lines, []
        CaseEvent.objects.bulk_create(line for line, _by in lines if isinstance(line, CaseEvent))
        JournalEntry.objects.bulk_create(self._line(line, by) for line, by in lines)

    def _line(self, line: CaseEvent | Refusal, by: Actor) -> JournalEntry:
        if isinstance(line, CaseEvent):
            return entry_row(
                self.case,
                by=by,
                now=self.now,
                kind=JournalKind.STEP,
                short_text=line.label,
                occurred_at=line.at,
                event=line,
            )
        return entry_row(
            self.case,
            by=by,
            now=self.now,
            kind=JournalKind.NOTE,
            short_text=_("Afvist ved genafspilning: %(name)s") % {"name": line.step.name},
            text=line.text,
            occurred_at=line.step.at,
        )
