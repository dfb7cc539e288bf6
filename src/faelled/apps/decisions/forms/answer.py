"""What a leader is asked beside the verdict, which the buttons give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.verdicts import VERDICT, Verdict
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.forms import FormField, StepForm
from faelled.casework.cases.models import Case
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Marking

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the answer; ``hint`` says for which verdicts it is wanted."""

    row: FormField
    hint: str
    required: bool


def fields_beside(
    forms: Sequence[StepForm], verdicts: Sequence[Verdict], case: Case, *, now: datetime
) -> tuple[Asked, ...]:
    """The forms' fields without the verdict: each that some of these verdicts shows. A field that
    two steps have (a comment) is asked once.

    The reader has not chosen yet, so a field is there when it may be wanted, says when, and the
    server decides with the verdict.
    """
    rows: dict[str, FormField] = {}
    for form in forms:
        for row in form.fields:
            rows.setdefault(row.field.id, row)
    raw = {id: row.raw for id, row in rows.items()}
    shown: dict[str, list[Verdict]] = {}
    required: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        for state in _states(verdict, raw, case, now):
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
        for row in rows.values()
        if row.field.id in shown and row.field.id != VERDICT
    )


def texts_without_use(
    verdict: Verdict, typed: Answers, case: Case, *, now: datetime
) -> dict[str, str]:
    """An error for each text that the pressed verdict would leave out.

    A condition that somebody has written must not vanish because another button was hit.
    """
    message = _(
        "Det, du har skrevet her, hører ikke til »%(verdict)s«. Slet det, eller vælg et andet svar."
    )
    used = {state.field.id for state in _states(verdict, typed, case, now) if state.shown}
    return {
        id: message % {"verdict": verdict.label}
        for id, texts in typed.items()
        if id not in used and id != VERDICT and any(text.strip() for text in texts)
    }


def _states(
    verdict: Verdict, raw: Answers, case: Case, now: datetime
) -> tuple[form_fields.FieldState, ...]:
    scope = scope_of(Marking.from_json(case.marking))
    chosen = {**raw, VERDICT: [verdict.value]}
    return form_fields.state(verdict.event.fields, chosen, scope=scope, now=now)


def _hint(row: FormField, shown: list[Verdict], required: list[Verdict], of: int) -> str:
    when = ""
    if 0 < len(required) < of:
        when = _("Skal udfyldes, når du vælger: %(verdicts)s.") % _names(required)
    elif len(shown) < of:
        when = _("Kun når du vælger: %(verdicts)s.") % _names(shown)
    return " ".join(text for text in (row.field.help, when) if text)


def _names(verdicts: list[Verdict]) -> dict[str, str]:
    return {"verdicts": ", ".join(verdict.label for verdict in verdicts)}
