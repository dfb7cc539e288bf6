"""A step as a form: what is asked, what was typed, and the way back from a refused post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.files import queries as files
from faelled.casework.cases.actions.step import Step
from faelled.casework.cases.again import as_it_stood
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.errors import (
    CaseChanged,
    CaseError,
    DataRefused,
    StepNotAllowed,
)
from faelled.casework.cases.form_rows import (
    Answers,
    FormField,
    all_rows,
    changed_rows,
    file_uuids,
    is_live,
    pressed_rows,
    rows_on_page,
)
from faelled.casework.cases.known import Known, known_answers
from faelled.casework.cases.models import Case
from faelled.casework.cases.paper_form import paper_from_post, paper_of, paper_rows, stored_with
from faelled.casework.cases.prefill import known_in
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.small_forms import named
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Exit, Explanation, FieldType, Marking, Section, UnknownEvent
from faelled.lib.fields import FieldState, Given
from faelled.lib.fields.rows import names, with_row, without_row

__all__ = [
    "FormField",
    "StepForm",
    "answers_from_post",
    "as_number",
    "posted_key",
    "posted_number",
    "refused_form",
    "step_form",
    "step_from_post",
    "with_pressed_rows",
]

LONGEST_NUMBER = 18
KEY, SEQ, AT = "idempotency_key", "seen_seq", "happened_at"


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step's form at one moment. ``seq`` goes with the post, so that the case's changes since
    then are noticed; ``since`` says what they were; ``problems`` is the error summary.
    ``rewritten``: it begins with what stood in the draft that is written again.
    """

    event: Event
    explanation: Explanation
    fields: tuple[FormField, ...]
    seq: int
    problems: Mapping[str, str | Sequence[str]]
    known: Sequence[Known] = ()
    since: tuple[str, ...] = ()
    exits: tuple[Exit, ...] = ()
    paper: tuple[FormField, ...] = ()
    rewritten: bool = False

    @property
    def typed(self) -> bool:
        """Whether anything has been typed, which must not be lost."""
        return any(row.raw and not row.is_group for row in all_rows(self.fields))

    @property
    def live(self) -> bool:
        """Whether any field comes and goes with the others."""
        return is_live(self.event)

    @property
    def pages(self) -> list[tuple[Section, tuple[FormField, ...]]]:
        """The fields under the headings that a citizen has as pages."""
        sections = self.event.sections or (Section("", ""),)
        own = {
            one.id: tuple(f for f in self.fields if f.field.section == one.id) for one in sections
        }
        return [(one, own[one.id]) for one in sections]

    def changed(self, posted: Answers) -> tuple[FormField, ...]:
        """The fields that must look different from what the page has."""
        group, _key = pressed_rows(self.event, posted)
        return changed_rows(self.fields, posted, {group.id} if group else ())


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
    graph, marking = graph_for(case.version_id), Marking.from_json(case.marking)
    roles = roles_in_case(by, case, now=now)
    try:
        event = graph.event(event_id)
        explanation = engine_for(case.version_id).explain(marking, event_id, at=now, roles=roles)
    except UnknownEvent as error:
        raise Http404 from error
    former = None
    if raw is None and explanation.possible:
        raw = former = as_it_stood(graph, marking, event, roles)
    known = known_in(case, event, graph, marking, roles, by=by, now=now)
    states = _states(event, raw or {}, marking, known, now)
    values, scope = form_fields.taken(states).values, scope_of(marking, event.id)
    kept = files.own_uploads(by, file_uuids(event, raw or {}))
    rows = rows_on_page(states, errors or {}, kept=kept, known=known)
    paper = paper_rows(case, event, raw or {}, errors or {}, by=by, now=now)
    return StepForm(
        event=event,
        explanation=explanation,
        fields=rows,
        seq=case.seq,
        problems=named(errors or {}, ((row.name, row.field) for row in (*all_rows(rows), *paper))),
        known=known_answers(graph, marking, roles),
        exits=form_fields.exits_now(event, values, scope=scope, now=now),
        paper=paper,
        rewritten=former is not None,
    )


def _states(
    event: Event, raw: Answers, marking: Marking, known: Mapping[str, Given], now: datetime
) -> tuple[FieldState, ...]:
    fields, texts = form_fields.with_known(event.asked, raw, known)
    return form_fields.state(fields, texts, scope=scope_of(marking, event.id), now=now)


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
    posted = dict(request.POST.lists())
    answers = {name: posted.get(name, []) for name, _field in names(event.fields, posted)}
    errors: dict[str, str] = {}
    for name, field in names(event.fields, posted):
        if field.type == FieldType.FILE:
            answers[name], refused = stored_with(request, name, case, by=by, now=now)
            errors |= refused
    paper, refused = paper_from_post(request, case, by=by, now=now)
    return {**answers, **paper}, {**errors, **refused}


def step_from_post(
    request: HttpRequest, case: Case, event_id: str, answers: Answers, *, now: datetime
) -> Step:
    """What a form post asks to do."""
    paper, at = paper_of(case, answers, now=now)
    return Step(
        event_id=event_id,
        key=posted_key(request),
        answers=answers,
        seen_seq=posted_number(request, SEQ),
        at=at,
        paper=paper,
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


def with_pressed_rows(case: Case, event_id: str, posted: Answers) -> Answers:
    """The post after "Tilføj" or "Fjern" in a group; as it is when neither was pressed."""
    event = graph_for(case.version_id).event(event_id)
    group, key = pressed_rows(event, posted)
    if group is None:
        return posted
    return without_row(group, posted, key) if key else with_row(group, posted)
