"""A graph made ready to run: for each event what may bar it and what it brings about.

Compiled once per graph and never changed after, so any number of threads may share it. Rules
without guard or time stand apart as plain ids: they are most rules, and the quick ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dcr.errors import InvalidGraph, UnknownEvent, UnsupportedGraph
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Event, EventType, Graph, Kind, Relation
from faelled.lib.dcr.guards import Expr, GuardError, parse
from faelled.lib.dcr.timing import Clock, Mode


@dataclass(frozen=True, slots=True)
class Rule:
    """One relation between two events with its expressions read."""

    relation: Relation
    kind: Kind
    source: str
    target: str
    guard: Expr | None
    value: Expr | None
    plain: bool


@dataclass(frozen=True, slots=True)
class Program:
    """Everything about one event.

    `conditions` and `milestones`: sources of the plain ones. `barred`: all rules that can bar it,
    of which `special` have a guard or a delay. `cancels` to `includes`: targets of the plain
    effects; `effects`: the rules with a guard, a time or a value.
    """

    event: Event
    roles: frozenset[str]
    computation: Expr | None
    barred: tuple[Rule, ...]
    conditions: tuple[str, ...]
    milestones: tuple[str, ...]
    special: tuple[Rule, ...]
    cancels: tuple[str, ...]
    responses: tuple[str, ...]
    excludes: frozenset[str]
    includes: frozenset[str]
    effects: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole graph, flat and compiled. `into[kind][event]`: the rules with that target."""

    graph: Graph
    programs: Mapping[str, Program]
    into: Mapping[Kind, Mapping[str, tuple[Rule, ...]]]
    names: Mapping[str, tuple[str, str | None]]
    mode: Mode
    zone: ZoneInfo
    clock: Clock
    calendar: Calendar

    def program(self, event: str) -> Program:
        try:
            return self.programs[event]
        except KeyError:
            raise UnknownEvent(event) from None


def compiled_rules(
    graph: Graph, *, calendar: Calendar, mode: Mode, zone: ZoneInfo, clock: Clock
) -> Rules:
    """Raises `UnsupportedGraph` for what cannot be run yet, `InvalidGraph` for what contradicts."""
    _refuse_unsupported(graph)
    flat = flatten(graph)
    rules, computations = _read(flat)
    known = flat.initial.values.keys() | {event.id for event in flat.events}
    expressions = [expr for rule in rules for expr in (rule.guard, rule.value) if expr is not None]
    expressions += computations.values()
    read = {name for expr in expressions for name in expr.names}
    for relation in flat.relations:
        read |= {relation.delay_from or "", relation.deadline_from or ""} - {""}
    return Rules(
        graph=flat,
        programs={
            event.id: _program(event, rules, computations.get(event.id)) for event in flat.events
        },
        into={kind: _by_target(rules, kind) for kind in Kind},
        names={name: place_of(name, known) for name in sorted(read)},
        mode=mode,
        zone=zone,
        clock=clock,
        calendar=calendar,
    )


def place_of(name: str, known: frozenset[str] | set[str]) -> tuple[str, str | None]:
    """Where a name of an expression is kept: an event or variable, and a field of it or None.

    >>> place_of("draft.amount", {"draft"}), place_of("v1.2", {"v1.2"})
    (('draft', 'amount'), ('v1.2', None))
    """
    if name in known:
        return name, None
    owner, dot, field = name.rpartition(".")
    while dot:
        if owner in known:
            return owner, name[len(owner) + 1 :]
        owner, dot, field = owner.rpartition(".")
    owner, dot, field = name.partition(".")
    return owner, field if dot else None


def _refuse_unsupported(graph: Graph) -> None:
    names = [f"delprocessen »{e.label}«" for e in graph.events if e.type is EventType.SUBPROCESS]
    names += [f"skabelonen »{e.label}«" for e in graph.events if e.type is EventType.TEMPLATE]
    names += [
        f"»{rule.source}« danner »{rule.target}«"
        for rule in graph.relations
        if rule.kind is Kind.SPAWN
    ]
    if names:
        raise UnsupportedGraph(tuple(names))


def _read(graph: Graph) -> tuple[tuple[Rule, ...], Mapping[str, Expr]]:
    problems: list[str] = []

    def read(text: str | None, place: str) -> Expr | None:
        if not text:
            return None
        try:
            return parse(text)
        except GuardError as error:
            problems.append(f"{place}: {error}.")
            return None

    rules = []
    for relation in graph.relations:
        place = f"Reglen fra »{relation.source}« til »{relation.target}«"
        if relation.kind is Kind.UPDATE and not relation.value:
            problems.append(f"{place} siger ikke, hvilken værdi der skal skrives.")
        guard, value = read(relation.guard, place), read(relation.value, place)
        rules.append(_rule(relation, guard, value))
    computations = {event.id: read(event.computation, f"»{event.id}«") for event in graph.events}
    if problems:
        raise InvalidGraph(tuple(problems))
    return tuple(rules), {id: expr for id, expr in computations.items() if expr is not None}


def _rule(relation: Relation, guard: Expr | None, value: Expr | None) -> Rule:
    timed = (relation.delay, relation.delay_from, relation.deadline, relation.deadline_from)
    plain = guard is None and value is None and not relation.restart and not any(timed)
    if relation.kind is Kind.RESPONSE and relation.deadline is not None:
        plain = False  # a deadline of no length is still a deadline
    return Rule(relation, relation.kind, relation.source, relation.target, guard, value, plain)


def _program(event: Event, rules: tuple[Rule, ...], computation: Expr | None) -> Program:
    barred = tuple(
        rule
        for rule in rules
        if rule.target == event.id and rule.kind in (Kind.CONDITION, Kind.MILESTONE)
    )
    caused = tuple(
        rule
        for rule in rules
        if rule.source == event.id and rule.kind not in (Kind.CONDITION, Kind.MILESTONE)
    )

    def targets(kind: Kind) -> tuple[str, ...]:
        return tuple(rule.target for rule in caused if rule.plain and rule.kind is kind)

    def sources(kind: Kind) -> tuple[str, ...]:
        return tuple(rule.source for rule in barred if rule.plain and rule.kind is kind)

    return Program(
        event=event,
        roles=frozenset(event.roles),
        computation=computation,
        barred=barred,
        conditions=sources(Kind.CONDITION),
        milestones=sources(Kind.MILESTONE),
        special=tuple(rule for rule in barred if not rule.plain),
        cancels=targets(Kind.CANCEL),
        responses=targets(Kind.RESPONSE),
        excludes=frozenset(targets(Kind.EXCLUDE)),
        includes=frozenset(targets(Kind.INCLUDE)),
        effects=tuple(rule for rule in caused if not rule.plain),
    )


def _by_target(rules: tuple[Rule, ...], kind: Kind) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.kind is kind:
            found.setdefault(rule.target, []).append(rule)
    return {target: tuple(same) for target, same in found.items()}
