"""What the leader's templates are given."""

from collections.abc import Sequence
from datetime import datetime

from faelled.apps.decisions.approvals import Approval, read_approval
from faelled.apps.decisions.forms.answer import fields_beside
from faelled.apps.decisions.lists.waiting import next_row
from faelled.apps.decisions.verdicts import sending_back
from faelled.base.access.actor import Actor
from faelled.casework.cases.forms import StepForm, step_form
from faelled.casework.cases.models import Case, Status
from faelled.lib.dcr import Event


def approval_context(
    case: Case, event: Event, form: StepForm, actor: Actor, *, now: datetime
) -> dict[str, object]:
    """One approval; when nobody waits for it any more, the next that does is offered.

    ``open`` are the buttons that can be pressed now: a draft that may not be approved yet can
    still be sent back, except one's own and in a case at rest.
    """
    approval = read_approval(case, event, actor, now=now)
    lawful = form.explanation.possible and not approval.against
    forms = [form, *_back_form(form, approval, case, actor, now)]
    steps = {one.event.id for one in forms[1:]} | ({event.id} if lawful else set())
    pressable = [button for button in approval.buttons if button.event.id in steps]
    return {
        "approval": approval,
        "case": case,
        "form": form,
        "fields": fields_beside(forms, pressable or approval.buttons, case, now=now),
        "problems": named_problems(form, forms),
        "lawful": lawful,
        "open": pressable,
        "typed": typed_texts(form),
        "next": None if approval.task else next_row(actor, now),
        "now": now,
    }


def named_problems(form: StepForm, forms: Sequence[StepForm]) -> dict[str, str | Sequence[str]]:
    """The error summary's lines, each with the field's name: the field itself is far below. The
    form has named its own; here those get their names that only sending back asks for.
    """
    own = {row.field.id for row in form.fields}
    asked = (row.field for one in forms for row in one.fields)
    labels = {field.id: field.label for field in asked if field.id not in own}
    return {
        id: f"{labels[id]} – {said}" if id in labels and isinstance(said, str) else said
        for id, said in form.problems.items()
    }


def typed_texts(form: StepForm) -> list[str]:
    """What was written in a form that can no longer be sent: shown, so that it is not lost."""
    long = (row for row in form.fields if row.visible and not row.field.options)
    return [text for row in long for text in row.raw if text.strip()]


def _back_form(
    form: StepForm, approval: Approval, case: Case, actor: Actor, now: datetime
) -> list[StepForm]:
    """The form that sends the draft back, with what has been typed; none when it cannot be."""
    back = sending_back(approval.graph, approval.event)
    if back is None or approval.own or case.status != Status.OPEN:
        return []
    raw = {row.field.id: row.raw for row in form.fields}
    own = {row.field.id: row.error for row in form.fields}
    said = ((id, own.get(id, text)) for id, text in form.problems.items() if id)
    errors = {id: text for id, text in said if isinstance(text, str)}
    found = step_form(case, back.id, by=actor, now=now, raw=raw, errors=errors)
    return [found] if found.explanation.possible else []
