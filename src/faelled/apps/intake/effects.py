"""What a graph tells self-service of a step, as effects (ADR 18).

``{ kind = "guests" }``: may be sent without a log-in. ``{ kind = "reopens" }``: a party may do it
in a case that has ended, which is then taken up again. ``{ kind = "co-sign", ... }``: see
`cosigning`. None of them acts when the step is stored: they say what the pages offer.
"""

from faelled.casework.cases.effects import EFFECTS, EffectHandler, StepContext
from faelled.lib.dcr import Effect, Event

GUESTS, REOPENS, CO_SIGN = "guests", "reopens", "co-sign"


def told(event: Event, kind: str) -> Effect | None:
    """What the graph tells of this step under ``kind``, if anything."""
    return next((effect for effect in event.effects if effect.kind == kind), None)


def said_and_done(context: StepContext) -> None:
    """The page has asked already."""


def register() -> None:
    """Called once, from the app's ``ready()``."""
    for kind in (GUESTS, REOPENS, CO_SIGN):
        EFFECTS.register(EffectHandler(kind, apply=said_and_done))
