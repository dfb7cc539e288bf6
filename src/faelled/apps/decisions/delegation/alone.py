"""Who says that they may decide a case alone, is asked of the plan: is there a mandate for it?

``effects = [{ kind = "decide-alone", when = "decides", is = "caseworker", decision = "outcome",
amount = "amount" }]`` on the step that decides: where its field ``decides`` says ``caseworker``,
nobody else approves it, so the plan in force must let the one who does the step decide it.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.delegation.asking import AMOUNT, DECISION, Question, answer
from faelled.apps.decisions.delegation.queries import in_force
from faelled.apps.decisions.delegation.rederiving import is_met
from faelled.casework.cases.effects import EFFECTS, AttemptContext, EffectHandler
from faelled.casework.cases.step_effects import nothing_more
from faelled.lib.dates import local_day
from faelled.lib.dcr import Value

KIND, WHEN, IS = "decide-alone", "when", "is"


def refuse_without_mandate(attempt: AttemptContext) -> list[str]:
    """Nothing where the field says otherwise, and nothing where no plan is in force."""
    options, values = attempt.effect.options, attempt.values
    if not isinstance(values, Mapping) or values.get(options.get(WHEN, "")) != options.get(IS):
        return []
    version = in_force(attempt.case.authority_id, local_day(attempt.now))
    if version is None:
        return []
    named = answer(version, _question(attempt, values), now=attempt.now)
    me = frozenset({acting_id(attempt.by)})
    if named.steps and all(is_met(step, me) for step in named.steps):
        return []
    reasons = [step.why for step in named.steps] or list(named.derived.reasons)
    return [
        _("Kompetenceplanen giver dig ikke ret til at afgøre det alene. Lad en leder godkende."),
        *reasons[:1],
    ]


def _question(attempt: AttemptContext, values: Mapping[str, Value]) -> Question:
    options, case = attempt.effect.options, attempt.case
    word, amount = values.get(options.get(DECISION, "")), values.get(options.get(AMOUNT, ""))
    known = Decimal(amount) if isinstance(amount, int | Decimal) else None
    return Question(case.kle_subject, case.kle_facet, str(word or ""), known, case.owner_unit)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(EffectHandler(KIND, apply=nothing_more, check=refuse_without_mandate))
