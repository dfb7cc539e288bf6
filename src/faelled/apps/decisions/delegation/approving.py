"""What the plan has against an approval: somebody who may not decide it alone."""

from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.delegation.asking import APPROVE, answer, question_in
from faelled.apps.decisions.delegation.people import NamedStep
from faelled.apps.decisions.delegation.queries import in_force
from faelled.apps.decisions.delegation.rederiving import is_met, yes_in
from faelled.apps.decisions.models import Chain, ChainState
from faelled.casework.cases.effects import EFFECTS, AttemptContext
from faelled.casework.cases.models import Case
from faelled.lib.dates import local_day


def refuse_beyond_plan(attempt: AttemptContext) -> list[str]:
    """Nobody approves what the plan in force gives to somebody else, unless those have said yes in
    the chain. Without a plan, or where the graph does not say what is decided, nothing is refused.
    """
    asked = question_in(attempt.case, attempt.event, attempt.marking)
    if asked is None:
        return []
    version = in_force(attempt.case.authority_id, local_day(attempt.now))
    if version is None:
        return []
    named = answer(version, asked, now=attempt.now)
    if not named.steps:
        return [_("Kompetenceplanen lader ingen afgøre det."), *named.derived.reasons]
    said_yes = yes_in_chain(attempt.case, attempt.event.id, attempt.now)
    said_yes |= {acting_id(attempt.by) or 0}
    wanting = [step for step in named.steps if not is_met(step, said_yes)]
    return [_in_words(step) for step in wanting] + ([_way_on()] if wanting else [])


def yes_in_chain(case: Case, event_id: str, now: datetime) -> frozenset[int]:
    """Who has approved in the chain that is under way, or that ends with this very approval."""
    chain = (
        Chain.objects.filter(case=case, event_id=event_id)
        .exclude(state=ChainState.STOPPED)
        .order_by("-pk")
        .first()
    )
    if chain is None or not (chain.open or chain.closed_at == now):
        return frozenset()
    return yes_in(chain)


def _in_words(step: NamedStep) -> str:
    if step.missing:
        return f"{step.why} {step.missing}"
    names = _(" eller ").join(person.employee.name for person in step.people)
    return _("%(why)s Det mangler: %(names)s.") % {"why": step.why, "names": names}


def _way_on() -> str:
    return _("Den ansvarlige kan sende det til godkendelse hos dem fra sagen.")


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.add_check(APPROVE, refuse_beyond_plan)
