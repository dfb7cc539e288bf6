"""A graph made ready to run: for each event what may bar it and what it brings about.

Compiled once per graph (`family`) and never changed after, so any number of threads may share it.
Rules without guard or time stand apart as plain ids: they are most rules, and the quick ones.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dcr.errors import UnknownEvent
from faelled.lib.dcr.expand import EachCopy, Place
from faelled.lib.dcr.graph import Event, Graph, Initial, Kind, Relation
from faelled.lib.dcr.guards import Expr
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.timing import Clock, Mode

BARRING = (Kind.CONDITION, Kind.MILESTONE)
Places = Mapping[str, Place | EachCopy]


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
    places: Places


@dataclass(frozen=True, slots=True)
class Program:
    """Everything about one event.

    `conditions` and `milestones`: sources of the plain ones. `barred`: all rules that can bar it,
    of which `special` have a guard or a delay. `cancels` to `includes`: targets of the plain
    effects; `effects`: the rules with a guard, a time or a value, and those that spawn. `into`: the
    rules with the event as their target, by kind. `around`: the sub-processes it lies in, nearest
    first. `parts`: all events inside, when it is one itself.
    """

    event: Event
    roles: frozenset[str]
    computation: Expr | None
    places: Places
    barred: tuple[Rule, ...]
    conditions: tuple[str, ...]
    milestones: tuple[str, ...]
    special: tuple[Rule, ...]
    cancels: tuple[str, ...]
    responses: tuple[str, ...]
    excludes: frozenset[str]
    includes: frozenset[str]
    effects: tuple[Rule, ...]
    into: Mapping[Kind, tuple[Rule, ...]]
    around: tuple[str, ...]
    parts: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole graph, flat and compiled, with the copies of one marking.

    `graph` is the flat graph itself, templates and all. `wraps`: the sub-processes that hold
    something, with all that is inside. `begins`: how what lies in the same templates begins, by
    these. `most_copies`: how many copies a case may have in all. `of`: the rules for another
    marking of the same graph.
    """

    graph: Graph
    programs: Mapping[str, Program]
    wraps: tuple[tuple[str, frozenset[str]], ...]
    begins: Mapping[tuple[str, ...], Initial]
    mode: Mode
    zone: ZoneInfo
    clock: Clock
    calendar: Calendar
    most_copies: int
    of: Callable[[Marking], "Rules"]

    def program(self, event: str) -> Program:
        try:
            return self.programs[event]
        except KeyError:
            raise UnknownEvent(event) from None


def program_of(
    event: Event,
    *,
    into: tuple[Rule, ...],
    caused: tuple[Rule, ...],
    computation: Expr | None,
    places: Places,
    around: tuple[str, ...],
    parts: frozenset[str] | None,
) -> Program:
    """The program of an event. `into`: all rules that end in it; `caused`: all its effects."""

    def targets(kind: Kind) -> tuple[str, ...]:
        return tuple(rule.target for rule in caused if rule.plain and rule.kind is kind)

    def sources(kind: Kind) -> tuple[str, ...]:
        return tuple(rule.source for rule in barred if rule.plain and rule.kind is kind)

    barred = tuple(rule for rule in into if rule.kind in BARRING)
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
        into=_by_kind(into),
        around=around,
        parts=parts,
    )


def _by_kind(rules: Iterable[Rule]) -> Mapping[Kind, tuple[Rule, ...]]:
    found: dict[Kind, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.kind, []).append(rule)
    return {kind: tuple(same) for kind, same in found.items()}
