"""The definitions (docs/modules/dcr.md) read aloud: slow, on sets and dicts, sentence by sentence.

Nothing here comes from the engine but the dataclasses of a graph. Nesting is expanded without
merging, time is added by `lib/dates`, and what a guard means is told by the test that wrote it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.values import Value

# What an expression is worth over the values and now; None when it cannot be worked out.
Meaning = Callable[[Mapping[str, Value], datetime], Value]
CALENDAR = danish_calendar()


@dataclass
class State:
    """M = (ex, re, in, va)."""

    ex: dict[str, datetime] = field(default_factory=dict)
    re: dict[str, datetime | None] = field(default_factory=dict)
    inc: set[str] = field(default_factory=set)
    va: dict[str, Value] = field(default_factory=dict)


class Literal:
    def __init__(self, graph: Graph, meanings: Mapping[str, Meaning], *, analysis: bool) -> None:
        self.graph = graph
        self.meanings = meanings
        self.analysis = analysis
        self.relations = [
            (source, target, rule)
            for rule in graph.relations
            for source in self.atoms(rule.source)
            for target in self.atoms(rule.target)
        ]

    # Nesting

    def atoms(self, id: str) -> set[str]:
        if any(event.id == id for event in self.graph.events):
            return {id}
        inside = {event.id for event in self.graph.events if event.parent == id}
        for group in self.graph.groups:
            if group.parent == id:
                inside |= self.atoms(group.id)
        return inside

    def rol(self, id: str) -> set[str]:
        event = next(event for event in self.graph.events if event.id == id)
        roles, parent = event.roles, event.parent
        while not roles and parent is not None:
            group = next(group for group in self.graph.groups if group.id == parent)
            roles, parent = group.roles, group.parent
        return set(roles)

    # Time

    def plus(self, at: datetime, duration: Duration) -> datetime:
        return duration.add_to(at, calendar=CALENDAR)

    def kept(self, name: str, va: Mapping[str, Value]) -> Duration | None:
        value = va.get(name)
        return value if isinstance(value, Duration) else None

    def start(self, at: datetime) -> State:
        state = State(inc=set(self.graph.initial.included), va=dict(self.graph.initial.values))
        for event, time in self.graph.initial.executed.items():
            state.ex[event] = (
                at if time is None else self.plus(at, time) if isinstance(time, Duration) else time
            )
        for event, time in self.graph.initial.pending.items():
            state.re[event] = self.plus(at, time) if isinstance(time, Duration) else time
        return state

    def time_may_be(self, state: State, at: datetime) -> bool:
        if not self.analysis:
            return True
        deadlines = [state.re[e] for e in state.re if e in state.inc]
        return all(deadline is None or at <= deadline for deadline in deadlines)

    # Enabledness

    def holds(self, rule: Relation, va: Mapping[str, Value], at: datetime) -> bool | None:
        if rule.guard is None:
            return True
        value = self.meanings[rule.guard](va, at)
        return value if isinstance(value, bool) else None

    def enabled(self, state: State, e: str, at: datetime, who: set[str] | None) -> bool:
        if e not in state.inc:
            return False
        if who is not None and self.rol(e) and not who & self.rol(e):
            return False
        if not self.time_may_be(state, at):
            return False
        for source, target, rule in self.relations:
            if target != e or source not in state.inc:
                continue
            if self.holds(rule, state.va, at) is False:
                continue
            if rule.kind is Kind.CONDITION and not self.done_long_enough(state, source, rule, at):
                return False
            if rule.kind is Kind.MILESTONE and source in state.re:
                return False
        return True

    def done_long_enough(self, state: State, f: str, rule: Relation, at: datetime) -> bool:
        if f not in state.ex:
            return False
        if rule.delay is not None and at < self.plus(state.ex[f], rule.delay):
            return False
        if rule.delay_from is not None:
            own = self.kept(rule.delay_from, state.va)
            return own is not None and at >= self.plus(state.ex[f], own)
        return True

    # Effect

    def execute(self, before: State, e: str, at: datetime, v: Value) -> State:
        state = State(dict(before.ex), dict(before.re), set(before.inc), dict(before.va))
        event = next(event for event in self.graph.events if event.id == e)
        if event.computation is not None:
            v = self.meanings[event.computation](before.va, at)
        if v is not None:
            state.va[e] = v
        store = dict(state.va)
        active = [
            (target, rule)
            for source, target, rule in self.relations
            if source == e and self.holds(rule, store, at) is True
        ]
        # 1
        state.ex[e] = at
        state.re.pop(e, None)
        # 2
        for f, rule in active:
            if rule.kind is Kind.CANCEL:
                state.re.pop(f, None)
        # 3
        self.respond(state, active, store, at)
        # 4
        state.inc -= {f for f, rule in active if rule.kind is Kind.EXCLUDE}
        # 5
        state.inc |= {f for f, rule in active if rule.kind is Kind.INCLUDE}
        # 6
        for f, rule in active:
            if rule.kind is Kind.UPDATE:
                assert rule.value is not None
                written = self.meanings[rule.value](store, at)
                if written is not None:
                    state.va[f] = written
        # the clocks of excluded events stop at zero
        for f in state.inc - before.inc:
            deadline = state.re.get(f)
            if self.analysis and deadline is not None and deadline < at:
                state.re[f] = at
        return state

    def respond(
        self,
        state: State,
        active: list[tuple[str, Relation]],
        store: Mapping[str, Value],
        at: datetime,
    ) -> None:
        responses = [(f, rule) for f, rule in active if rule.kind is Kind.RESPONSE]
        for f in {f for f, _ in responses}:
            mine = [rule for target, rule in responses if target == f]
            deadlines: set[datetime] = set()
            for rule in mine:
                if rule.deadline is not None:
                    deadlines.add(self.plus(at, rule.deadline))
                if rule.deadline_from is not None:
                    own = self.kept(rule.deadline_from, store)
                    if own is not None:
                        deadlines.add(self.plus(at, own))
            running = state.re.get(f)
            if running is not None and not any(rule.restart for rule in mine):
                deadlines.add(running)
            state.re[f] = min(deadlines, default=None)

    # Acceptance

    def accepting(self, state: State) -> bool:
        return not any(e in state.inc for e in state.re)

    def overdue(self, state: State, at: datetime) -> set[str]:
        late = set()
        for e, deadline in state.re.items():
            if e in state.inc and deadline is not None and deadline < at:
                late.add(e)
        return late
