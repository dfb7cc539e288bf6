"""What a step does beyond the graph: the graph names the effect, a room registers what it is.

``effects = [{ kind = "draft-letter", template = "afgoerelse" }]`` on an event asks the handler
registered as ``draft-letter``. It runs inside the step's own transaction, so a step whose letter
cannot be made has not happened.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case, CaseEvent
from faelled.lib.dcr import Effect, Event, Graph, Marking, Value


@dataclass(frozen=True, slots=True)
class StepContext:
    """What an effect may know: the case as it stands after the step, and who did it."""

    case: Case
    graph: Graph
    event: Event
    effect: Effect
    step: CaseEvent
    marking: Marking
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class AttemptContext:
    """What a check may know before the step: nothing has been written yet."""

    case: Case
    graph: Graph
    event: Event
    effect: Effect
    marking: Marking
    values: Value
    by: Actor
    now: datetime


Check = Callable[[AttemptContext], list[str]]


def nothing_against(attempt: AttemptContext) -> list[str]:
    """The check of an effect that is always allowed."""
    return []


def nothing_afterwards(context: StepContext) -> None:
    """The end of an effect that leads to no other step."""


@dataclass(frozen=True, slots=True)
class EffectHandler:
    """``check`` returns what speaks against the step, in the user's words; ``apply`` acts.

    ``after`` is called last, when the step and the automatic steps it led to are stored and nothing
    more is done with the case: only there may it be moved on. All in one transaction.
    """

    kind: str
    apply: Callable[[StepContext], None]
    check: Check = nothing_against
    after: Callable[[StepContext], None] = nothing_afterwards


class EffectRegistry:
    """Handlers by kind; a second one for the same kind is refused. A higher room may have more to
    ask before an effect of a lower one (`also_ask`).

    >>> registry = EffectRegistry()
    >>> registry.register(EffectHandler("note", apply=lambda context: None))
    >>> registry.kinds()
    ('note',)
    """

    def __init__(self) -> None:
        self._handlers: dict[str, EffectHandler] = {}
        self._checks: dict[str, list[Check]] = {}

    def register(self, handler: EffectHandler) -> None:
        if handler.kind in self._handlers:
            raise ValueError(f"Effect {handler.kind!r} is registered twice.")
        self._handlers[handler.kind] = handler

    def also_ask(self, kind: str, check: Check) -> None:
        """Let ``check`` speak against every step with an effect of this kind."""
        self._checks.setdefault(kind, []).append(check)

    def add_check(self, kind: str, check: Callable[[AttemptContext], list[str]]) -> None:
        """Let a higher room have something against an effect that a lower one acts on; KeyError
        names a kind nobody registered.
        """
        handler = self._handlers[kind]

        def both(attempt: AttemptContext) -> list[str]:
            return [*handler.check(attempt), *check(attempt)]

        self._handlers[kind] = replace(handler, check=both)

    def kinds(self) -> tuple[str, ...]:
        return tuple(sorted(self._handlers))

    def of(self, event: Event) -> Iterator[tuple[EffectHandler, Effect]]:
        """The handlers of an event's effects; KeyError names a kind nobody registered."""
        for effect in event.effects:
            handler = self._handlers[effect.kind]
            more = tuple(self._checks.get(effect.kind, ()))
            yield (
                replace(handler, check=_all_of((handler.check, *more))) if more else handler,
                effect,
            )


def _all_of(checks: tuple[Check, ...]) -> Check:
    def ask(attempt: AttemptContext) -> list[str]:
        return [said for check in checks for said in check(attempt)]

    return ask


EFFECTS = EffectRegistry()
