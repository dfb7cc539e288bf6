"""A step as a form: what is asked, what was typed, and the way back from a refused post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.files import queries as files
from faelled.base.files.actions import store_upload
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.ui.fieldview import Attached
from faelled.casework.cases.actions.step import Step
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.errors import (
    CaseChanged,
    CaseError,
    DataRefused,
    StepNotAllowed,
)
from faelled.casework.cases.known import Known, known_answers
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Explanation, Field, FieldType, Marking, UnknownEvent

LONGEST_NUMBER = 18
KEY, SEQ, AT = "idempotency_key", "seen_seq", "happened_at"
SHOWN, NEEDED = "shown_fields", "needed_fields"
Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as it stands on the page. ``raw`` is what was typed, kept as it was typed; for a
    file field it is the ids of ``kept``, the files that are already stored.
    """

    field: Field
    raw: tuple[str, ...]
    error: str
    visible: bool
    required: bool
    kept: tuple[StoredFile, ...] = ()

    @property
    def attached(self) -> tuple[Attached, ...]:
        """The files that came with an earlier post, each to be kept or let go."""
        return tuple(Attached(str(kept.uuid), kept.name) for kept in self.kept)

    @property
    def typed(self) -> object:
        """What the field component shows as the answer."""
        if self.field.type == FieldType.FILE:
            return ""
        if self.field.type == FieldType.CHOICES:
            return self.raw
        return self.raw[0] if self.raw else ""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step's form at one moment. ``seq`` goes with the post, so that the case's changes since
    then are noticed; ``since`` says what they were; ``problems`` is the error summary.
    """

    event: Event
    explanation: Explanation
    fields: tuple[FormField, ...]
    seq: int
    problems: Mapping[str, str | Sequence[str]]
    known: Sequence[Known] = ()
    since: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        """Whether anything has been typed, which must not be lost."""
        return any(row.raw for row in self.fields)

    @property
    def live(self) -> bool:
        """Whether any field comes and goes with the others."""
        return any(row.field.show_if or row.field.required_if for row in self.fields)

    def changed(self, posted: Answers) -> tuple[FormField, ...]:
        """The rows that must look different from what the page has: come, gone, or asked of
        everybody now. A box with something in it is left alone, for the person may be typing there,
        and so is a file that was chosen.
        """
        shown, needed = posted.get(SHOWN, ()), posted.get(NEEDED, ())
        return tuple(
            row
            for row in self.fields
            if row.visible != (row.field.id in shown)
            or (row.visible and not row.raw and row.required != (row.field.id in needed))
        )


def step_form(
    case: Case,
    event_id: str,
    *,
    by: Actor,
    now: datetime,
    raw: Answers | None = None,
    errors: Mapping[str, str] | None = None,
) -> StepForm:
    """The form of one step; ``raw`` and ``errors`` come from a post that was refused.

    404 where the case's rules have no such step.
    """
    try:
        event = graph_for(case.version_id).event(event_id)
    except UnknownEvent as error:
        raise Http404 from error
    marking = Marking.from_json(case.marking)
    roles = roles_in_case(by, case, now=now)
    return StepForm(
        event=event,
        explanation=engine_for(case.version_id).explain(marking, event_id, at=now, roles=roles),
        fields=form_fields_of(event, raw or {}, errors or {}, marking, by=by, now=now),
        seq=case.seq,
        problems=errors or {},
        known=known_answers(graph_for(case.version_id), marking, roles),
    )


def form_fields_of(
    event: Event,
    raw: Answers,
    errors: Mapping[str, str],
    marking: Marking,
    *,
    by: Actor,
    now: datetime,
) -> tuple[FormField, ...]:
    """Each field of the event as ``raw`` shows, hides and requires it."""
    kept = files.own_uploads(by, uuids_in(event, raw))
    return tuple(
        FormField(
            field=state.field,
            raw=state.raw,
            error=errors.get(state.field.id, ""),
            visible=state.shown,
            required=state.required,
            kept=tuple(kept[uuid] for uuid in state.raw if uuid in kept)
            if state.field.type == FieldType.FILE
            else (),
        )
        for state in form_fields.state(event.fields, raw, scope=scope_of(marking), now=now)
    )


def refused_form(
    case: Case,
    event_id: str,
    refusal: CaseError,
    answers: Answers,
    *,
    by: Actor,
    now: datetime,
) -> StepForm:
    """The form again after a refusal: everything typed is there, and every reason is said."""
    case.refresh_from_db()
    errors = dict(refusal.errors) if isinstance(refusal, DataRefused) else {}
    form = step_form(case, event_id, by=by, now=now, raw=answers, errors=errors)
    if isinstance(refusal, CaseChanged):
        return replace(form, since=tuple(refusal.labels))
    if not errors and not isinstance(refusal, StepNotAllowed):
        form = replace(form, problems={"": tuple(refusal.messages)})
    return form


def answers_from_post(
    request: HttpRequest, case: Case, event_id: str, *, by: Actor, now: datetime
) -> tuple[Answers, Mapping[str, str]]:
    """The answers of a form post, with its uploads stored, and what is wrong with the uploads.

    A file is stored before anything is decided, so that a refused form does not lose it; a file
    that was stored before goes along by its id, and only the one who sent it can name it.
    """
    try:
        event = graph_for(case.version_id).event(event_id)
    except UnknownEvent as error:
        raise Http404 from error
    answers = {field.id: request.POST.getlist(field.id) for field in event.fields}
    errors: dict[str, str] = {}
    for field in event.fields:
        if field.type != FieldType.FILE:
            continue
        own = files.own_uploads(by, answers[field.id])
        answers[field.id] = [uuid for uuid in answers[field.id] if uuid in own]
        for upload in request.FILES.getlist(field.id):
            try:
                stored = store_upload(upload, stream=case.ref, subjects=[case.ref], by=by, now=now)
            except UploadRefusedError as refusal:
                errors[field.id] = str(refusal)
            else:
                answers[field.id].append(str(stored.uuid))
    return answers, errors


def step_from_post(request: HttpRequest, event_id: str, answers: Answers) -> Step:
    """What a form post asks to do."""
    return Step(
        event_id=event_id,
        key=posted_key(request),
        answers=answers,
        seen_seq=posted_number(request, SEQ),
    )


def posted_key(request: HttpRequest) -> str:
    """The form's key; a form without one is its own, and can then be sent twice."""
    try:
        return str(UUID(request.POST.get(KEY, "")))
    except ValueError:
        return str(uuid4())


def posted_number(request: HttpRequest, name: str) -> int:
    """A number that the form carries; DataRefused where it is missing or changed by hand."""
    number = as_number(request.POST.get(name, ""))
    if number is None:
        message = _("Formularen er ikke hel. Hent siden igen.")
        raise DataRefused(message, {"": message})
    return number


def as_number(text: str) -> int | None:
    """``as_number("12") == 12``; None for what is no number, or is longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def uuids_in(event: Event, raw: Answers) -> list[str]:
    """The ids in the event's file fields."""
    fields = [field.id for field in event.fields if field.type == FieldType.FILE]
    return [uuid for field in fields for uuid in raw.get(field, ())]
