"""The engine: a compiled graph that answers what may happen and what follows [HM10].

    engine = Engine(graph, calendar=danish_calendar())
    marking = engine.initial(now)
    marking = engine.execute(marking, "apply", at=now, roles=frozenset({"citizen"}))

It keeps no state: one engine per published graph serves every case and every thread.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.beginning import begun, later
from faelled.lib.dcr.checked import checked
from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.explain import Thoughts, crowded, explained
from faelled.lib.dcr.family import Family
from faelled.lib.dcr.graph import Citation, Event, Graph, Kind, Relation
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import Explanation, Reason
from faelled.lib.dcr.rules import Program, Rules
from faelled.lib.dcr.step import Bar, after, barring, here, locked, possible
from faelled.lib.dcr.timing import Clock, Due, Mode, aware
from faelled.lib.dcr.values import Value

# A case of so many copies of ten steps each answers in milliseconds; nobody has met a larger one.
MOST_COPIES = 500


class NotEnabled(DcrError):
    """The event cannot happen now; `reasons` holds every reason with what would help.

    >>> from faelled.lib.dcr.reasons import ReasonCode
    >>> late = Reason(ReasonCode.EXCLUDED, "»Svar« er ikke længere en del af sagen.")
    >>> str(NotEnabled(Explanation("answer", False, (late,))))
    '»Svar« er ikke længere en del af sagen.'
    """

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(" ".join(reason.text for reason in explanation.reasons))
        self.event = explanation.event
        self.explanation = explanation

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.explanation.reasons


class Engine:
    """Runs one graph. All moments are aware; `roles=None` leaves out the question who asks.

    >>> from datetime import UTC, datetime
    >>> from faelled.lib.dates.calendar import danish_calendar
    >>> from faelled.lib.dates.duration import Duration
    >>> from faelled.lib.dcr.graph import Event, Initial
    >>> graph = Graph(
    ...     "talk", "1", "Samtale", events=(Event("ask", "Spørg"), Event("answer", "Svar")),
    ...     relations=(Relation(Kind.CONDITION, "ask", "answer"),
    ...                Relation(Kind.RESPONSE, "ask", "answer", deadline=Duration(days=7))),
    ...     initial=Initial(included=frozenset({"ask", "answer"})))
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> engine = Engine(graph, calendar=danish_calendar())
    >>> start = engine.initial(noon)
    >>> engine.enabled(start, at=noon)
    ('ask',)
    >>> asked = engine.execute(start, "ask", at=noon)
    >>> engine.accepting(asked), [due.deadline.day for due in engine.due(asked)]
    (False, [1])
    """

    def __init__(
        self,
        graph: Graph,
        *,
        calendar: Calendar,
        mode: Mode = Mode.OPERATION,
        zone: ZoneInfo = COPENHAGEN,
        clock: Clock = Clock.EXACT,
        most_copies: int = MOST_COPIES,
    ) -> None:
        """Compile. `InvalidGraph` says what is wrong, by name.

        `most_copies`: how many copies of templates a case may have in all. A step that would make
        more is refused when it is executed: its value decides how many it makes.
        """
        self._family = Family(
            graph, calendar=calendar, mode=mode, zone=zone, clock=clock, most_copies=most_copies
        )
        self._rules = self._family.plain

    @property
    def graph(self) -> Graph:
        """The graph as it runs: groups worked out, roles passed down; templates as they stand."""
        return self._rules.graph

    def events(self, m: Marking) -> tuple[Event, ...]:
        """The events a case has now, in the graph's order: copies, but no templates."""
        return tuple(program.event for program in self._family.of(m).programs.values())

    def included(self, m: Marking) -> frozenset[str]:
        """What is part of the case now: included, as is all that is around it."""
        return here(self._family.of(m), m).included

    @property
    def mode(self) -> Mode:
        return self._rules.mode

    def initial(self, at: datetime) -> Marking:
        """The marking of a case that begins at `at`, with relative times made absolute."""
        aware(at)
        return begun(self._rules, self._rules.begins[()], at, str)

    def check(
        self, m: Marking, event: str, *, at: datetime, roles: frozenset[str] | None = None
    ) -> bool:
        """Whether the event may be executed now, by somebody with these roles."""
        rules = self._rules if not m.instances else self._family.of(m)
        program = rules.program(event)
        if at.tzinfo is None or not _may(program, roles):
            return _refuse(at)
        return possible(rules, program, here(rules, m) if rules.wraps else m, at)

    def enabled(
        self, m: Marking, *, at: datetime, roles: frozenset[str] | None = None
    ) -> tuple[str, ...]:
        """Everything that may be executed now, in the graph's order."""
        aware(at)
        rules = self._family.of(m)
        m = here(rules, m)
        if locked(rules, m, at):
            return ()
        return tuple(
            event
            for event, program in rules.programs.items()
            if event in m.included and _may(program, roles) and possible(rules, program, m, at)
        )

    def execute(
        self,
        m: Marking,
        event: str,
        *,
        at: datetime,
        roles: frozenset[str] | None = None,
        value: Value = None,
    ) -> Marking:
        """The marking after the event. `NotEnabled` with all reasons, `UnknownEvent`, `BadValue`.

        `value` is the event's data, a record for an event with fields. None leaves what was known.
        An event with a computation takes its own value.
        """
        if not self.check(m, event, at=at, roles=roles):
            raise NotEnabled(self.explain(m, event, at=at, roles=roles))
        rules = self._rules if not m.instances else self._family.of(m)
        program = rules.programs[event]
        if value is not None:
            value = checked(program.event, value)
        step = after(rules, program, m, at, value)
        if step.full:
            raise NotEnabled(crowded(rules, event, step.full))
        return step.marking

    def unjudged(
        self, m: Marking, event: str, *, at: datetime, value: Value = None
    ) -> tuple[Relation, ...]:
        """The effects that executing the event now would leave out, because a value is missing."""
        rules = self._family.of(m)
        program = rules.program(event)
        data = None if value is None else checked(program.event, value)
        step = after(rules, program, m, aware(at), data)
        return tuple(rule.relation for rule in step.unjudged)

    def explain(
        self, m: Marking, event: str, *, at: datetime, roles: frozenset[str] | None = None
    ) -> Explanation:
        """Why the event is or is not possible now: all reasons, with what would help."""
        rules = self._family.of(m)
        return explained(rules, m, rules.program(event), aware(at), roles)

    def explain_all(
        self, m: Marking, *, at: datetime, roles: frozenset[str] | None = None
    ) -> tuple[Explanation, ...]:
        """As `explain`, of every event in the graph's order; what they share is tried once."""
        thoughts, rules = Thoughts(), self._family.of(m)
        aware(at)
        return tuple(
            explained(rules, m, program, at, roles, thoughts) for program in rules.programs.values()
        )

    def accepting(self, m: Marking) -> bool:
        """Whether nothing that is part of the case is still owed [HM10]."""
        return self.included(m).isdisjoint(m.pending)

    def may_close(self, m: Marking, *, at: datetime) -> bool:
        """Whether a case may be closed: accepting and nothing overdue."""
        return self.accepting(m) and not self.overdue(m, at=at)

    def overdue(self, m: Marking, *, at: datetime) -> tuple[Due, ...]:
        """What is owed and past its deadline, the oldest first."""
        aware(at)
        return tuple(due for due in self.due(m) if due.deadline < at)

    def due(self, m: Marking) -> tuple[Due, ...]:
        """What is owed by a deadline, soonest first."""
        rules = self._family.of(m)
        included = here(rules, m).included
        owed = [
            Due(event, deadline, _duty_cites(rules, m, event, deadline))
            for event, deadline in m.pending.items()
            if deadline is not None and event in included
        ]
        return tuple(sorted(owed, key=lambda due: (due.deadline, due.event)))

    def opens_at(self, m: Marking, event: str, *, at: datetime) -> datetime | None:
        """When the delays let the event through, `at` itself if now; None when more than time
        bars."""
        rules = self._family.of(m)
        program = rules.program(event)
        m = here(rules, m)
        if event not in m.included or program.parts is not None or locked(rules, m, aware(at)):
            return None
        opens = at
        for inner in (program, *(rules.programs[id] for id in program.around)):
            for rule in inner.barred:
                barred = barring(rules, rule, m, at)
                if barred is not None:
                    if barred.bar is not Bar.DELAY or barred.until is None:
                        return None
                    opens = max(opens, barred.until)
        return opens


def _duty_cites(rules: Rules, m: Marking, event: str, deadline: datetime) -> tuple[Citation, ...]:
    """Where the law sets this very deadline: of the rules that could have, those that did."""
    made = [
        rule
        for rule in rules.programs[event].into.get(Kind.RESPONSE, ())
        if rule.source in m.executed
        and (rule.relation.deadline is not None or rule.relation.deadline_from is not None)
    ]
    exact = [
        rule
        for rule in made
        if rule.relation.deadline is not None
        and later(rules, m.executed[rule.source], rule.relation.deadline) == deadline
    ]
    found: dict[Citation, None] = {}
    for rule in exact or made:
        found.update(dict.fromkeys(rule.relation.cites))
    return tuple(found) or rules.programs[event].event.cites


def _may(program: Program, roles: frozenset[str] | None) -> bool:
    return roles is None or not program.roles or not program.roles.isdisjoint(roles)


def _refuse(at: datetime) -> bool:
    """No, unless the question itself is wrong."""
    aware(at)
    return False
