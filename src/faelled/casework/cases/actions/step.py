"""The one way a case moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, system_actor
from faelled.base.access.log import log_write
from faelled.base.statements import insert
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.actions.opening import begin_earlier
from faelled.casework.cases.deciding import (
    Move,
    ask_effects,
    decide,
    owed_by_system,
    refuse_unless_open,
    step_row,
)
from faelled.casework.cases.effects import EFFECTS, StepContext
from faelled.casework.cases.errors import CaseChanged, CaseError
from faelled.casework.cases.models import Case, CaseEvent, JournalKind, Status
from faelled.casework.cases.paper import Paper, paper_words, refuse_paper, with_paper
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.questions import STEP_OF_FORM
from faelled.casework.cases.reading import read_marking
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Marking

MOST_AUTOMATIC = 100


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody asks to do.

    ``answers`` maps a field's id to the texts of the form; a scalar event uses the id ``value``.
    ``key`` names the form post: the same key twice is the same step. ``seen_seq`` is the case's
    ``seq`` when the form was shown. ``at`` is when it happened, where that is not now (a paper
    that came last week, a letter that left this morning). ``paper``: a party's step that came so.
    """

    event_id: str
    key: str
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen_seq: int | None = None
    at: datetime | None = None
    paper: Paper | None = None


def execute(case: Case, step: Step, *, by: Actor, now: datetime) -> CaseEvent:
    """Do one step of a case, or nothing at all.

    In one transaction: lock the case, ask again whether the step is possible, store it with its
    actor, role and data, update marking, tasks and deadlines, run the effects, write journal and
    audit; then do the automatic steps that are owed because of it. A key that has been used
    returns the step it made.

    Raises NotYours, CaseNotOpen, CaseChanged, DataRefused, StepNotAllowed or StepRefused, each
    with the reason in Danish.
    """
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        earlier = _earlier_step(case, step, by)
        if earlier is not None:
            return earlier
        _refuse_unless_open_and_unchanged(case, step)
        done = _do(case, step, roles_in_case(by, case, now=now), by=by, now=now)
        do_automatic_steps(case, at=done.at, now=now)
        _afterwards(case, done, by=by, now=now)
        return done


def _do(case: Case, step: Step, roles: frozenset[str], *, by: Actor, now: datetime) -> CaseEvent:
    at = _time_of(step, case, now)
    if at < case.opened_at:
        begin_earlier(case, at, by=by, now=now)
    marking = Marking.from_json(case.marking)
    move = decide(case, marking, step.event_id, step.answers, roles=roles, at=at, by=by, now=now)
    if step.paper is not None:
        refuse_paper(case, move.event, step.paper, by=by, now=now)
    event = with_paper(move.event, step.paper) if step.paper else move.event
    effects = list(EFFECTS.of(event))
    ask_effects(move, effects)
    row = _store(move, step)
    for handler, effect in effects:
        handler.apply(StepContext(case, move.graph, move.event, effect, row, move.after, by, now))
    return row


def _afterwards(case: Case, done: CaseEvent, *, by: Actor, now: datetime) -> None:
    """What the step's effects lead to in the case, by steps of their own."""
    graph, marking = graph_for(case.version_id), Marking.from_json(case.marking)
    event = graph.event(done.event_id)
    for handler, effect in EFFECTS.of(event):
        handler.after(StepContext(case, graph, event, effect, done, marking, by, now))


def do_automatic_steps(case: Case, *, at: datetime, now: datetime) -> None:
    """Do what the graph owes and leaves to the system, until nothing of it is owed any more; the
    caller has locked the case.

    It happens ``at`` the moment of what it follows: a limit counts from the day a paper came, not
    from the day it was typed in. What must wait longer than that, and has, happens now. A graph in
    which two automatic steps owe each other for ever is stopped with all it has done.
    """
    by = system_actor(case.authority_id)
    for _turn in range(MOST_AUTOMATIC):
        engine, marking = engine_for(case.version_id), Marking.from_json(case.marking)
        latest = max(now, case.last_step_at)
        moments = (max(at, case.last_step_at), latest)
        found = ((owed_by_system(engine, marking, at=when), when) for when in moments)
        owed, when = next((pair for pair in found if pair[0]), (None, latest))
        if owed is None or case.status != Status.OPEN:
            return
        step = Step(event_id=owed.id, key=str(uuid4()), at=when if when < now else None)
        _do(case, step, frozenset(owed.roles), by=by, now=now)
    raise CaseError(
        _("Processens automatiske trin kører i ring. Sig det til den, der udgiver jeres processer.")
    )


def _earlier_step(case: Case, step: Step, by: Actor) -> CaseEvent | None:
    earlier = STEP_OF_FORM.first(case=case.pk, key=step.key)
    if earlier is not None and (earlier.event_id, earlier.actor_id) != (step.event_id, by.id):
        raise CaseError(_("Formularen er brugt til noget andet. Hent siden igen."))
    return earlier


def _refuse_unless_open_and_unchanged(case: Case, step: Step) -> None:
    refuse_unless_open(case)
    if step.seen_seq is not None and step.seen_seq != case.seq:
        since = case.events.filter(seq__gt=step.seen_seq).order_by("seq")
        raise CaseChanged(
            _(
                "Der er sket noget i sagen, siden du åbnede siden. "
                "Læs det nye, og send igen, hvis det stadig er rigtigt."
            ),
            [f"{event.label} ({event.actor_name})" for event in since],
        )


def _time_of(step: Step, case: Case, now: datetime) -> datetime:
    """When the step happened: never in the future, never before the step that went before it."""
    at = step.at or now
    if at > now:
        raise CaseError(_("Tidspunktet ligger ude i fremtiden."))
    if step.at is None:
        return max(at, case.last_step_at)
    if case.seq and at < case.last_step_at:
        raise CaseError(_("Tidspunktet ligger før sagens seneste trin."))
    return at


def _store(move: Move, step: Step) -> CaseEvent:
    case = move.case
    case.seq, case.last_step_at = case.seq + 1, move.at
    row = step_row(move, seq=case.seq, key=step.key)
    insert([row])
    read_marking(case, move.after, now=move.at, done=move.event.id)
    _tell(move, row, paper_words(step.paper, move.at) if step.paper else "")
    return row


def _tell(move: Move, row: CaseEvent, text: str) -> None:
    """The step's line in the journal, and its entry in the audit log."""
    write_entry(
        move.case,
        by=move.by,
        now=move.now,
        kind=JournalKind.STEP,
        short_text=row.label,
        text=text,
        occurred_at=move.at,
        event=row,
    )
    log_write(
        move.by,
        stream=move.case.ref,
        action="case.step",
        subjects=[move.case.ref],
        detail={"event": row.event_id, "seq": row.seq, "at": move.at.isoformat()},
        now=move.now,
    )
