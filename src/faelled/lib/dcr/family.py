"""One graph, made ready for each number of copies that a case comes to have.

What lies in a copy of a template is worked out when that copy first comes to be in any case, and
kept. So a case with one copy more costs that copy, and a look at each of the others. Only what
hangs on how many there are is made anew: what has a rule to or from each of them, or counts them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.expand import (
    Around,
    Path,
    Place,
    around_both,
    around_of,
    chains_of,
    each_copy,
    events_at,
    name_at,
    paths_on,
    place_in,
    place_of,
    relation_at,
    shared,
)
from faelled.lib.dcr.flatten import flatten, spawned_wrongly
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.guards import Expr, GuardError, parse
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.rules import BARRING, Places, Program, Rule, Rules, program_of
from faelled.lib.dcr.timing import Clock, Mode

# So many sets of copies and so many steps in copies are kept; what was let go is made anew.
SETS_KEPT = 64
STEPS_KEPT = 16_384
Counts = Mapping[str, int]
Item = TypeVar("Item")


class Family:
    """One graph, compiled: `plain` without copies, `of(marking)` with those that a case has."""

    def __init__(
        self,
        graph: Graph,
        *,
        calendar: Calendar,
        mode: Mode,
        zone: ZoneInfo,
        clock: Clock,
        most_copies: int,
    ) -> None:
        """Raises `InvalidGraph` for what contradicts itself, and what is spawned wrongly."""
        flat = flatten(graph)
        problems = spawned_wrongly(flat)
        if problems:
            raise InvalidGraph(tuple(problems))
        self.graph = flat
        self._known = frozenset(flat.initial.values.keys() | {event.id for event in flat.events})
        self._begins = _beginnings(flat)
        self._settings = (mode, zone, clock, calendar, most_copies)
        self._expressions = _read(flat)
        self._into = _grouped(
            (rule.target, at)
            for at, rule in enumerate(flat.relations)
            if rule.kind is not Kind.SPAWN
        )
        self._caused = _grouped(
            (rule.source, at) for at, rule in enumerate(flat.relations) if rule.kind not in BARRING
        )
        self._holders = _holders(flat)
        self._inside = _grouped(
            (holder, id) for id, holders in self._holders.items() for holder in holders
        )
        self._counting = frozenset(
            at for at, rule in enumerate(flat.relations) if self._counts(rule)
        )
        self._reads = self._names_by_chain()
        self._fixed = frozenset(event.id for event in flat.events if self._is_fixed(event))
        self._made = lru_cache(maxsize=SETS_KEPT)(self._compile)
        self._step = lru_cache(maxsize=STEPS_KEPT)(self._fixed_step)
        self._rule = lru_cache(maxsize=STEPS_KEPT)(self._fixed_rule)
        self._places = lru_cache(maxsize=STEPS_KEPT)(self._fixed_places)
        self.plain = self._compile(frozenset())

    def of(self, m: Marking) -> Rules:
        """The rules for the copies that this marking has."""
        if not m.instances:
            return self.plain
        return self._made(frozenset(m.instances.items()))

    def _compile(self, instances: frozenset[tuple[str, int]]) -> Rules:
        counts = dict(instances)
        programs: dict[str, Program] = {}
        for event, path in events_at(self.graph, counts):
            program = (
                self._step(event.id, path)
                if event.id in self._fixed
                else self._program(event, path, counts)
            )
            programs[program.event.id] = program
        wraps = tuple((id, program.parts) for id, program in programs.items() if program.parts)
        return Rules(self.graph, programs, wraps, self._begins, *self._settings, self.of)

    # What hangs on how many copies there are

    def _is_fixed(self, event: Event) -> bool:
        """Whether all that concerns it lies in the copies that it lies in itself, or in none."""
        own = self.graph.templates(event.id)
        rules = (*self._into.get(event.id, ()), *self._caused.get(event.id, ()))
        return (
            self._counting.isdisjoint(rules)
            and not self._goes_through(self._computation(event), own)
            and all(
                _begins_with(own, chain)
                for at in rules
                for chain in chains_of(self.graph, self.graph.relations[at])
            )
            and all(self.graph.templates(id) == own for id in self._inside.get(event.id, ()))
        )

    def _counts(self, rule: Relation) -> bool:
        source, target = chains_of(self.graph, rule)
        return self._goes_through(self._expressions_of(rule), source + target)

    def _goes_through(self, expressions: tuple[Expr, ...], around: tuple[str, ...]) -> bool:
        """Whether an expression goes through the copies of a template that is not around it."""
        owners = {place_of(n, self._known)[0] for expr in expressions for n in expr.lists}
        return any(not set(self.graph.templates(owner)) <= set(around) for owner in owners)

    # What is read

    def _expressions_of(self, rule: Relation) -> tuple[Expr, ...]:
        return tuple(self._expressions[text] for text in (rule.guard, rule.value) if text)

    def _computation(self, event: Event) -> tuple[Expr, ...]:
        return (self._expressions[event.computation],) if event.computation else ()

    def _names_by_chain(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """The names that are read in copies of the same templates: one scope then serves all
        effects of a step."""
        found: dict[tuple[str, ...], set[str]] = {}
        for event in self.graph.events:
            here = found.setdefault(self.graph.templates(event.id), set())
            here.update(name for expr in self._computation(event) for name in expr.names)
        for rule in self.graph.relations:
            deeper = max(chains_of(self.graph, rule), key=len)
            found.setdefault(deeper, set()).update(self._names_of(rule))
        return {chain: frozenset(names) for chain, names in found.items()}

    def _names_of(self, rule: Relation) -> set[str]:
        found = {name for expr in self._expressions_of(rule) for name in expr.names}
        return found | {name for name in (rule.delay_from, rule.deadline_from) if name}

    def _fixed_places(self, path: Path) -> Places:
        names = self._reads.get(tuple(template for template, _ in path), frozenset())
        return {name: self._place(name, around_of(path)) for name in names}

    def _place(self, name: str, around: Around) -> Place:
        return place_in(self.graph, self._known, name, around)

    def _each(self, expressions: tuple[Expr, ...], around: Around, counts: Counts) -> Places:
        """Where that is kept of which there is one in each copy."""
        lists = {name for expr in expressions for name in expr.lists}
        owners = {name: place_of(name, self._known)[0] for name in lists}
        found = {n: each_copy(self.graph, id, around, counts) for n, id in owners.items()}
        return {name: each for name, each in found.items() if each is not None}

    # Each step and each rule, in given copies

    def _fixed_step(self, id: str, path: Path) -> Program:
        return self._program(self.graph.event(id), path, {})

    def _program(self, event: Event, path: Path, counts: Counts) -> Program:
        expressions, places = self._computation(event), self._places(path)
        if self._goes_through(expressions, self.graph.templates(event.id)):
            places = {**places, **self._each(expressions, around_of(path), counts)}
        return program_of(
            self.graph.copied(event, path) if path else event,
            into=self._into_it(event.id, path, counts),
            caused=self._caused_by(event.id, path, counts),
            computation=expressions[0] if expressions else None,
            places=places,
            around=tuple(
                name_at(self.graph, holder, path[: len(self.graph.templates(holder))])
                for holder in self._holders[event.id]
            ),
            parts=None if event.type is EventType.ACTIVITY else self._parts(event, path, counts),
        )

    def _into_it(self, id: str, path: Path, counts: Counts) -> tuple[Rule, ...]:
        found: list[Rule] = []
        for at in self._into.get(id, ()):
            chain = self.graph.templates(self.graph.relations[at].source)
            others = paths_on(shared(path, chain), chain, counts)
            found += [self._rule_between(at, other, path, counts) for other in others]
        return tuple(found)

    def _caused_by(self, id: str, path: Path, counts: Counts) -> tuple[Rule, ...]:
        found: list[Rule] = []
        for at in self._caused.get(id, ()):
            _, chain = chains_of(self.graph, self.graph.relations[at])
            others = paths_on(shared(path, chain), chain, counts)
            found += [self._rule_between(at, path, other, counts) for other in others]
        return tuple(found)

    def _rule_between(self, at: int, one: Path, other: Path, counts: Counts) -> Rule:
        rule = self._rule(at, one, other)
        if at not in self._counting:
            return rule
        expressions = self._expressions_of(rule.relation)
        each = self._each(expressions, around_both(one, other), counts)
        return replace(rule, places={**rule.places, **each})

    def _fixed_rule(self, at: int, one: Path, other: Path) -> Rule:
        relation = self.graph.relations[at]
        longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
        if longer[: len(shorter)] == shorter:
            places = self._places(longer)
        else:
            around = around_both(one, other)
            places = {name: self._place(name, around) for name in self._names_of(relation)}
        there = relation_at(self.graph, relation, one, other)
        guard = self._expressions.get(relation.guard or "")
        value = self._expressions.get(relation.value or "")
        plain = guard is None and value is None and not _is_timed(relation)
        plain = plain and relation.kind is not Kind.SPAWN
        return Rule(there, there.kind, there.source, there.target, guard, value, plain, places)

    def _parts(self, event: Event, path: Path, counts: Counts) -> frozenset[str]:
        return frozenset(
            name_at(self.graph, id, inner)
            for id in self._inside.get(event.id, ())
            for inner in paths_on(path, self.graph.templates(id), counts)
        )


def _is_timed(rule: Relation) -> bool:
    """A deadline of no length is still a deadline; a delay of no length is none."""
    return (
        rule.restart
        or any((rule.delay, rule.delay_from, rule.deadline_from))
        or rule.deadline is not None
    )


def _begins_with(chain: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return chain[: len(part)] == part


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


def _holders(flat: Graph) -> Mapping[str, tuple[str, ...]]:
    """For each event the sub-processes and templates it lies in, nearest first."""
    parents = {event.id: event.parent for event in flat.events}

    def above(id: str) -> tuple[str, ...]:
        parent = parents[id]
        return () if parent is None else (parent, *above(parent))

    return {id: above(id) for id in parents}


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: tuple(same) for key, same in found.items()}
