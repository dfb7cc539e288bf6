"""What a graph tells self-service of a step, as effects (ADR 18).

``{ kind = "guests" }``: may be sent without a log-in. ``{ kind = "reopens" }``: a party may do it
in a case that has ended, which is then taken up again. ``{ kind = "co-sign", ... }`` and
``{ kind = "co-signature" }``: see `cosigning`.
"""

from faelled.casework.cases.effects import EFFECTS, EffectHandler, StepContext
from faelled.lib.dcr import Effect, Event

GUESTS, REOPENS = "guests", "reopens"
CO_SIGN, CO_SIGNATURE = "co-sign", "co-signature"


def told(event: Event, kind: str) -> Effect | None:
    """What the graph tells of this step under ``kind``, if anything."""
    return next((effect for effect in event.effects if effect.kind == kind), None)


def said_and_done(context: StepContext) -> None:
    """They say what the pages offer; when the step is stored there is no more to do."""


def register() -> None:
    """Called once, from the app's ``ready()``."""
    for kind in (GUESTS, REOPENS):
        EFFECTS.register(EffectHandler(kind, apply=said_and_done))
