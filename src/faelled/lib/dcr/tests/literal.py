"""The definitions (docs/modules/dcr.md) read aloud: slow, on sets and dicts, sentence by sentence.

Nothing here comes from the engine but the dataclasses of a graph. Nesting is expanded without
merging, time is added by `lib/dates`, and what a guard means is told by the test that wrote it.
A template is copied by composing: its events and its rules are added to those that are there.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Event, EventType, Graph, Group, Kind
from faelled.lib.dcr.tests.literal_state import Arrow, Meaning, Node, State
from faelled.lib.dcr.values import Part, Row, Scalar, Value, rows_of

CALENDAR = danish_calendar()


def single(part: Part) -> Scalar:
    return tuple(map(str, part)) if isinstance(part, tuple) else part


class Literal:
    def __init__(self, graph: Graph, meanings: Mapping[str, Meaning], *, analysis: bool) -> None:
        self.graph = graph
        self.meanings = meanings
        self.analysis = analysis
        self.items: dict[str, Event | Group] = {group.id: group for group in graph.groups}
        self.items |= {event.id: event for event in graph.events}
        self.chains = {id: self.templates_around(id) for id in self.items}
        self.events = {event.id: event for event in graph.events}
        self.known_holders: dict[Node, list[Node]] = {}

    # Nesting

    def atoms(self, id: str) -> set[str]:
        if any(event.id == id for event in self.graph.events):
            return {id}
        inside = {event.id for event in self.graph.events if event.parent == id}
        for group in self.graph.groups:
            if group.parent == id:
                inside |= self.atoms(group.id)
        return inside

    def outward(self, id: str) -> Iterator[Event | Group]:
        """What it lies in, nearest first."""
        parent = self.items[id].parent
        while parent is not None:
            yield self.items[parent]
            parent = self.items[parent].parent

    def event(self, node: Node) -> Event:
        return self.events[node.id]

    def rol(self, node: Node) -> set[str]:
        roles = self.event(node).roles
        for outer in self.outward(node.id):
            roles = roles or outer.roles
        return set(roles)

    def chain(self, id: str) -> list[str]:
        return self.chains[id]

    def templates_around(self, id: str) -> list[str]:
        """The templates it lies in, outermost first; a template lies in itself."""
        around = [self.items[id], *self.outward(id)]
        found = [item for item in around if isinstance(item, Event)]
        return [item.id for item in reversed(found) if item.type is EventType.TEMPLATE]

    def holders(self, node: Node) -> list[Node]:
        """The sub-processes and copies it lies in, nearest first."""
        if node not in self.known_holders:
            self.known_holders[node] = [
                Node(outer.id, node.path[: len(self.chain(outer.id))])
                for outer in self.outward(node.id)
                if isinstance(outer, Event)
            ]
        return self.known_holders[node]

    def inside(self, state: State, holder: Node) -> list[Node]:
        return [node for node in state.nodes if holder in self.holders(node)]

    def holds(self, node: Node) -> bool:
        return self.event(node).type is not EventType.ACTIVITY

    def within(self, state: State, node: Node) -> bool:
        """Part of the case: it is included, and so is all that it lies in."""
        return all(here.name in state.inc for here in (node, *self.holders(node)))

    # Copies

    def node_of(self, state: State, name: str) -> Node:
        return next(node for node in state.nodes if node.name == name)

    def copy_template(
        self, state: State, template: str, around: Node | None, at: datetime, trigger: Value
    ) -> None:
        path = () if around is None else around.path
        place = (
            Node(template, path).name if not path else f"{Node(path[-1][0], path).name}.{template}"
        )
        number = state.copies[place] = state.copies.get(place, 0) + 1
        deeper = (*path, (template, number))
        fresh = [
            Node(event.id, deeper)
            for event in self.graph.events
            if self.chain(event.id) == [step for step, _ in deeper]
        ]
        state.nodes += fresh

        def renamed(node: Node, to_spawn: bool) -> Node:
            chain = self.chain(node.id)[: -1 if to_spawn else None]
            is_local = node.path == path and chain[: len(deeper)] == [step for step, _ in deeper]
            return Node(node.id, deeper) if is_local else node

        for source, target, rule in list(state.arrows):
            new = (renamed(source, False), renamed(target, rule.kind is Kind.SPAWN), rule)
            if new[:2] != (source, target):
                state.arrows.append(new)
        for node in fresh:
            self.begin(state, node, at)
        if trigger is not None:
            state.va[Node(template, deeper).name] = trigger

    def is_there(self, arrow: Arrow) -> bool:
        """A rule of which no end waits for a template to be copied."""
        source, target, rule = arrow
        chain = self.chain(target.id)[: -1 if rule.kind is Kind.SPAWN else None]
        return len(source.path) == len(self.chain(source.id)) and len(target.path) == len(chain)

    # Time

    def plus(self, at: datetime, duration: Duration) -> datetime:
        return duration.add_to(at, calendar=CALENDAR)

    def moment(self, at: datetime, time: datetime | Duration | None) -> datetime | None:
        return self.plus(at, time) if isinstance(time, Duration) else time

    def begin(self, state: State, node: Node, at: datetime) -> None:
        initial = self.graph.initial
        if node.id in initial.included:
            state.inc.add(node.name)
        if node.id in initial.executed:
            state.ex[node.name] = self.moment(at, initial.executed[node.id]) or at
        if node.id in initial.pending:
            state.re[node.name] = self.moment(at, initial.pending[node.id])
        if node.id in initial.values:
            state.va[node.name] = initial.values[node.id]

    def start(self, at: datetime) -> State:
        state = State()
        state.arrows = [
            (Node(source), Node(target), rule)
            for rule in self.graph.relations
            for source in self.atoms(rule.source)
            for target in self.atoms(rule.target)
        ]
        state.nodes = [Node(event.id) for event in self.graph.events if not self.chain(event.id)]
        for node in state.nodes:
            self.begin(state, node, at)
        for name, value in self.graph.initial.values.items():
            if name not in self.items:
                state.va[name] = value
        return state

    def time_may_be(self, state: State, at: datetime) -> bool:
        if not self.analysis:
            return True
        deadlines = [state.re.get(node.name) for node in state.nodes if self.within(state, node)]
        return all(deadline is None or at <= deadline for deadline in deadlines)

    # Data

    def rows(self, state: State, va: Mapping[str, Value], id: str, ends: tuple[Node, ...]) -> Value:
        """A row for each copy that agrees with the ends on the templates they share."""

        def agrees(node: Node) -> bool:
            return all(
                one == other
                for end in ends
                for one, other in zip(node.path, end.path, strict=False)
                if one[0] == other[0]
            )

        nodes = [node for node in state.nodes if node.id == id and agrees(node)]
        fields = self.event(Node(id)).fields
        found: list[Row] = []
        for node in sorted(nodes, key=lambda node: [number for _, number in node.path]):
            value = va.get(node.name)
            if isinstance(value, Mapping):
                found.append(
                    {key: single(part) for key, part in value.items() if not rows_of(part)}
                )
            else:
                found.append({fields[0].id: single(value)} if value is not None and fields else {})
        return tuple(found)

    def view(self, state: State, va: Mapping[str, Value], *ends: Node) -> dict[str, Value]:
        """The values by the names that an expression of these ends uses: of a template's events the
        copy's own, else a row for each copy; `trigger` is the value of the deeper end's copy, else
        of the first's."""
        found = {name: va[name] for name in va if name not in self.items and "#" not in name}
        for event in self.graph.events:
            chain = self.chain(event.id)
            if chain and not any(
                [step for step, _ in end.path][: len(chain)] == chain for end in ends
            ):
                found[event.id] = self.rows(state, va, event.id, ends)
            for end in ends:
                if [step for step, _ in end.path[: len(chain)]] == chain:
                    name = Node(event.id, end.path[: len(chain)]).name
                    if name in va:
                        found[event.id] = va[name]
        first, last = ends[0].path, ends[-1].path
        path = last if last[: len(first)] == first else first
        if path:
            trigger = va.get(Node(path[-1][0], path).name)
            if trigger is not None:
                found["trigger"] = trigger
        return found

    def kept(self, name: str, va: Mapping[str, Value]) -> Duration | None:
        value = va.get(name)
        return value if isinstance(value, Duration) else None

    # Enabledness

    def judged(
        self, state: State, arrow: Arrow, va: Mapping[str, Value], at: datetime
    ) -> bool | None:
        source, target, rule = arrow
        if rule.guard is None:
            return True
        value = self.meanings[rule.guard](self.view(state, va, source, target), at)
        return value if isinstance(value, bool) else None

    def enabled(self, state: State, node: Node, at: datetime, who: set[str] | None) -> bool:
        if self.holds(node) or not self.time_may_be(state, at):
            return False
        if who is not None and self.rol(node) and not who & self.rol(node):
            return False
        return self.open(state, node, at)

    def open(self, state: State, node: Node, at: datetime) -> bool:
        """Included, barred by nothing, and so is what it lies in."""
        if node.name not in state.inc:
            return False
        if not all(self.open(state, holder, at) for holder in self.holders(node)):
            return False
        for arrow in state.arrows:
            source, target, rule = arrow
            if target != node or not self.is_there(arrow) or not self.within(state, source):
                continue
            if self.judged(state, arrow, state.va, at) is False:
                continue
            if rule.kind is Kind.CONDITION and not self.done_long_enough(state, arrow, at):
                return False
            if rule.kind is Kind.MILESTONE and source.name in state.re:
                return False
        return True

    def done_long_enough(self, state: State, arrow: Arrow, at: datetime) -> bool:
        source, target, rule = arrow
        done = state.ex.get(source.name)
        if done is None:
            return False
        if rule.delay is not None and at < self.plus(done, rule.delay):
            return False
        if rule.delay_from is not None:
            own = self.kept(rule.delay_from, self.view(state, state.va, source, target))
            return own is not None and at >= self.plus(done, own)
        return True

    # Effect

    def execute(self, before: State, node: Node, at: datetime, v: Value) -> State:
        state = self.happen(before, node, at, v)
        for holder in self.holders(node):
            owed = [
                inner
                for inner in self.inside(state, holder)
                if inner.name in state.re and self.within(state, inner)
            ]
            if not owed and self.open(state, holder, at):
                state = self.happen(state, holder, at, None)
        return state

    def happen(self, before: State, node: Node, at: datetime, v: Value) -> State:
        state = before.copy()
        event, e = self.event(node), node.name
        if event.computation is not None:
            v = self.meanings[event.computation](self.view(before, before.va, node), at)
        if v is not None:
            state.va[e] = v
        store = dict(state.va)
        active = [
            arrow
            for arrow in before.arrows
            if arrow[0] == node
            and self.is_there(arrow)
            and self.judged(before, arrow, store, at) is True
        ]

        def targets(kind: Kind) -> list[Node]:
            return [target for _, target, rule in active if rule.kind is kind]

        # 1
        state.ex[e] = at
        state.re.pop(e, None)
        # 2
        for f in targets(Kind.CANCEL):
            state.re.pop(f.name, None)
        # 3
        self.respond(state, active, store, at)
        # 4
        state.inc -= {f.name for f in targets(Kind.EXCLUDE)}
        # 5
        state.inc |= {f.name for f in targets(Kind.INCLUDE)}
        # 6
        self.update(state, active, store, at)
        # 7
        self.spawn(state, active, at, store.get(e))
        # the clocks of excluded events stop at zero
        for inner in state.nodes:
            was = inner in before.nodes and self.within(before, inner)
            deadline = state.re.get(inner.name)
            back = self.within(state, inner) and not was
            if self.analysis and back and deadline is not None and deadline < at:
                state.re[inner.name] = at
        return state

    def update(
        self, state: State, active: list[Arrow], store: Mapping[str, Value], at: datetime
    ) -> None:
        for source, target, rule in active:
            if rule.kind is Kind.UPDATE:
                assert rule.value is not None
                written = self.meanings[rule.value](self.view(state, store, source, target), at)
                if written is not None:
                    state.va[target.name] = written

    def spawn(self, state: State, active: list[Arrow], at: datetime, trigger: Value) -> None:
        """The same rule said twice (of a group, and of an event in it) is one rule."""
        spawned = {
            (target, rule.guard): None for _, target, rule in active if rule.kind is Kind.SPAWN
        }
        for target, _ in spawned:
            around = Node(target.path[-1][0], target.path) if target.path else None
            self.copy_template(state, target.id, around, at, trigger)

    def respond(
        self, state: State, active: list[Arrow], store: Mapping[str, Value], at: datetime
    ) -> None:
        responses = [arrow for arrow in active if arrow[2].kind is Kind.RESPONSE]
        for f in {target for _, target, _ in responses}:
            mine = [arrow for arrow in responses if arrow[1] == f]
            deadlines: set[datetime] = set()
            for source, target, rule in mine:
                if rule.deadline is not None:
                    deadlines.add(self.plus(at, rule.deadline))
                if rule.deadline_from is not None:
                    own = self.kept(rule.deadline_from, self.view(state, store, source, target))
                    if own is not None:
                        deadlines.add(self.plus(at, own))
            running = state.re.get(f.name)
            if running is not None and not any(rule.restart for _, _, rule in mine):
                deadlines.add(running)
            state.re[f.name] = min(deadlines, default=None)

    # Acceptance

    def accepting(self, state: State) -> bool:
        return not any(node.name in state.re and self.within(state, node) for node in state.nodes)

    def overdue(self, state: State, at: datetime) -> set[str]:
        late = set()
        for node in state.nodes:
            deadline = state.re.get(node.name)
            if self.within(state, node) and deadline is not None and deadline < at:
                late.add(node.name)
        return late
