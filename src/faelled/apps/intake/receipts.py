"""The receipt of a step that a citizen has sent: what was sent, and what happens now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from faelled.apps.intake import party
from faelled.apps.intake.asked import Answer
from faelled.apps.intake.wording import PlainDeadline
from faelled.base.access.actor import Actor
from faelled.base.files.queries import own_uploads
from faelled.base.people.models import Person
from faelled.casework.cases.models import Case, CaseEvent
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.documents.pdf import ReceiptPage, render_receipt
from faelled.casework.processes.engines import graph_for
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Field, FieldType, Value, rows_of
from faelled.lib.dcr.values import from_json

FIRST_STEP = 1


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that happens after the sending, for the step list."""

    label: str
    state: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page and the PDF say alike."""

    step: CaseEvent
    heading: str
    answers: tuple[Answer, ...]
    deadlines: tuple[PlainDeadline, ...]
    next: tuple[Next, ...]


def get_own_step(case: Case, seq: int, actor: Actor) -> CaseEvent:
    """A step that the reader took themselves; 404 for everybody else's, another party's too."""
    step = case.events.filter(seq=seq, actor_id=actor.id).first()
    if step is None:
        raise Http404
    return step


def receipt_of(case: Case, step: CaseEvent, actor: Actor, *, now: datetime) -> Receipt:
    """The receipt as data, for the page and for the PDF alike."""
    graph = graph_for(case.version_id)
    roles = roles_in_case(actor, case, now=now)
    deadlines = tuple(party.deadlines_for(case, graph, roles, now))
    heading = (
        _("Tak. Vi har fået din ansøgning") if step.seq == FIRST_STEP else _("Tak. Det er sendt")
    )
    return Receipt(
        step=step,
        heading=heading,
        answers=answers_of(graph.event(step.event_id), step, actor),
        deadlines=deadlines,
        next=_next(step, deadlines, _where_the_answer_comes(actor)),
    )


def answers_of(event: Event, step: CaseEvent, actor: Actor) -> tuple[Answer, ...]:
    """What was answered, in the order of the form; a question that was not asked is not there."""
    value = from_json(step.data)
    record: Mapping[str, Value] = (
        value
        if isinstance(value, Mapping)
        else {field.id: value for field in event.fields[:1] if event.scalar}
    )
    names = _file_names(event, record, actor)
    return tuple(
        Answer(field.id, field.label, _in_words(field, record[field.id], names))
        for field in event.fields
        if record.get(field.id) is not None
    )


def _in_words(field: Field, value: Value, names: Mapping[str, str]) -> str:
    if rows := rows_of(value):
        lines = form_fields.rows_in_words(field, rows, lambda f, v: _in_words(f, v, names))
        return "\n".join(lines)
    if field.type is FieldType.FILE:
        return ", ".join(names[uuid] for uuid in _uuids(value) if uuid in names)
    if field.type is FieldType.CPR:
        return _("Oplyst")
    return form_fields.as_text(field, value)


def _file_names(event: Event, record: Mapping[str, Value], actor: Actor) -> Mapping[str, str]:
    uuids = [uuid for field in event.fields for uuid in _files_in(field, record.get(field.id))]
    return {id: stored.name for id, stored in own_uploads(actor, uuids).items()}


def _files_in(field: Field, value: Value) -> tuple[str, ...]:
    """The ids in a file field, and in those of a group's rows."""
    if field.type is FieldType.FILE:
        return _uuids(value)
    rows = rows_of(value) if field.fields else ()
    return tuple(
        uuid for row in rows for part in field.fields for uuid in _files_in(part, row.get(part.id))
    )


def _uuids(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def _where_the_answer_comes(actor: Actor) -> str:
    """A letter on paper for one who is exempt from Digital Post, else where they look for it."""
    exempt = Person.objects.filter(pk=actor.person_id or 0, digital_post_exempt=True).exists()
    if exempt:
        return _("Svaret kommer som brev på papir. Du kan også følge sagen her imens.")
    return _("Svaret kommer i din digitale post og på sagens side. Her kan du følge sagen imens.")


def _next(step: CaseEvent, deadlines: tuple[PlainDeadline, ...], answer: str) -> tuple[Next, ...]:
    """What is done, what the authority does now and by when, and where the answer comes."""
    theirs = [one.text for one in deadlines if not (one.mine or one.others)]
    others = [one.text for one in deadlines if one.others]
    mine = [f"{deadline.label}. {deadline.text}" for deadline in deadlines if deadline.mine]
    return (
        Next(_("Vi har fået det, du har sendt"), "done"),
        *(Next(_("Du skal gøre en ting mere"), "current", hint) for hint in mine),
        *(Next(_("Den anden forælder svarer"), "current", hint) for hint in others),
        Next(
            _("Vi behandler sagen"), "todo" if mine or others else "current", " ".join(theirs[:1])
        ),
        Next(_("Du får svar"), "todo", answer),
    )


def receipt_pdf(case: Case, receipt: Receipt, *, now: datetime) -> bytes:
    """The receipt to keep, as accessible PDF. Raises documents' PdfError."""
    page = ReceiptPage(
        title=_("Kvittering"),
        authority=case.authority.name,
        case_number=case.number,
        sent_at=receipt.step.at,
        rows=[(answer.label, answer.value) for answer in receipt.answers],
        next_steps=[f"{one.label}. {one.hint}".strip() for one in receipt.next[1:]],
        lead=receipt.step.label,
    )
    return render_receipt(page, now=now)
