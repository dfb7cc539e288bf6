"""How a case begins, and how a fresh copy of a template does: as the graph says, from that moment.

Times relative to the start are counted from the moment the case, or the copy, begins.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from faelled.lib.dates.clocks import deadline_end
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.copies import copy_name, inner_name, read_name
from faelled.lib.dcr.graph import Initial
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.rules import Rules
from faelled.lib.dcr.timing import Clock, aware
from faelled.lib.dcr.values import Value


def begun(rules: Rules, initial: Initial, at: datetime, named: Callable[[str], str]) -> Marking:
    """The marking that these words of a graph stand for at `at`. `named`: what each id is called
    there."""

    def moment(time: datetime | Duration) -> datetime:
        if isinstance(time, Duration):
            return time.add_to(at, zone=rules.zone, calendar=rules.calendar)
        return aware(time)

    def owed(time: datetime | Duration) -> datetime:
        return later(rules, at, time) if isinstance(time, Duration) else aware(time)

    return Marking(
        {named(id): at if time is None else moment(time) for id, time in initial.executed.items()},
        {named(id): None if time is None else owed(time) for id, time in initial.pending.items()},
        frozenset(map(named, initial.included)),
        {named(id): value for id, value in initial.values.items()},
    )


def with_copies(
    rules: Rules, m: Marking, places: Sequence[str], at: datetime, trigger: Value
) -> Marking:
    """The marking with a new copy at each place; `trigger` is the value of what made them."""
    for place in places:
        number = m.instances.get(place, 0) + 1
        m = _with_copy(rules, m, place, number, at, trigger)
    return m


def _with_copy(
    rules: Rules, m: Marking, place: str, number: int, at: datetime, trigger: Value
) -> Marking:
    copy = copy_name(place, number)
    outer = read_name(copy)
    assert outer is not None
    template = outer.event

    def named(id: str) -> str:
        return copy if id == template else inner_name(copy, id)

    fresh = begun(rules, rules.begins[rules.graph.templates(template)], at, named)
    values = {**m.values, **fresh.values}
    if trigger is not None:
        values[copy] = trigger
    return Marking(
        {**m.executed, **fresh.executed},
        {**m.pending, **fresh.pending},
        m.included | fresh.included,
        values,
        {**m.instances, place: number},
    )


def later(rules: Rules, at: datetime, duration: Duration) -> datetime:
    """When a delay or a deadline that starts at `at` ends, by the engine's clock."""
    if rules.clock is Clock.LEGAL and duration:
        return deadline_end(at, duration, calendar=rules.calendar, zone=rules.zone)
    return duration.add_to(at, zone=rules.zone, calendar=rules.calendar)
