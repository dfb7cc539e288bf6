"""The one way a case moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.answers import answers_to_value, value_to_row
from faelled.casework.cases.effects import EFFECTS, AttemptContext, StepContext
from faelled.casework.cases.errors import (
    CaseChanged,
    CaseError,
    CaseNotOpen,
    StepNotAllowed,
    StepRefused,
)
from faelled.casework.cases.models import Case, CaseEvent, JournalKind, Status
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.reading import read_marking
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Event, Graph, Marking, NotEnabled, UnknownEvent, Value


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody asks to do.

    ``answers`` maps a field's id to the texts of the form; a scalar event uses the id ``value``.
    ``key`` names the form post: the same key twice is the same step. ``seen_seq`` is the case's
    ``seq`` when the form was shown. ``at`` is when it happened, where that is not now (a paper
    that came last week, a letter that left this morning).
    """

    event_id: str
    key: str
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen_seq: int | None = None
    at: datetime | None = None


def execute(case: Case, step: Step, *, by: Actor, now: datetime) -> CaseEvent:
    """Do one step of a case, or nothing at all.

    In one transaction: lock the case, ask again whether the step is possible, store it with its
    actor, role and data, update marking, tasks and deadlines, run the effects, write journal and
    audit. A key that has been used returns the step it made.

    Raises NotYours, CaseNotOpen, CaseChanged, DataRefused, StepNotAllowed or StepRefused, each
    with the reason in Danish.
    """
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        earlier = _earlier_step(case, step, by)
        if earlier is not None:
            return earlier
        _refuse_unless_open_and_unchanged(case, step)
        graph, engine = graph_for(case.version_id), engine_for(case.version_id)
        marking = Marking.from_json(case.marking)
        roles = roles_in_case(by, case, now=now)
        at = _time_of(step, case, now)
        try:
            event = graph.event(step.event_id)
            explanation = engine.explain(marking, event.id, at=at, roles=roles)
        except UnknownEvent as error:
            raise CaseError(_("Sagens regler har ikke det trin.")) from error
        if not explanation.possible:
            raise StepNotAllowed(explanation)
        value = answers_to_value(event, step.answers, marking, case=case.uuid, now=now)
        _ask_effects(case, graph, event, marking, value, by, now)
        try:
            after = engine.execute(marking, event.id, at=at, roles=roles, value=value)
        except NotEnabled as error:
            explanation = engine.explain(marking, event.id, at=at, roles=roles)
            raise StepNotAllowed(explanation) from error
        return _store(case, graph, event, step, marking, after, value, roles, at, by=by, now=now)


def _earlier_step(case: Case, step: Step, by: Actor) -> CaseEvent | None:
    earlier = case.events.filter(key=step.key).first()
    if earlier is not None and (earlier.event_id, earlier.actor_id) != (step.event_id, by.id):
        raise CaseError(_("Formularen er brugt til noget andet. Hent siden igen."))
    return earlier


def _refuse_unless_open_and_unchanged(case: Case, step: Step) -> None:
    if case.status == Status.CLOSED:
        raise CaseNotOpen(_("Sagen er afsluttet. Genåbn den, før du gør mere i den."))
    if case.status == Status.SUSPENDED:
        raise CaseNotOpen(_("Sagen er sat i bero. Genoptag den, før du gør mere i den."))
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


def _ask_effects(
    case: Case,
    graph: Graph,
    event: Event,
    marking: Marking,
    value: Value,
    by: Actor,
    now: datetime,
) -> None:
    against = [
        message
        for handler, effect in EFFECTS.of(event)
        for message in handler.check(
            AttemptContext(case, graph, event, effect, marking, value, by, now)
        )
    ]
    if against:
        raise StepRefused(*against)


def _store(
    case: Case,
    graph: Graph,
    event: Event,
    step: Step,
    before: Marking,
    after: Marking,
    value: Value,
    roles: frozenset[str],
    at: datetime,
    *,
    by: Actor,
    now: datetime,
) -> CaseEvent:
    due = before.pending.get(event.id)
    case.seq, case.last_step_at = case.seq + 1, at
    case.save(update_fields=["seq", "last_step_at"])
    row = CaseEvent.objects.create(
        case=case,
        seq=case.seq,
        event_id=event.id,
        label=event.label,
        actor_id=by.id,
        actor_name=by.name,
        actor_kind=by.kind,
        unit_id=by.home_unit_id,
        role=next((role for role in event.roles if role in roles), ""),
        on_behalf_of_id=by.on_behalf_of.id if by.on_behalf_of else "",
        on_behalf_of_name=by.on_behalf_of.name if by.on_behalf_of else "",
        data=value_to_row(value),
        at=at,
        recorded_at=now,
        overdue=due is not None and at > due,
        key=step.key,
    )
    read_marking(case, after, now=at, done=event.id)
    write_entry(
        case,
        by=by,
        now=now,
        kind=JournalKind.STEP,
        short_text=event.label,
        occurred_at=at,
        event=row,
    )
    for handler, effect in EFFECTS.of(event):
        handler.apply(StepContext(case, graph, event, effect, row, after, by, now))
    log_write(
        by,
        stream=case.ref,
        action="case.step",
        subjects=[case.ref],
        detail={"event": event.id, "seq": row.seq, "at": at.isoformat()},
        now=now,
    )
    return row
