"""What the templates of cases say of the rules."""

from collections.abc import Iterable
from dataclasses import replace

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from faelled.base.ui.addresses import address_of_each
from faelled.casework.cases.line_html import lines_html
from faelled.casework.cases.models import Case
from faelled.casework.cases.rows import WorkRow
from faelled.lib.dcr import Citation, Explanation, Reason, ReasonCode, Remedy, RemedyKind

register = template.Library()
FIRST = frozenset({ReasonCode.CONDITION, ReasonCode.MILESTONE})


@register.filter
def work_lines(rows: Iterable[WorkRow]) -> SafeString:
    """``{{ rows|work_lines }}``: the rows of the work list (`line_html`)."""
    return lines_html(rows)


@register.simple_tag
def cites(found: Iterable[Citation]) -> str:
    """``{% cites row.event.cites %}``: the sections it rests on, or nothing."""
    said = "; ".join(f"{cite.act} {cite.section}" for cite in found or ())
    if not said:
        return ""
    lead = _("Hjemmel:")
    return format_html('<p class="cites"><span class="sr-only">{} </span>{}</p>', lead, said)


@register.filter
def step_address(case: Case, event_id: str) -> str:
    """``{{ case|step_address:row.event.id }}``; a case page has a dozen of them."""
    return address_of_each("cases:step", event_id)(case.uuid)


@register.filter
def once_each(explanation: Explanation) -> list[Reason]:
    """The reasons as people need them: a step that several rules want first (condition and
    milestone, or two of a kind) is in the way once to a reader, with the law of all of them.
    """
    found: dict[object, Reason] = {}
    for number, reason in enumerate(explanation.reasons):
        key = reason.source if reason.code in FIRST and reason.source else number
        said = found.get(key)
        found[key] = reason if said is None else both(said, reason)
    return [replace(one, remedies=ways_on(one.remedies)) for one in found.values()]


def both(said: Reason, more: Reason) -> Reason:
    """Two reasons with one source as one: the first's words and ways on, what another of its kind
    adds, and all law.
    """
    cites = tuple(dict.fromkeys((*said.cites, *more.cites)))
    why = more.relation.why if more.relation else ""
    if more.code is not said.code or why in said.text:
        return replace(said, cites=cites)
    return replace(said, text=f"{said.text} {why}", cites=cites)


def ways_on(remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """One way on for each step to take, however many rules it would satisfy: the first, which is
    the plainest. Until when to wait is said in the reason itself.
    """
    found: dict[object, Remedy] = {}
    for remedy in remedies:
        if remedy.kind is not RemedyKind.WAIT:
            found.setdefault(remedy.event or remedy, remedy)
    return tuple(found.values())
