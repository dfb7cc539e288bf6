"""A graph made ready to run: for each event what may bar it and what it brings about.

Compiled once per graph and never changed after, so any number of threads may share it. Rules
without guard or time stand apart as plain ids: they are most rules, and the quick ones.

A case that has copies of templates has a program for each event of each copy. They are compiled
when a case first comes to have so many, and serve every case that has as many.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dcr.errors import InvalidGraph, UnknownEvent
from faelled.lib.dcr.expand import Around, Place, events_there, place_in, relations_there
from faelled.lib.dcr.flatten import flatten, spawned_wrongly
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.guards import Expr, GuardError, parse
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.timing import Clock, Mode

KEPT = 64
NO_RULES: tuple["Rule", ...] = ()
_BARRING = (Kind.CONDITION, Kind.MILESTONE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One relation between two events with its expressions read. `places`: where the values of the
    names in them are kept."""

    relation: Relation
    kind: Kind
    source: str
    target: str
    guard: Expr | None
    value: Expr | None
    plain: bool
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Program:
    """Everything about one event.

    `conditions` and `milestones`: sources of the plain ones. `barred`: all rules that can bar it,
    of which `special` have a guard or a delay. `cancels` to `includes`: targets of the plain
    effects; `effects`: the rules with a guard, a time or a value, and those that spawn. `around`:
    the sub-processes it lies in, nearest first. `parts`: all events inside, when it is one itself.
    """

    event: Event
    roles: frozenset[str]
    computation: Expr | None
    places: Mapping[str, Place]
    barred: tuple[Rule, ...]
    conditions: tuple[str, ...]
    milestones: tuple[str, ...]
    special: tuple[Rule, ...]
    cancels: tuple[str, ...]
    responses: tuple[str, ...]
    excludes: frozenset[str]
    includes: frozenset[str]
    effects: tuple[Rule, ...]
    around: tuple[str, ...]
    parts: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole graph, flat and compiled, with the copies of one marking.

    `graph` is the flat graph itself, templates and all. `into[kind][event]`: the rules with that
    target. `wraps`: the sub-processes that hold something, with all that is inside.
    """

    graph: Graph
    programs: Mapping[str, Program]
    into: Mapping[Kind, Mapping[str, tuple[Rule, ...]]]
    wraps: tuple[tuple[str, frozenset[str]], ...]
    mode: Mode
    zone: ZoneInfo
    clock: Clock
    calendar: Calendar
    family: "Family"

    def program(self, event: str) -> Program:
        try:
            return self.programs[event]
        except KeyError:
            raise UnknownEvent(event) from None


class Family:
    """One graph, compiled anew for each number of copies that a case comes to have."""

    def __init__(
        self, graph: Graph, *, calendar: Calendar, mode: Mode, zone: ZoneInfo, clock: Clock
    ) -> None:
        """Raises `InvalidGraph` for what contradicts itself, and what is spawned wrongly."""
        flat = flatten(graph)
        problems = spawned_wrongly(flat)
        if problems:
            raise InvalidGraph(tuple(problems))
        self.graph = flat
        self.known = frozenset(flat.initial.values.keys() | {event.id for event in flat.events})
        self.begins = _beginnings(flat)
        self._settings = (mode, zone, clock, calendar)
        self._expressions = _read(flat)
        self._made = lru_cache(maxsize=KEPT)(self._compile)
        self.plain = self._compile(frozenset())

    def of(self, m: Marking) -> Rules:
        """The rules for the copies that this marking has."""
        if not m.instances:
            return self.plain
        return self._made(frozenset(m.instances.items()))

    def _compile(self, instances: frozenset[tuple[str, int]]) -> Rules:
        counts = dict(instances)
        places: dict[int, dict[str, Place]] = {}
        there = list(relations_there(self.graph, counts))
        rules = tuple(
            self._rule(rule, where, places.setdefault(id(where), {})) for rule, where in there
        )
        events = list(events_there(self.graph, counts))
        around = _around([event for event, _ in events])
        parts: dict[str, set[str]] = {
            event.id: set() for event, _ in events if event.type is not EventType.ACTIVITY
        }
        for inner, holders in around.items():
            for holder in holders:
                parts[holder].add(inner)
        barring = _grouped((rule.target, rule) for rule in rules if rule.kind in _BARRING)
        effects = _grouped((rule.source, rule) for rule in rules if rule.kind not in _BARRING)
        programs = {
            event.id: _program(
                event,
                barred=barring.get(event.id, NO_RULES),
                caused=effects.get(event.id, NO_RULES),
                computation=self._expressions.get(event.computation or ""),
                places=self._computed_from(event, where),
                around=around[event.id],
                parts=frozenset(parts[event.id]) if event.id in parts else None,
            )
            for event, where in events
        }
        wraps = tuple((holder, frozenset(inside)) for holder, inside in parts.items() if inside)
        mode, zone, clock, calendar = self._settings
        into = {
            kind: _grouped((rule.target, rule) for rule in rules if rule.kind is kind)
            for kind in Kind
        }
        return Rules(self.graph, programs, into, wraps, mode, zone, clock, calendar, self)

    def _rule(self, relation: Relation, where: Around, places: dict[str, Place]) -> Rule:
        """`places` is shared by the rules that stand in the same copies, and filled as they are
        read: one scope then serves all effects of a step."""
        guard = self._expressions.get(relation.guard or "")
        value = self._expressions.get(relation.value or "")
        timed = (relation.delay, relation.delay_from, relation.deadline, relation.deadline_from)
        plain = guard is None and value is None and not relation.restart and not any(timed)
        if relation.kind is Kind.RESPONSE and relation.deadline is not None:
            plain = False  # a deadline of no length is still a deadline
        if relation.kind is Kind.SPAWN:
            plain = False
        read = {name for expr in (guard, value) if expr is not None for name in expr.names}
        read |= {name for name in (relation.delay_from, relation.deadline_from) if name}
        for name in read - places.keys():
            places[name] = place_in(self.graph, self.known, name, where)
        ends = relation.source, relation.target
        return Rule(relation, relation.kind, *ends, guard, value, plain, places)

    def _computed_from(self, event: Event, where: Around) -> Mapping[str, Place]:
        expr = self._expressions.get(event.computation or "")
        read = () if expr is None else expr.names
        return {name: place_in(self.graph, self.known, name, where) for name in read}


def _beginnings(flat: Graph) -> Mapping[tuple[str, ...], Initial]:
    """The initial marking in parts: of the graph itself under (), else of the templates around."""
    begin = flat.initial
    ids = begin.executed.keys() | begin.pending.keys() | begin.included | begin.values.keys()
    chains = {flat.templates(id) for id in ids} | {flat.templates(e.id) for e in flat.events} | {()}
    return {
        chain: Initial(
            {id: at for id, at in begin.executed.items() if flat.templates(id) == chain},
            {id: at for id, at in begin.pending.items() if flat.templates(id) == chain},
            frozenset(id for id in begin.included if flat.templates(id) == chain),
            {id: value for id, value in begin.values.items() if flat.templates(id) == chain},
        )
        for chain in chains
    }


def _read(graph: Graph) -> Mapping[str, Expr]:
    """Every expression of the graph by its text; `InvalidGraph` names all that cannot be read."""
    problems: list[str] = []
    found: dict[str, Expr] = {}

    def read(text: str | None, place: str) -> None:
        if not text or text in found:
            return
        try:
            found[text] = parse(text)
        except GuardError as error:
            problems.append(f"{place}: {error}.")

    for relation in graph.relations:
        place = f"Reglen fra »{relation.source}« til »{relation.target}«"
        if relation.kind is Kind.UPDATE and not relation.value:
            problems.append(f"{place} siger ikke, hvilken værdi der skal skrives.")
        read(relation.guard, place)
        read(relation.value, place)
    for event in graph.events:
        read(event.computation, f"»{event.id}«")
    if problems:
        raise InvalidGraph(tuple(problems))
    return found


def _around(events: list[Event]) -> Mapping[str, tuple[str, ...]]:
    """For each event the sub-processes it lies in, nearest first."""
    parents = {event.id: event.parent for event in events}
    found: dict[str, tuple[str, ...]] = {}

    def around(id: str) -> tuple[str, ...]:
        if id not in found:
            parent = parents[id]
            found[id] = () if parent is None else (parent, *around(parent))
        return found[id]

    return {event.id: around(event.id) for event in events}


def _program(
    event: Event,
    *,
    barred: tuple[Rule, ...],
    caused: tuple[Rule, ...],
    computation: Expr | None,
    places: Mapping[str, Place],
    around: tuple[str, ...],
    parts: frozenset[str] | None,
) -> Program:
    def targets(kind: Kind) -> tuple[str, ...]:
        return tuple(rule.target for rule in caused if rule.plain and rule.kind is kind)

    def sources(kind: Kind) -> tuple[str, ...]:
        return tuple(rule.source for rule in barred if rule.plain and rule.kind is kind)

    return Program(
        event=event,
        roles=frozenset(event.roles),
        computation=computation,
        places=places,
        barred=barred,
        conditions=sources(Kind.CONDITION),
        milestones=sources(Kind.MILESTONE),
        special=tuple(rule for rule in barred if not rule.plain),
        cancels=targets(Kind.CANCEL),
        responses=targets(Kind.RESPONSE),
        excludes=frozenset(targets(Kind.EXCLUDE)),
        includes=frozenset(targets(Kind.INCLUDE)),
        effects=tuple(rule for rule in caused if not rule.plain),
        around=around,
        parts=parts,
    )


def _grouped(pairs: Iterable[tuple[str, Rule]]) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for end, rule in pairs:
        found.setdefault(end, []).append(rule)
    return {end: tuple(same) for end, same in found.items()}
