"""What an approval can answer, as the graph's own field says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from faelled.casework.cases.models import CaseEvent
from faelled.lib.dcr import Event, Field
from faelled.lib.dcr.values import from_json
from faelled.lib.fields import as_text

VERDICT = "verdict"
APPROVE, RETURN, CONDITION = "approve", "return", "condition"


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is shown: the button's class and icon, the badge's kind, and what it is called
    when it has been given (the graph's own word where this is empty).
    """

    button: str
    icon: str
    badge: str
    done: str | Promise = ""


LOOKS: Mapping[str, Look] = {
    APPROVE: Look("button-primary", "check", "approved", gettext_lazy("Godkendt")),
    CONDITION: Look("button-secondary", "edit", "warning", gettext_lazy("Godkendt på betingelse")),
    RETURN: Look("button-secondary", "reply", "returned", gettext_lazy("Sendt tilbage")),
}
OTHER = Look("button-secondary", "", "neutral")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer: ``value`` in the graph, ``label`` on the button, and what was written with it."""

    value: str
    label: str
    look: Look
    comment: str = ""


def verdict_field(event: Event) -> Field | None:
    """The choice between approving and the rest; None where doing the step is the approval."""
    return next((field for field in event.fields if field.id == VERDICT), None)


def buttons(event: Event) -> tuple[Verdict, ...]:
    """The answers in the order of the page: approve first, whatever the graph's order is."""
    field = verdict_field(event)
    if field is None:
        return (Verdict("", event.label, LOOKS[APPROVE]),)
    found = [Verdict(o.value, o.label, LOOKS.get(o.value, OTHER)) for o in field.options]
    return tuple(sorted(found, key=lambda verdict: verdict.value != APPROVE))


def verdict_of(event: Event, step: CaseEvent) -> Verdict:
    """What was answered in a step that was done, with all that was written."""
    record = from_json(step.data)
    data = record if isinstance(record, Mapping) else {}
    value = str(data.get(VERDICT) or "")
    written = [
        as_text(field, data[field.id])
        for field in event.fields
        if field.id != VERDICT and data.get(field.id) not in (None, "", ())
    ]
    known = {button.value: button for button in buttons(event)}
    button = known.get(value, Verdict(value, event.label, LOOKS[APPROVE]))
    label = str(button.look.done) or button.label
    return replace(button, label=label, comment="\n".join(written))
