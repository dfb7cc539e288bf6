"""One step: what bars an event now, and what the marking is after it [HM10].

Every guard and every update expression of an execution is worked out once, against the data as they
are after the event's own value has been written and before anything else changes. Then, in this
order: written and done; cancelled; owed; excluded; included; updated; copies made. So a response
beats a cancellation, and an include beats an exclude, from the same event [HM10].

Then the sub-processes around the event are asked, from the inside out, whether they are done
with it [DHS14]: each that is happens itself, with its own effects.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faelled.lib.dates.duration import DurationError
from faelled.lib.dcr.beginning import later, with_copies
from faelled.lib.dcr.expand import EachCopy, rows_in
from faelled.lib.dcr.graph import Kind
from faelled.lib.dcr.guards import Expr, GuardError, Moment, Scope, Unset
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.rules import Places, Program, Rule, Rules
from faelled.lib.dcr.timing import Mode, duration_of, earlier
from faelled.lib.dcr.values import Value

# Nearly all records are dicts, and those are the quicker to know.
RECORDS = (dict, Mapping)


class Bar(StrEnum):
    """How a condition or milestone stands in the way."""

    CONDITION = "condition"
    DELAY = "delay"
    MILESTONE = "milestone"
    GUARD_UNSET = "guard-unset"


@dataclass(frozen=True, slots=True)
class Barred:
    """One rule in the way. `until`: when a delay ends. `error`: why the guard cannot be judged."""

    bar: Bar
    until: datetime | None = None
    error: GuardError | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step's outcome. `unjudged`: effects left out because a value they ask for is missing.
    `full`: the templates of which no copy was made, because the case may have no more."""

    marking: Marking
    unjudged: tuple[Rule, ...]
    full: tuple[str, ...] = ()


def reader(places: Places, values: Mapping[str, Value]) -> Scope:
    """How expressions read the case's data: an event's value, or a field of its record."""

    def read(name: str) -> Value:
        place = places[name]
        if isinstance(place, EachCopy):
            return rows_in(place, values)
        owner, field = place
        value = values.get(owner)
        if field is not None:
            value = value.get(field) if isinstance(value, RECORDS) else None
        if value is None:
            raise Unset(name)
        return value

    return read


def judged(guard: Expr, scope: Scope, moment: Moment) -> bool:
    """Whether the guard holds; `GuardError` when that cannot be said."""
    value = guard.run(scope, moment)
    if not isinstance(value, bool):
        raise GuardError("Udtrykket giver ikke ja eller nej", 1)
    return value


def here(rules: Rules, m: Marking) -> Marking:
    """The marking as the events see it: what lies in an excluded sub-process is out as well."""
    gone = [parts for id, parts in rules.wraps if id not in m.included]
    if not gone:
        return m
    included = m.included.difference(*gone)
    return Marking(m.executed, m.pending, included, m.values, m.instances)


def locked(rules: Rules, m: Marking, at: datetime) -> tuple[str, ...]:
    """In analysis: the included events whose deadline this moment would pass (a time-lock).
    `m` as the events see it."""
    if rules.mode is not Mode.ANALYSIS:
        return ()
    return tuple(
        event
        for event, deadline in m.pending.items()
        if deadline is not None and deadline < at and event in m.included
    )


def possible(rules: Rules, program: Program, m: Marking, at: datetime) -> bool:
    """Enabled as far as the case itself goes; who asks is the engine's business. `m` as the events
    see it. A sub-process is nobody's step."""
    if program.parts is not None or not free(rules, program, m, at):
        return False
    for id in program.around:
        if not free(rules, rules.programs[id], m, at):
            return False
    return not (rules.mode is Mode.ANALYSIS and locked(rules, m, at))


def free(rules: Rules, program: Program, m: Marking, at: datetime) -> bool:
    """Whether it is part of the case and none of its own rules bars it. `m` as the events see
    it."""
    included, executed = m.included, m.executed
    if program.event.id not in included:
        return False
    for source in program.conditions:
        if source in included and source not in executed:
            return False
    for source in program.milestones:
        if source in m.pending and source in included:
            return False
    for rule in program.special:
        if rule.source in included and barring(rules, rule, m, at) is not None:
            return False
    return True


def barring(rules: Rules, rule: Rule, m: Marking, at: datetime) -> Barred | None:
    """Whether this condition or milestone stands in the way at `at`, and how.

    A guard that cannot be judged counts as true here: nobody may slip past a rule because a value
    is missing. An excluded source never bars.
    """
    if rule.source not in m.included:
        return None
    barred = _unguarded(rules, rule, m, at)
    if barred is None or rule.guard is None:
        return barred
    moment = Moment(at, rules.zone, rules.calendar)
    try:
        return barred if judged(rule.guard, reader(rule.places, m.values), moment) else None
    except GuardError as error:
        return Barred(Bar.GUARD_UNSET, barred.until, error)


def _unguarded(rules: Rules, rule: Rule, m: Marking, at: datetime) -> Barred | None:
    if rule.kind is Kind.MILESTONE:
        return Barred(Bar.MILESTONE) if rule.source in m.pending else None
    done = m.executed.get(rule.source)
    if done is None:
        return Barred(Bar.CONDITION)
    relation = rule.relation
    if relation.delay is None and relation.delay_from is None:
        return None
    until = done
    if relation.delay_from is not None:
        try:
            own = duration_of(reader(rule.places, m.values)(relation.delay_from))
            if own is None:
                raise Unset(relation.delay_from)
            until = later(rules, done, own)
        except DurationError as error:
            return Barred(Bar.GUARD_UNSET, error=GuardError(str(error), 1))
        except Unset as error:
            return Barred(Bar.GUARD_UNSET, error=error)
    if relation.delay is not None:
        until = max(until, later(rules, done, relation.delay))
    return Barred(Bar.DELAY, until) if at < until else None


@dataclass(slots=True)
class _Active:
    """What the effects with guard, time or value come to, before any of it happens."""

    cancels: list[str]
    duties: dict[str, datetime | None]
    restarts: set[str]
    excludes: list[str]
    includes: list[str]
    updates: dict[str, Value]
    spawns: list[str]
    unjudged: list[Rule]


def after(rules: Rules, program: Program, m: Marking, at: datetime, value: Value) -> Step:
    """The marking after the event, whether or not it was possible; `value` as checked data."""
    step = _alone(rules, program, m, at, value)
    return step if not program.around else _completed(rules, program, step, at)


def _completed(rules: Rules, program: Program, step: Step, at: datetime) -> Step:
    """After an execution inside them: the sub-processes happen that are done and enabled, from the
    inside out."""
    m, unjudged, full = step.marking, step.unjudged, step.full
    for id in program.around:
        now = rules.of(m)
        holder, seen = now.programs[id], here(now, m)
        owed = (holder.parts or frozenset()).intersection(seen.included, seen.pending)
        if owed or not all(
            free(now, now.programs[outer], seen, at) for outer in (id, *holder.around)
        ):
            continue
        more = _alone(now, holder, m, at, None)
        m, unjudged, full = more.marking, unjudged + more.unjudged, full + more.full
    return Step(m, unjudged, full)


def _alone(rules: Rules, program: Program, m: Marking, at: datetime, value: Value) -> Step:
    """One event's own execution."""
    event = program.event.id
    values = m.values
    if program.computation is not None:
        value = _computed(rules, program, program.computation, m, at)
    if value is not None:
        values = {**values, event: value}
    pending = dict(m.pending)
    pending.pop(event, None)
    for target in program.cancels:
        pending.pop(target, None)
    included = m.included
    done = {**m.executed, event: at}
    if not program.effects:
        for target in program.responses:
            pending.setdefault(target, None)
        if program.excludes or program.includes:
            included = (included - program.excludes) | program.includes
        step = Step(Marking(done, pending, included, values, m.instances), ())
    else:
        active = _active(rules, program, values, at)
        for target in active.cancels:
            pending.pop(target, None)
        _owe(pending, program, active)
        included = included - program.excludes - set(active.excludes)
        included = included | program.includes | set(active.includes)
        written = {**values, **active.updates} if active.updates else values
        marking = Marking(done, pending, included, written, m.instances)
        full = _too_many(rules, m, active.spawns)
        if active.spawns and not full:
            marking = with_copies(rules, marking, active.spawns, at, values.get(event))
        step = Step(marking, tuple(active.unjudged), full)
    if rules.mode is Mode.ANALYSIS:
        return Step(_due_at_once(rules, step.marking, m, at), step.unjudged, step.full)
    return step


def _too_many(rules: Rules, m: Marking, places: list[str]) -> tuple[str, ...]:
    """The places of these copies, when the case may not have so many."""
    if not places or sum(m.instances.values()) + len(places) <= rules.most_copies:
        return ()
    return tuple(places)


def _computed(rules: Rules, program: Program, expr: Expr, m: Marking, at: datetime) -> Value:
    """The event's own value by its expression, over the data before the step; None: not to be
    had."""
    try:
        return expr.run(reader(program.places, m.values), Moment(at, rules.zone, rules.calendar))
    except GuardError:
        return None


def _active(rules: Rules, program: Program, values: Mapping[str, Value], at: datetime) -> _Active:
    active = _Active([], {}, set(), [], [], {}, [], [])
    moment = Moment(at, rules.zone, rules.calendar)
    places = program.effects[0].places
    scope = reader(places, values)
    for rule in program.effects:
        if rule.places is not places:
            places, scope = rule.places, reader(rule.places, values)
        try:
            if rule.guard is None or judged(rule.guard, scope, moment):
                _note(rules, rule, active, scope, moment)
        except GuardError:
            active.unjudged.append(rule)
    return active


def _note(rules: Rules, rule: Rule, active: _Active, scope: Scope, moment: Moment) -> None:
    target = rule.target
    match rule.kind:
        case Kind.CANCEL:
            active.cancels.append(target)
        case Kind.RESPONSE:
            deadline = _deadline(rules, rule, scope, moment.now)
            known = target in active.duties
            active.duties[target] = earlier(active.duties[target], deadline) if known else deadline
            if rule.relation.restart:
                active.restarts.add(target)
        case Kind.EXCLUDE:
            active.excludes.append(target)
        case Kind.INCLUDE:
            active.includes.append(target)
        case Kind.SPAWN:
            active.spawns.append(target)
        case _:
            assert rule.value is not None
            active.updates[target] = rule.value.run(scope, moment)


def _deadline(rules: Rules, rule: Rule, scope: Scope, at: datetime) -> datetime | None:
    """When the duty is due. A duration that is missing or no duration leaves a duty without one."""
    relation = rule.relation
    deadline = None if relation.deadline is None else later(rules, at, relation.deadline)
    if relation.deadline_from is not None:
        try:
            own = duration_of(scope(relation.deadline_from))
            if own is not None:
                deadline = earlier(deadline, later(rules, at, own))
        except (Unset, DurationError):
            return deadline
    return deadline


def _owe(pending: dict[str, datetime | None], program: Program, active: _Active) -> None:
    """The earlier deadline stands, unless a response says that it starts anew."""
    for target in program.responses:
        active.duties.setdefault(target, None)
    for target, deadline in active.duties.items():
        if target in active.restarts:
            pending[target] = deadline
        else:
            pending[target] = earlier(pending.get(target), deadline)


def _due_at_once(rules: Rules, m: Marking, before: Marking, at: datetime) -> Marking:
    """Analysis: clocks of excluded events run on and stop at zero, so what comes back late is due
    now [HMSZ13]."""
    back = here(rules.of(m), m).included - here(rules, before).included
    late = {
        event: at
        for event in back
        if (deadline := m.pending.get(event)) is not None and deadline < at
    }
    if not late:
        return m
    return Marking(m.executed, {**m.pending, **late}, m.included, m.values, m.instances)
