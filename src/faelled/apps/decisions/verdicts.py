"""What an approval can answer, as the graph says it: its own verdicts, and the step that sends the
draft back, which may be lawful when approving is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from faelled.casework.cases.models import CaseEvent
from faelled.lib.dcr import Event, Field, Graph, Option
from faelled.lib.dcr.values import from_json
from faelled.lib.fields import as_text

VERDICT = "verdict"
APPROVE, RETURN, CONDITION = "approve", "return", "condition"
# The effect of the step that sends a draft back: ``{ kind = "return", of = "draft_decision" }``.
SENDS_BACK = "return"


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
    """One answer: ``value`` in the graph, ``label`` on the button, the step that the button does,
    and what was written with it.
    """

    value: str
    label: str
    look: Look
    event: Event
    comment: str = ""


def verdict_field(event: Event) -> Field | None:
    """The choice between approving and the rest; None where doing the step is the approval."""
    return next((field for field in event.fields if field.id == VERDICT), None)


def drafted_by(event: Event, kind: str = APPROVE) -> str | None:
    """The id of the step whose work ``event`` approves (or sends back); "" where the graph does
    not say, None where it does not do that.
    """
    effect = next((effect for effect in event.effects if effect.kind == kind), None)
    return None if effect is None else effect.options.get("of", "")


def sending_back(graph: Graph, approval: Event) -> Event | None:
    """The step that sends back what ``approval`` is asked to approve."""
    of = drafted_by(approval)
    return next((one for one in graph.events if of and drafted_by(one, SENDS_BACK) == of), None)


def approval_of(graph: Graph, event: Event) -> Event | None:
    """The approval that ``event`` answers: itself, or the one whose draft it sends back."""
    if drafted_by(event) is not None:
        return event
    of = drafted_by(event, SENDS_BACK)
    return next((one for one in graph.events if of and drafted_by(one) == of), None)


def buttons(graph: Graph, event: Event) -> tuple[Verdict, ...]:
    """The answers in the order of the page: approve first, and last to send back."""
    field, back = verdict_field(event), sending_back(graph, event)
    found = [Verdict(o.value, o.label, LOOKS.get(o.value, OTHER), event) for o in options_of(field)]
    found = found or [Verdict("", event.label, LOOKS[APPROVE], event)]
    if back is not None:
        found.append(Verdict(RETURN, back.label, LOOKS[RETURN], back))
    return tuple(sorted(found, key=lambda verdict: verdict.value not in (APPROVE, "")))


def options_of(field: Field | None) -> tuple[Option, ...]:
    return () if field is None else field.options


def verdict_of(graph: Graph, event: Event, step: CaseEvent) -> Verdict:
    """What was answered in a step of ``event`` that was done, with all that was written."""
    record = from_json(step.data)
    data = record if isinstance(record, Mapping) else {}
    approval = approval_of(graph, event) or event
    value = str(data.get(VERDICT) or "") if event is approval else RETURN
    written = [
        as_text(field, data[field.id])
        for field in event.fields
        if field.id != VERDICT and data.get(field.id) not in (None, "", ())
    ]
    known = {button.value: button for button in buttons(graph, approval)}
    button = known.get(value, Verdict(value, event.label, LOOKS[APPROVE], event))
    label = str(button.look.done) or button.label
    return replace(button, label=label, comment="\n".join(written))
