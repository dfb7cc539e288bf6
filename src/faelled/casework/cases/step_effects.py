"""The effects that cases themselves know: approving, the result, and the end of the case."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from faelled.base.access.separation import may_approve
from faelled.casework.cases.effects import (
    EFFECTS,
    AttemptContext,
    EffectHandler,
    StepContext,
)
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Status
from faelled.casework.processes.engines import engine_for
from faelled.lib.dates import danish_calendar
from faelled.lib.dates.duration import parse as parse_duration
from faelled.lib.dcr import Value

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def refuse_own_work(attempt: AttemptContext) -> list[str]:
    """Nobody approves what they made themselves, nor a stand-in what either of the two made."""
    of = attempt.graph.beside(attempt.event.id, attempt.effect.options.get("of", ""))
    made = attempt.case.events.filter(event_id=of).order_by("-seq").first()
    if made is None:
        return [_("Der er endnu ikke noget at godkende.")]
    if not may_approve(attempt.by, made.made_by):
        return [
            _(
                "Du har selv lavet det, der skal godkendes, eller det er lavet på dine vegne. "
                "En anden skal godkende det."
            )
        ]
    return []


def set_result(context: StepContext) -> None:
    """``{ kind = "result", from = "draft.outcome", keep = "P5Y" }``: what came of the case, and
    how long it is kept after that. The graph's own word is stored, not a translation of it.
    """
    options = context.effect.options
    source = options.get("from", "")
    result = options.get("value") or _read(context, source)
    if not result:
        raise StepRefused(_("Sagens resultat mangler. Udfyld det, før du går videre."))
    context.case.result = str(result)[:60]
    if "keep" in options:
        context.case.retention_until = keep_until(options["keep"], context.step.at)
    context.case.save(update_fields=["result", "retention_until"])


def keep_until(keep: str, at: datetime) -> date:
    """The last day a case is kept, counted from ``at``: ``keep_until("P5Y", at)``."""
    end = parse_duration(keep).add_to(at, zone=COPENHAGEN, calendar=danish_calendar())
    return end.astimezone(COPENHAGEN).date()


def close_with_step(context: StepContext) -> None:
    """The step ends the case; refused while anything is left to do in it."""
    engine = engine_for(context.case.version_id)
    outside = context.case.tasks.filter(outside=True)
    if not engine.accepting(context.marking) or outside.exists():
        left = context.case.tasks.values_list("label", flat=True).distinct()
        raise StepRefused(
            _("Sagen kan ikke afsluttes. Det mangler: %(left)s") % {"left": ", ".join(left)}
        )
    context.case.status, context.case.closed_at = Status.CLOSED, context.now
    context.case.save(update_fields=["status", "closed_at"])


def nothing_more(context: StepContext) -> None:
    """The step itself, with its journal line, is all there is to it."""


def _read(context: StepContext, path: str) -> Value:
    event, _dot, name = path.partition(".")
    value = context.marking.values.get(context.graph.beside(context.event.id, event))
    if not name:
        return value
    return value.get(name) if isinstance(value, Mapping) else None


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(EffectHandler("approve", apply=nothing_more, check=refuse_own_work))
    EFFECTS.register(EffectHandler("return", apply=nothing_more))
    EFFECTS.register(EffectHandler("result", apply=set_result))
    EFFECTS.register(EffectHandler("close", apply=close_with_step))
    EFFECTS.register(EffectHandler("note", apply=nothing_more))
