"""What some answers lead to at once: "Du har ikke ret til ..., fordi ..." and what one can do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from faelled.lib.dcr.form import Exit
from faelled.lib.dcr.graph import Event
from faelled.lib.dcr.guards import GuardError, Scope
from faelled.lib.dcr.guards import names as names_in
from faelled.lib.dcr.guards import parse as parse_guard
from faelled.lib.dcr.values import Value
from faelled.lib.fields.conditions import among, holds


def exits_now(
    event: Event, values: Mapping[str, Value], *, scope: Scope, now: datetime
) -> tuple[Exit, ...]:
    """The ways out that these answers lead to, as `Parsed.values` has them: what is hidden is not
    there. One that cannot be worked out is not shown: nobody is sent away by a mistake.
    """
    beside = among(event.fields, values, scope)
    return tuple(way for way in event.exits if _leads(way, beside, now))


def _leads(way: Exit, beside: Scope, now: datetime) -> bool:
    try:
        return holds(way.when, beside, now)
    except GuardError:
        return False


def fields_behind(way: Exit) -> frozenset[str]:
    """The names that a way out hangs on, to show it where they are asked."""
    return names_in(parse_guard(way.when))
