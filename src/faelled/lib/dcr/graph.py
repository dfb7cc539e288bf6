"""A rule graph as plain, frozen data: what may happen, by whom, and why.

The static structure of [HM10] and [HMS11] with time [HMSZ13] and data [HNMDS21]: events, groups
that nest them, roles, and relations between events or groups. What happens when an event is
executed is the engine's business; nothing here moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.errors import UnknownEvent
from faelled.lib.dcr.values import Value


class Kind(StrEnum):
    """The relations of a graph. `SPAWN` is read and kept; the engine refuses to run it so far."""

    CONDITION = "condition"
    RESPONSE = "response"
    MILESTONE = "milestone"
    INCLUDE = "include"
    EXCLUDE = "exclude"
    CANCEL = "cancel"
    UPDATE = "update"
    SPAWN = "spawn"


class FieldType(StrEnum):
    TEXT = "text"
    LONGTEXT = "longtext"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    CHOICES = "choices"
    CPR = "cpr"
    FILE = "file"
    DURATION = "duration"


class EventType(StrEnum):
    """An activity, or one that holds a graph of its own [DHS14]; the engine refuses the latter."""

    ACTIVITY = "activity"
    SUBPROCESS = "subprocess"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in the law something stands.

    >>> Citation.parse("forvaltningsloven § 19, stk. 1")
    Citation(act='forvaltningsloven', section='§ 19, stk. 1', text='')
    >>> str(Citation("barnets lov", "§ 87, stk. 1"))
    'barnets lov § 87, stk. 1'
    """

    act: str
    section: str
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Split at the first section sign; without one the whole is the act's name."""
        act, sign, section = text.strip().partition("§")
        return cls(act.strip(), f"{sign}{section}".strip())

    def __str__(self) -> str:
        return f"{self.act} {self.section}".strip()


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of what an event asks for.

    `min` and `max` are texts in the field's own type. `show_if` and `required_if` are guards that
    may name a sibling field by its bare id. `summary` puts the answer among the lines that a leader
    reads.
    """

    id: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    show_if: str = ""
    required_if: str = ""
    options: tuple[Option, ...] = ()
    min: str | None = None
    max: str | None = None
    help: str = ""
    cites: tuple[Citation, ...] = ()
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What case work does when the event is executed (a letter, a result); opaque to the engine."""

    kind: str
    options: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Event:
    """A step that a person or the system can take.

    `roles`: who may execute it (none: anybody, or the roles of the nearest group that has some).
    `computation`: an expression that gives its value; what a person sends along is then ignored.
    `scalar`: the value is one value of the first field's type, not a record.
    `log_names`: what event logs of other systems call the event, so that they can be replayed.
    """

    id: str
    label: str
    roles: tuple[str, ...] = ()
    read_roles: tuple[str, ...] = ()
    parent: str | None = None
    phase: str = ""
    fields: tuple[Field, ...] = ()
    cites: tuple[Citation, ...] = ()
    help: str = ""
    effects: tuple[Effect, ...] = ()
    computation: str | None = None
    scalar: bool = False
    type: EventType = EventType.ACTIVITY
    log_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A nesting [HMS11]: no event itself; what is said of it holds for every event inside it."""

    id: str
    label: str
    parent: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One rule between two events or groups, with its reason for people.

    `delay` belongs to a condition, `deadline` to a response; `delay_from` and `deadline_from` name
    an event (or variable) whose value is the duration instead. `value` is the expression of an
    update. A response with `restart` replaces a running deadline; without it the earlier one
    stands. `why` is one Danish sentence.
    """

    kind: Kind
    source: str
    target: str
    guard: str | None = None
    delay: Duration | None = None
    deadline: Duration | None = None
    value: str | None = None
    restart: bool = False
    cites: tuple[Citation, ...] = ()
    why: str = ""
    delay_from: str | None = None
    deadline_from: str | None = None


@dataclass(frozen=True, slots=True)
class Initial:
    """The marking a case starts with. Times may be relative to that start.

    `executed`: a moment, an offset from the start (P-1D: the day before), or None for the start.
    `pending`: a deadline as a moment or an offset, or None for no deadline.
    `values`: of events and of the graph's own variables (names that are no event).
    """

    executed: Mapping[str, datetime | Duration | None] = field(default_factory=dict, hash=False)
    pending: Mapping[str, datetime | Duration | None] = field(default_factory=dict, hash=False)
    included: frozenset[str] = frozenset()
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Graph:
    """Events, groups and relations, with the marking a case begins in.

    >>> ask, answer = Event("ask", "Spørg"), Event("answer", "Svar")
    >>> graph = Graph("talk", "1", "Samtale", events=(ask, answer),
    ...               relations=(Relation(Kind.CONDITION, "ask", "answer"),),
    ...               initial=Initial(included=frozenset({"ask", "answer"})))
    >>> graph.event("answer").label
    'Svar'
    """

    id: str
    version: str
    title: str
    language: str = "da"
    source: str = ""
    licence: str = ""
    summary: str = ""
    kle: str = ""
    facet: str = ""
    case_title: str = ""
    phases: tuple[Phase, ...] = ()
    roles: tuple[Role, ...] = ()
    events: tuple[Event, ...] = ()
    groups: tuple[Group, ...] = ()
    relations: tuple[Relation, ...] = ()
    initial: Initial = Initial()
    _by_id: Mapping[str, Event] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {event.id: event for event in self.events})

    def event(self, id: str) -> Event:
        """The event with this id; `UnknownEvent` when there is none."""
        try:
            return self._by_id[id]
        except KeyError:
            raise UnknownEvent(id) from None

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def role_label(self, id: str) -> str:
        """What people call the role; the id itself where the graph gives no label."""
        return next((role.label for role in self.roles if role.id == id), id)
