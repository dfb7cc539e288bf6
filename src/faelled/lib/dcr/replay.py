"""A recorded run, asked of the rules with time, data and roles: what fits, and what does not.

A log says what was done by a name that several events may share, and never which copy of a
template was meant. So all that the run can have been so far is kept, as a set of markings. Where no
choice allows the next step, that is a violation; the run then stands still at it, or ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faelled.lib.dcr.copies import read_name
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.errors import BadValue
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.naming import Unknown, events_named
from faelled.lib.dcr.reasons import Explanation
from faelled.lib.dcr.values import Value


class Refused(StrEnum):
    """What follows a step that is not allowed: the next is tried as if it had not been, or none."""

    GO_ON = "go-on"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Settings:
    """`most`: how many markings are kept at once; the first found stay."""

    unknown: Unknown = Unknown.VIOLATION
    refused: Refused = Refused.GO_ON
    most: int = 64


@dataclass(frozen=True, slots=True)
class Recorded:
    """One step of a run: what (a name or an id), when, by whom (None: not asked), with which
    data."""

    activity: str
    at: datetime
    roles: frozenset[str] | None = None
    value: Value = None


class Fault(StrEnum):
    """Why a step is a violation."""

    UNKNOWN = "unknown"
    REFUSED = "refused"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Violation:
    """One step against the rules. `step` counts from 0. `explanations`: of each event it could have
    been, why not, in the first of the markings. `text` says it in Danish."""

    step: int
    recorded: Recorded
    fault: Fault
    text: str
    explanations: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a run.

    `taken`: the steps that fitted, each with the events it can have been. `markings`: where the
    case can be now. `dropped`: how many markings were let go because of the bound; when it is not
    0, a violation may be none. `tried`: how many steps were looked at.
    """

    markings: tuple[Marking, ...]
    taken: tuple[tuple[int, tuple[str, ...]], ...]
    violations: tuple[Violation, ...]
    ignored: tuple[int, ...]
    dropped: int
    tried: int

    @property
    def fits(self) -> bool:
        return not self.violations


def replay(
    engine: Engine,
    steps: Iterable[Recorded],
    *,
    start: datetime,
    settings: Settings | None = None,
) -> Replay:
    """Run the steps from the beginning of a case at `start`.

    >>> from datetime import UTC
    >>> from faelled.lib.dates.calendar import danish_calendar
    >>> from faelled.lib.dcr.graph import Event, Graph, Initial, Kind, Relation
    >>> events = Event("a", "Ring"), Event("b", "Ring"), Event("c", "Skriv")
    >>> graph = Graph("g", "1", "G", events=events,
    ...     relations=(Relation(Kind.CONDITION, "b", "c"),),
    ...     initial=Initial(included=frozenset("abc")))
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> run = replay(Engine(graph, calendar=danish_calendar()),
    ...     [Recorded("Ring", noon), Recorded("Skriv", noon), Recorded("Sov", noon)], start=noon)
    >>> run.taken, [(fault.step, fault.fault.value) for fault in run.violations]
    (((0, ('a', 'b')), (1, ('c',))), [(2, 'unknown')])
    """
    run = _Run(engine, settings or Settings(), engine.initial(start))
    for number, step in enumerate(steps):
        run.tried += 1
        if not run.take(number, step) and run.settings.refused is Refused.STOP:
            break
    return Replay(
        tuple(run.markings),
        tuple(run.taken),
        tuple(run.violations),
        tuple(run.ignored),
        run.dropped,
        run.tried,
    )


class _Run:
    def __init__(self, engine: Engine, settings: Settings, begin: Marking) -> None:
        self.engine, self.settings = engine, settings
        self.markings = [begin]
        self.taken: list[tuple[int, tuple[str, ...]]] = []
        self.violations: list[Violation] = []
        self.ignored: list[int] = []
        self.dropped = self.tried = 0
        ids = [event.id for event in engine.graph.events]
        named = events_named(engine.graph)
        self.named: Mapping[str, frozenset[str]] = {
            name: frozenset(ids[at] for at in places) for name, places in named.items()
        }

    def take(self, number: int, step: Recorded) -> bool:
        """Whether the run can go on with this step: it fitted, or is outside the graph."""
        if step.activity not in self.named and step.activity not in self.engine.graph:
            if self.settings.unknown is Unknown.IGNORED:
                self.ignored.append(number)
                return True
            text = f"»{step.activity}« findes ikke i processen."
            self.violations.append(Violation(number, step, Fault.UNKNOWN, text))
            return False
        return self._known(number, step)

    def _known(self, number: int, step: Recorded) -> bool:
        found: dict[str, None] = {}
        after: list[Marking] = []
        wrong = ""
        for marking in self.markings:
            for event in self._meant(marking, step):
                if not self.engine.check(marking, event, at=step.at, roles=step.roles):
                    continue
                try:
                    then = self.engine.execute(
                        marking, event, at=step.at, roles=step.roles, value=step.value
                    )
                except BadValue as error:
                    wrong = str(error)
                    continue
                found[event] = None
                if then not in after:
                    after.append(then)
        if not after:
            self.violations.append(self._violation(number, step, wrong))
            return False
        self.dropped += max(0, len(after) - self.settings.most)
        self.markings = after[: self.settings.most]
        self.taken.append((number, tuple(found)))
        return True

    def _violation(self, number: int, step: Recorded, wrong: str) -> Violation:
        if wrong:
            return Violation(number, step, Fault.VALUE, wrong)
        marking = self.markings[0]
        reasons = tuple(
            self.engine.explain(marking, event, at=step.at, roles=step.roles)
            for event in self._meant(marking, step)
        )
        said = dict.fromkeys(reason.text for why in reasons for reason in why.reasons)
        text = " ".join(said) or f"»{step.activity}« er ikke kommet med i sagen endnu."
        return Violation(number, step, Fault.REFUSED, text, reasons)

    def _meant(self, marking: Marking, step: Recorded) -> Iterator[str]:
        """The events that the step can be, of those a case has at this marking."""
        meant = self.named.get(step.activity, frozenset())
        for event in self.engine.events(marking):
            name = read_name(event.id) if marking.instances else None
            if (name.event if name else event.id) in meant or event.id == step.activity:
                yield event.id
