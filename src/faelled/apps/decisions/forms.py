"""What a leader is asked beside the verdict, which the buttons give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.verdicts import VERDICT, Verdict, buttons
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.forms import FormField, StepForm
from faelled.casework.cases.models import Case
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Marking

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the answer; ``hint`` says for which verdicts it is wanted."""

    row: FormField
    hint: str
    required: bool


def fields_beside(form: StepForm, case: Case, *, now: datetime) -> tuple[Asked, ...]:
    """The form's fields without the verdict: each that some verdict shows.

    The reader has not chosen yet, so a field is there when it may be wanted, says when, and the
    server decides with the verdict.
    """
    verdicts = buttons(form.event)
    raw = {row.field.id: row.raw for row in form.fields}
    shown: dict[str, list[Verdict]] = {}
    required: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        for state in _states(form.event, {**raw, VERDICT: [verdict.value]}, case, now):
            if state.shown:
                shown.setdefault(state.field.id, []).append(verdict)
            if state.required:
                required.setdefault(state.field.id, []).append(verdict)
    return tuple(
        Asked(
            row=row,
            hint=_hint(row, shown[row.field.id], required.get(row.field.id, []), len(verdicts)),
            required=len(required.get(row.field.id, [])) == len(verdicts),
        )
        for row in form.fields
        if row.field.id in shown and row.field.id != VERDICT
    )


def texts_without_use(
    event: Event, answers: Answers, case: Case, *, now: datetime
) -> dict[str, str]:
    """An error for each text that the pressed verdict would leave out.

    A condition that somebody has written must not vanish because another button was hit.
    """
    verdict = next(
        (v.label for v in buttons(event) if [v.value] == [*answers.get(VERDICT, ())]), ""
    )
    message = _(
        "Det, du har skrevet her, hører ikke til »%(verdict)s«. Slet det, eller vælg et andet svar."
    )
    return {
        state.field.id: message % {"verdict": verdict}
        for state in _states(event, answers, case, now)
        if verdict and state.raw and not state.shown
    }


def _states(
    event: Event, raw: Answers, case: Case, now: datetime
) -> tuple[form_fields.FieldState, ...]:
    scope = scope_of(Marking.from_json(case.marking))
    return form_fields.state(event.fields, raw, scope=scope, now=now)


def _hint(row: FormField, shown: list[Verdict], required: list[Verdict], of: int) -> str:
    when = ""
    if 0 < len(required) < of:
        when = _("Skal udfyldes, når du vælger: %(verdicts)s.") % _names(required)
    elif len(shown) < of:
        when = _("Kun når du vælger: %(verdicts)s.") % _names(shown)
    return " ".join(text for text in (row.field.help, when) if text)


def _names(verdicts: list[Verdict]) -> dict[str, str]:
    return {"verdicts": ", ".join(verdict.label for verdict in verdicts)}
