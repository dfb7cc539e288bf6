"""What the templates of cases say of the rules."""

from collections.abc import Iterable
from dataclasses import replace

from django import template

from faelled.lib.dcr import Explanation, Reason, ReasonCode, Remedy

register = template.Library()


@register.filter
def once_each(explanation: Explanation) -> list[Reason]:
    """The reasons as people need them: a step that must come first and is also owed is in the way
    twice by the rules (condition and milestone), and once to a reader, with the law of both.
    """
    owed = {r.source: r for r in explanation.reasons if r.code is ReasonCode.MILESTONE}
    first = {r.source for r in explanation.reasons if r.code is ReasonCode.CONDITION}
    found = []
    for reason in explanation.reasons:
        if reason.code is ReasonCode.MILESTONE and reason.source in first:
            continue
        twin = owed.get(reason.source) if reason.code is ReasonCode.CONDITION else None
        cites = (*reason.cites, *(twin.cites if twin else ()))
        ways = ways_on(reason.remedies)
        found.append(replace(reason, cites=tuple(dict.fromkeys(cites)), remedies=ways))
    return found


def ways_on(remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """One way on for each step to take, however many rules it would satisfy: the first, which is
    the plainest.
    """
    found: dict[object, Remedy] = {}
    for remedy in remedies:
        found.setdefault(remedy.event or remedy, remedy)
    return tuple(found.values())
