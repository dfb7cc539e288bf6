"""What the leader's templates are given."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.apps.decisions import queries
from faelled.apps.decisions.approvals import Approval, read_approval
from faelled.apps.decisions.forms import fields_beside
from faelled.apps.decisions.rows import waiting_rows
from faelled.base.access.actor import Actor
from faelled.casework.cases.forms import StepForm
from faelled.casework.cases.models import Case
from faelled.lib.dcr import Event


def tabs(current: str, waiting: int) -> list[dict[str, object]]:
    """The two lists: what waits, and what was answered."""
    count = str(waiting) if waiting <= queries.COUNT_AT_MOST else f"{queries.COUNT_AT_MOST}+"
    return [
        {
            "label": _("Venter på dig"),
            "url": reverse("decisions:waiting"),
            "current": current == "waiting",
            "count": count,
        },
        {
            "label": _("Besvaret"),
            "url": reverse("decisions:answered"),
            "current": current == "answered",
        },
    ]


def approval_context(
    case: Case, event: Event, form: StepForm, actor: Actor, *, now: datetime
) -> dict[str, object]:
    """One approval; when nobody waits for it any more, the next that does is offered."""
    approval = read_approval(case, event, actor, now=now)
    return {
        "approval": approval,
        "case": case,
        "form": form,
        "fields": fields_beside(form, case, now=now),
        "problems": named_problems(form),
        "lawful": form.explanation.possible and not approval.against,
        "typed": typed_texts(form),
        "next": None if approval.task else _next(approval, actor, now),
        "now": now,
    }


def named_problems(form: StepForm) -> dict[str, str | Sequence[str]]:
    """The error summary's lines, each with the field's name: the field itself is far below."""
    labels = {row.field.id: row.field.label for row in form.fields}
    return {
        id: f"{labels[id]}: {said}" if id in labels and isinstance(said, str) else said
        for id, said in form.problems.items()
    }


def typed_texts(form: StepForm) -> list[str]:
    """What was written in a form that can no longer be sent: shown, so that it is not lost."""
    long = (row for row in form.fields if row.visible and not row.field.options)
    return [text for row in long for text in row.raw if text.strip()]


def subjects_of(cases: Iterable[Case]) -> list[str]:
    """Whom and what a page has shown, for the log of look-ups."""
    cases = list(cases)
    people = {f"person:{case.main_person.uuid}" for case in cases if case.main_person}
    return [*(case.ref for case in cases), *sorted(people)]


def _next(approval: Approval, actor: Actor, now: datetime) -> object:
    task = queries.next_waiting(actor, now=now, after=approval.case)
    return waiting_rows([task], actor, now=now)[0] if task else None
