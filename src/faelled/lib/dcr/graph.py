"""A rule graph as plain, frozen data: what may happen, by whom, and why.

The static structure of [HM10] and [HMS11] with time [HMSZ13] and data [HNMDS21]: events, groups
that nest them, roles, and relations between events or groups. What happens when an event is
executed is the engine's business; nothing here moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.copies import Copied, inner_name, path_name, read_name
from faelled.lib.dcr.errors import UnknownEvent
from faelled.lib.dcr.form import (
    Applicant,
    Citation,
    Exit,
    Field,
    FieldType,
    Option,
    Section,
    under_sections,
)
from faelled.lib.dcr.values import Value

__all__ = [
    "Citation",
    "Effect",
    "Event",
    "EventType",
    "Field",
    "FieldType",
    "Graph",
    "Group",
    "Initial",
    "Kind",
    "Option",
    "Phase",
    "Relation",
    "Role",
]


class Kind(StrEnum):
    """The relations of a graph: condition, response, include and exclude of [HM10], milestone of
    [HMS11], spawn of [DHS14], update of [HNMDS21]; a cancel takes away what is owed.

    The target of a `SPAWN` is a template; each execution of the source makes a new copy of it.

    >>> Kind("condition") is Kind.CONDITION
    True
    """

    CONDITION = "condition"
    RESPONSE = "response"
    MILESTONE = "milestone"
    INCLUDE = "include"
    EXCLUDE = "exclude"
    CANCEL = "cancel"
    UPDATE = "update"
    SPAWN = "spawn"


class EventType(StrEnum):
    """An activity, or one that holds a graph of its own [DHS14]: once, or as often as it is made.

    What names a sub-process or a template as its `parent` lies inside it. Nobody executes the two
    themselves: they happen when what is inside them is done. A template is part of no case; its
    copies are, and each of them is a sub-process.
    """

    ACTIVITY = "activity"
    SUBPROCESS = "subprocess"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Effect:
    """What case work does when the event is executed (a letter, a result); opaque to the engine."""

    kind: str
    options: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Event:
    """A step that a person or the system can take.

    `parent`: the group, sub-process or template it lies in.
    `roles`: who may execute it (none: anybody, or the roles of the nearest group that has some).
    `computation`: an expression that gives its value; what a person sends along is then ignored.
    `scalar`: the value is one value of the first field's type, not a record.
    `log_names`: what event logs of other systems call the event, so that they can be replayed.
    `sections`: the pages of its form; none: one page. `exits`: what some answers lead to at once.
    `applicant`: whom one can apply for with it; none: whomever one may act for.
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
    sections: tuple[Section, ...] = ()
    exits: tuple[Exit, ...] = ()
    applicant: tuple[Applicant, ...] = ()
    _asked: tuple[Field, ...] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_asked", under_sections(self.fields, self.sections))

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields as a form shows and takes them: each under its section's condition."""
        return self._asked


@dataclass(frozen=True, slots=True)
class Group:
    """A nesting [HMS11]: no event itself; what is said of it holds for every event inside it.

    `roles` pass to the events inside that have none; `parent` is a group, sub-process or template.

    >>> Group("work", "Behandling", roles=("caseworker",)).parent is None
    True
    """

    id: str
    label: str
    parent: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Who may take steps: `id` is what events and callers say, `label` what people read."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the case, in the order the graph lists them: a lane of the map."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One rule between two events or groups, with its reason for people.

    `delay` belongs to a condition, `deadline` to a response; `delay_from` and `deadline_from` name
    an event (or variable) whose value is the duration instead. `value` is the expression of an
    update. A response with `restart` replaces a running deadline; without it the earlier one
    stands: one execution must satisfy both duties. `why` is one Danish sentence.

    >>> four_weeks = Relation(Kind.RESPONSE, "apply", "decide", deadline=Duration(days=28))
    >>> four_weeks.deadline.in_words()
    '4 uger'
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

    >>> owed = Initial(pending={"hear": Duration(days=14)}, included=frozenset({"hear"}))
    >>> str(owed.pending["hear"])  # by fourteen days after the case begins
    'P14D'
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
    _templates: Mapping[str, tuple[str, ...]] = field(
        init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {event.id: event for event in self.events})
        object.__setattr__(self, "_templates", _templates_around(self.events, self.groups))

    def event(self, id: str) -> Event:
        """The event with this id; `UnknownEvent` when there is none.

        An id such as `visit#2.plan` is that event of the second copy of the template `visit`, and
        its label says so. Whether a case has come to that copy is for its marking to say.
        """
        event = self._by_id.get(id)
        if event is not None:
            return event
        name = read_name(id)
        if name is None or not self._can_hold(name):
            raise UnknownEvent(id)
        return self.copied(self._by_id[name.event], name.path)

    def _can_hold(self, name: Copied) -> bool:
        return name.event in self._by_id and self.templates(name.event) == tuple(
            template for template, _ in name.path
        )

    def templates(self, id: str) -> tuple[str, ...]:
        """The templates that an event or a group lies in, outermost first; a template in itself."""
        return self._templates.get(id, ())

    def beside(self, event: str, other: str) -> str:
        """The id of `other` as seen from an event: of what lies in the same copies, their own.

        From `visit#2.plan` the event `report` of the same template is `visit#2.report`; what lies
        outside is called as ever.
        """
        name, chain = read_name(event), self.templates(other)
        if name is None or tuple(template for template, _ in name.path[: len(chain)]) != chain:
            return other
        copy = path_name(name.path[: len(chain)])
        return copy if chain and other == chain[-1] else inner_name(copy, other)

    def copied(self, event: Event, path: tuple[tuple[str, int], ...]) -> Event:
        """The event as it is in these copies, one for each template around it, outermost first."""
        names = [path_name(path[:depth]) for depth in range(len(path) + 1)]
        where = ", ".join(f"{self._by_id[template].label} {number}" for template, number in path)
        if event.type is EventType.TEMPLATE:
            around = ", ".join(f"{self._by_id[id].label} {number}" for id, number in path[:-1])
            label = f"{event.label} {path[-1][1]}" + (f" ({around})" if around else "")
            return replace(
                event,
                id=names[-1],
                label=label,
                parent=self._place_of(event.parent, names[:-1]),
                type=EventType.SUBPROCESS,
            )
        return replace(
            event,
            id=inner_name(names[-1], event.id),
            label=f"{event.label} ({where})",
            parent=self._place_of(event.parent, names),
        )

    def _place_of(self, parent: str | None, names: list[str]) -> str | None:
        """The id of what lies around a copied event: a copy, or something inside or outside one."""
        if parent is None or parent not in self._by_id:
            return parent
        depth = len(self.templates(parent))
        is_template = self._by_id[parent].type is EventType.TEMPLATE
        return names[depth] if is_template else inner_name(names[depth], parent)

    def __contains__(self, id: object) -> bool:
        if id in self._by_id:
            return True
        name = read_name(id) if isinstance(id, str) and "#" in id else None
        return name is not None and self._can_hold(name)

    def role_label(self, id: str) -> str:
        """What people call the role; the id itself where the graph gives no label."""
        return next((role.label for role in self.roles if role.id == id), id)


def _templates_around(
    events: tuple[Event, ...], groups: tuple[Group, ...]
) -> dict[str, tuple[str, ...]]:
    """For whatever lies in templates, those it lies in, outermost first; rings are cut."""
    templates = {event.id for event in events if event.type is EventType.TEMPLATE}
    if not templates:
        return {}
    parents: dict[str, str | None] = {group.id: group.parent for group in groups}
    parents |= {event.id: event.parent for event in events}
    found: dict[str, tuple[str, ...]] = {}
    for id in parents:
        around: list[str] = []
        seen: set[str] = set()
        here: str | None = id
        while here is not None and here in parents and here not in seen:
            seen.add(here)
            if here in templates:
                around.append(here)
            here = parents[here]
        if around:
            found[id] = tuple(reversed(around))
    return found
