"""Who says that they may decide a case alone, is asked of the plan: is there a mandate for it?

``effects = [{ kind = "decide-alone", when = "decides", is = "caseworker", decision = "outcome",
amount = "amount" }]`` on the step that decides: where its field ``decides`` says ``caseworker``,
nobody else approves it, so the plan in force must let the one who does the step decide it.

It is asked again before the letter that the step drafted (the same ``template``) is sent: nothing
is decided towards the citizen until then, and a mandate may have been withdrawn since.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.delegation.asking import (
    AMOUNT,
    DECISION,
    Question,
    answer,
    makers_of,
)
from faelled.apps.decisions.delegation.models import PlanVersion
from faelled.apps.decisions.delegation.people import NamedChain
from faelled.apps.decisions.delegation.queries import in_force
from faelled.apps.decisions.delegation.rederiving import but_not, is_met
from faelled.casework.cases.effects import EFFECTS, AttemptContext, EffectHandler
from faelled.casework.cases.models import Case
from faelled.casework.cases.step_effects import nothing_more
from faelled.lib.dates import local_day
from faelled.lib.dcr import Effect, Event, Value

KIND, WHEN, IS = "decide-alone", "when", "is"
DRAFT, SEND, TEMPLATE = "draft-letter", "send-letter", "template"


def refuse_without_mandate(attempt: AttemptContext) -> list[str]:
    """Nothing where the field says otherwise, and nothing where no plan is in force."""
    values = _said_alone(attempt.effect, attempt.values)
    version = in_force(attempt.case.authority_id, local_day(attempt.now))
    if values is None or version is None:
        return []
    named = answer(version, _question(attempt.case, attempt.effect, values), now=attempt.now)
    if _may_alone(named, frozenset({acting_id(attempt.by)})):
        return []
    reasons = [step.why for step in named.steps] or list(named.derived.reasons)
    return [
        _("Kompetenceplanen giver dig ikke ret til at afgøre det alene. Lad en leder godkende."),
        *reasons[:1],
    ]


def refuse_letter_without_mandate(attempt: AttemptContext) -> list[str]:
    """The letter of a decision that somebody said was theirs alone is sent while they, or who sends
    it, may decide it. The draft stays as it is; the refusal says who may decide now.
    """
    version = in_force(attempt.case.authority_id, local_day(attempt.now))
    draft = _draft_of(attempt)
    if version is None or draft is None:
        return []
    event, effect = draft
    step = attempt.graph.beside(attempt.event.id, event.id)
    values = _said_alone(effect, attempt.marking.values.get(step))
    if values is None:
        return []
    asked, makers = _question(attempt.case, effect, values), makers_of(attempt.case, step)
    named = answer(version, asked, now=attempt.now)
    if _may_alone(named, makers | {acting_id(attempt.by)}):
        return []
    return _withdrawn(version, but_not(asked, makers), event, effect, attempt)


def _withdrawn(
    version: PlanVersion,
    asked: Question,
    event: Event,
    effect: Effect,
    attempt: AttemptContext,
) -> list[str]:
    named = answer(version, asked, now=attempt.now)
    who = _(" og derefter ").join(
        _(" eller ").join(f"{one.employee.name} ({one.reason})" for one in step.people)
        or step.missing
        for step in named.steps
    )
    field = next((one for one in event.fields if one.id == effect.options.get(WHEN)), None)
    return [
        _("Den, der skrev udkastet, har ikke længere kompetence til at afgøre sagen alene."),
        _("Nu afgør: %(who)s.") % {"who": who or " ".join(named.derived.reasons).rstrip(".")},
        _("Udkastet er gemt i sagen. Brug »%(step)s« igen, og svar på »%(asked)s«, så det passer.")
        % {"step": event.label, "asked": field.label if field else event.label},
    ]


def _draft_of(attempt: AttemptContext) -> tuple[Event, Effect] | None:
    """The step that drafted this very letter and may have been decided alone, with that effect."""
    template = attempt.effect.options.get(TEMPLATE, "")
    for event in attempt.graph.events:
        alone = next((one for one in event.effects if one.kind == KIND), None)
        drafts = [one.options.get(TEMPLATE) for one in event.effects if one.kind == DRAFT]
        if alone is not None and template in drafts:
            return event, alone
    return None


def _said_alone(effect: Effect, value: Value) -> Mapping[str, Value] | None:
    """The step's answers where they say that nobody else is asked."""
    options = effect.options
    if isinstance(value, Mapping) and value.get(options.get(WHEN, "")) == options.get(IS):
        return value
    return None


def _may_alone(named: NamedChain, people: frozenset[int]) -> bool:
    return bool(named.steps) and all(is_met(step, people) for step in named.steps)


def _question(case: Case, effect: Effect, values: Mapping[str, Value]) -> Question:
    options = effect.options
    word, amount = values.get(options.get(DECISION, "")), values.get(options.get(AMOUNT, ""))
    known = Decimal(amount) if isinstance(amount, int | Decimal) else None
    return Question(case.kle_subject, case.kle_facet, str(word or ""), known, case.owner_unit)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(EffectHandler(KIND, apply=nothing_more, check=refuse_without_mandate))
    EFFECTS.also_ask(SEND, refuse_letter_without_mandate)
