"""Model tests: sentences about a graph that must hold, kept beside it in `<id>.tests.toml`.

A test walks one marking through its steps: what must be possible (`do`), what must not (`refuse`),
and what holds after each. `modeltest_files` reads them; docs/modules/processes.md shows the file.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dcr.duration import COPENHAGEN, Duration
from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.errors import BadValue, UnknownEvent
from faelled.lib.dcr.graph import Citation, Graph
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import Reason
from faelled.lib.dcr.timing import Clock
from faelled.lib.dcr.values import Value

_CALENDAR = danish_calendar()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must hold. `lists`: event ids by the name of the key; the rest None when not said."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    overdue: tuple[str, ...] | None = None
    due: dict[str, date | datetime] = field(default_factory=dict)
    accepting: bool | None = None
    may_close: bool | None = None


@dataclass(frozen=True, slots=True)
class ModelStep:
    """One step: `do` or `refuse` an event, or only look. `line` is where it stands in the file."""

    do: str = ""
    refuse: str = ""
    at: datetime | Duration | None = None
    role: str = ""
    value: Value = None
    because: tuple[str, ...] = ()
    expects: Expectation = field(default_factory=Expectation)
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ModelTest:
    """A sentence that must hold, and the steps that show it."""

    name: str
    start: datetime
    steps: tuple[ModelStep, ...]
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that did not hold. `step` counts from 1; 0: the test has no steps."""

    test: str
    step: int
    line: int | None
    message: str

    def __str__(self) -> str:
        line = f"linje {self.line}" if self.line is not None else ""
        step = f"trin {self.step}" if self.step else ""
        place = ", ".join(part for part in (line, step) if part)
        return f"{self.test} ({place}): {self.message}" if place else f"{self.test}: {self.message}"


def legal_engine(graph: Graph) -> Engine:
    """The engine as case work runs it: the Danish calendar, and deadlines that end with the day."""
    return Engine(graph, calendar=_CALENDAR, clock=Clock.LEGAL)


def run_tests(engine: Engine, tests: tuple[ModelTest, ...]) -> list[Failure]:
    """Every expectation that does not hold, in order; a failed `do` ends its own test."""
    return [failure for test in tests for failure in _run(engine, test)]


def _run(engine: Engine, test: ModelTest) -> Iterator[Failure]:
    run = _Run(engine, engine.initial(test.start), test.start)
    for number, step in enumerate(test.steps, start=1):
        for message in run.walk(step, test.start):
            yield Failure(test.name, number, step.line, message)
        if run.over:
            return


class _Run:
    """One marking on its way through a test."""

    def __init__(self, engine: Engine, marking: Marking, now: datetime) -> None:
        self._engine, self._marking, self._now = engine, marking, now
        self.over = False

    def walk(self, step: ModelStep, start: datetime) -> list[str]:
        at = step.at
        if isinstance(at, Duration):
            at = at.add_to(start, zone=COPENHAGEN, calendar=_CALENDAR)
        if at is not None and at < self._now:
            self.over = True
            return ["Tiden løber baglæns."]
        self._now = at or self._now
        roles = frozenset({step.role}) if step.role else None
        wrong = [*self._do(step, roles), *self._refuse(step, roles)]
        return wrong if self.over else [*wrong, *self._look(step.expects, roles)]

    def _do(self, step: ModelStep, roles: frozenset[str] | None) -> Iterator[str]:
        if not step.do:
            return
        try:
            self._marking = self._engine.execute(
                self._marking, step.do, at=self._now, roles=roles, value=step.value
            )
        except NotEnabled as refusal:
            self.over = True
            yield f"»{step.do}« skulle være muligt. {refusal}"
        except BadValue as error:
            self.over = True
            yield f"»{step.do}« kan ikke tage disse data. {error}"
        except UnknownEvent:
            self.over = True
            yield f"»{step.do}« skulle være muligt, men er ikke kommet med i sagen."

    def _refuse(self, step: ModelStep, roles: frozenset[str] | None) -> Iterator[str]:
        if not step.refuse:
            return
        given: set[str] = set()
        with suppress(UnknownEvent):  # a copy that has not been made is impossible without a reason
            why = self._engine.explain(self._marking, step.refuse, at=self._now, roles=roles)
            if why.possible:
                yield f"»{step.refuse}« skulle være umuligt, men er muligt."
            given = {name for reason in why.reasons for name in _names(reason)}
        for wanted in step.because:
            if wanted not in given:
                found = ", ".join(sorted(given)) or "ingen"
                yield f"»{step.refuse}« er ikke umuligt på grund af »{wanted}«. Grunde: {found}."

    def _look(self, expects: Expectation, roles: frozenset[str] | None) -> Iterator[str]:
        engine, marking, now = self._engine, self._marking, self._now
        holds = {
            "possible": set(engine.enabled(marking, at=now, roles=roles)),
            "pending": engine.included(marking) & marking.pending.keys(),
            "done": set(marking.executed),
            "included": set(engine.included(marking)),
        }
        for key, ids in expects.lists.items():
            true, wanted = _MEANS[key]
            for id in ids:
                if (id in holds[true]) is not wanted:
                    yield f"»{id}« skulle være {key}."
        yield from self._clocks(expects)
        for key, said, is_so in (
            ("accepting", expects.accepting, engine.accepting(marking)),
            ("may_close", expects.may_close, engine.may_close(marking, at=now)),
        ):
            if said is not None and said is not is_so:
                yield f"{key} skulle være {str(said).lower()}."

    def _clocks(self, expects: Expectation) -> Iterator[str]:
        late = tuple(due.event for due in self._engine.overdue(self._marking, at=self._now))
        if expects.overdue is not None and set(late) != set(expects.overdue):
            wanted_late = ", ".join(expects.overdue) or "intet"
            yield f"Overskredet er {', '.join(late) or 'intet'}, ikke {wanted_late}."
        for id, wanted in expects.due.items():
            deadline = self._marking.pending.get(id)
            if deadline is None or not _is_at(deadline, wanted, COPENHAGEN):
                yield f"Fristen for »{id}« er {deadline}, ikke {wanted}."


_MEANS = {
    "possible": ("possible", True),
    "impossible": ("possible", False),
    "pending": ("pending", True),
    "not_pending": ("pending", False),
    "done": ("done", True),
    "included": ("included", True),
    "excluded": ("included", False),
}


def _names(reason: Reason) -> tuple[str, ...]:
    return (reason.code.value, f"{reason.code.value}:{reason.source}")


def _is_at(deadline: datetime, wanted: Any, zone: ZoneInfo) -> bool:
    if isinstance(wanted, datetime):
        return deadline == (wanted if wanted.tzinfo else wanted.replace(tzinfo=zone))
    return bool(deadline.astimezone(zone).date() == wanted)
