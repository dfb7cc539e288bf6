"""The case page's panels: higher rooms add what they know about a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """One box on the case page.

    ``context(case, actor, now)`` returns what ``template`` needs, or None when the panel has
    nothing to say to this reader. ``first``: it is something to do, and stands before the steps.
    """

    key: str
    order: int
    template: str
    context: Callable[[Case, Actor, datetime], Mapping[str, object] | None]
    first: bool = False


class PanelRegistry:
    """Panels by key, in order; a key used twice is refused."""

    def __init__(self) -> None:
        self._panels: dict[str, Panel] = {}

    def register(self, panel: Panel) -> None:
        if panel.key in self._panels:
            raise ValueError(f"Panel {panel.key!r} is registered twice.")
        self._panels[panel.key] = panel

    def for_case(
        self, case: Case, actor: Actor, now: datetime
    ) -> list[tuple[Panel, Mapping[str, object]]]:
        """The panels that have something to say, each with its context."""
        shown = []
        for panel in sorted(self._panels.values(), key=lambda panel: (panel.order, panel.key)):
            context = panel.context(case, actor, now)
            if context is not None:
                shown.append((panel, context))
        return shown


PANELS = PanelRegistry()
