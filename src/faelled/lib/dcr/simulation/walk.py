"""One made-up case, step by step, by the engine itself: nothing happens that is not enabled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from faelled.lib.dcr.copies import read_name
from faelled.lib.dcr.core_inside import core_of
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import EventType
from faelled.lib.dcr.logs.records import LogEvent
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.simulation.answers import Answers, told
from faelled.lib.dcr.simulation.homeward import way_home
from faelled.lib.dcr.simulation.plan import Plan
from faelled.lib.dcr.simulation.staff import Staff

UNSEEN = 0.001  # the share of an enabled step that the plan's history has never seen here
HOMEWARD = 0.5  # of the most steps; from then on a case heads for its end
WEEK = timedelta(days=7)


@dataclass(slots=True)
class Case:
    """A case under way. `late`: something was overdue at some time; `slow`: the next deadline will
    be missed; `way`: what is left of the way home, `lost`: that none was found."""

    number: int
    marking: Marking
    now: datetime
    slow: bool
    late: bool = False
    done: bool = False
    finished: bool = False
    tries: int = 0
    lost: bool = False
    way: list[str] = field(default_factory=list)
    events: list[LogEvent] = field(default_factory=list)


class Walker:
    """What all cases of a simulation share."""

    def __init__(self, engine: Engine, plan: Plan, random: Random) -> None:
        self.engine, self.plan, self.random = engine, plan, random
        self.staff = Staff(plan, random)
        self.answers = Answers(engine.graph)
        self._names = {
            event.id: (*event.log_names, event.label)[0] for event in engine.graph.events
        }
        self._delays = any(
            rule.delay is not None or rule.delay_from is not None for rule in engine.graph.relations
        )
        templates = any(event.type is EventType.TEMPLATE for event in engine.graph.events)
        self._core = None if templates else core_of(engine.graph)

    def begin(self, number: int, at: datetime) -> Case:
        slow = self.random.random() < self.plan.late
        return Case(number, self.engine.initial(at), at, slow)

    def step(self, case: Case) -> None:
        """One step, the wait for one, or the end of the case."""
        case.tries += 1
        enabled = self.engine.enabled(case.marking, at=case.now)
        accepting = self.engine.accepting(case.marking)
        if accepting and (not enabled or self._ends(case, enabled)):
            self._end(case, finished=True)
        elif case.tries > self.plan.most_steps:
            self._end(case, finished=accepting)
        elif not enabled or (not accepting and self._waits(case, len(enabled))):
            self._wait(case)
        else:
            self._do(case, self._chosen(case, enabled))

    def _end(self, case: Case, *, finished: bool) -> None:
        case.done, case.finished = True, finished
        case.late = case.late or bool(self.engine.overdue(case.marking, at=case.now))

    def _homeward(self, case: Case) -> bool:
        return case.tries > self.plan.most_steps * HOMEWARD

    def _ends(self, case: Case, enabled: Sequence[str]) -> bool:
        """Whether a case that may end does."""
        if self._homeward(case):
            return True
        if self.plan.shares is None:
            return bool(case.events) and self.random.random() < self.plan.stop
        shares = self.plan.shares([event.activity for event in case.events])
        here = sum(max(shares.get(self.name(event), 0.0), UNSEEN) for event in enabled)
        end = shares.get(None, 0.0)
        return self.random.random() < end / (end + here)

    def _chosen(self, case: Case, enabled: Sequence[str]) -> str:
        if self._homeward(case):
            way = self._way(case, enabled)
            if way is not None:
                return way
        if self.plan.shares is None:
            return self.random.choice(enabled)
        shares = self.plan.shares([event.activity for event in case.events])
        weights = [max(shares.get(self.name(event), 0.0), UNSEEN) for event in enabled]
        return self.random.choices(enabled, weights)[0]

    def _way(self, case: Case, enabled: Sequence[str]) -> str | None:
        """The next step of the shortest way to an end, else anything that is owed."""
        if not case.way and not case.lost and self._core is not None:
            case.way = list(way_home(self._core, self._core.state(case.marking)) or ())
            case.lost = not case.way
        if case.way:
            next = case.way.pop(0)
            if next in enabled:
                return next
            case.way.clear()
        owed = [event for event in enabled if event in case.marking.pending]
        return self.random.choice(owed) if owed else None

    def _do(self, case: Case, event: str) -> None:
        """Somebody takes the step; it counts when they are done with it, if it is still enabled."""
        about = next(one for one in self.engine.events(case.marking) if one.id == event)
        who = self.staff.work(self._base(event), about.roles, case.now)
        at = self._slowed(case, event, who.done)
        case.late = case.late or bool(self.engine.overdue(case.marking, at=at))
        case.now = at
        if not self.engine.check(case.marking, event, at=at):
            return  # a guard that reads the clock
        given = self.plan.values.get(self._base(event))
        value = self.random.choice(given) if given else self.answers.draw(about, self.random, at)
        case.marking = self.engine.execute(case.marking, event, at=at, value=value)
        data = told(about, value)
        name = self.name(event)
        case.events.append(LogEvent(name, at, who.person, who.role, "complete", data))

    def _slowed(self, case: Case, event: str, done: datetime) -> datetime:
        deadline = case.marking.pending.get(event)
        if not case.slow or deadline is None:
            return done
        case.slow = False
        return max(done, deadline + WEEK * self.random.uniform(0.01, 1.0))

    def _waits(self, case: Case, enabled: int) -> bool:
        """Whether nothing is done until a delay lets through what is owed: as likely as any step.

        On the way home always: another step might only make the delay begin again.
        """
        if not self._delays or not self._opens(case, case.marking.pending):
            return False
        return self._homeward(case) or self.random.random() * (enabled + 1) < 1

    def _wait(self, case: Case) -> None:
        """Until a delay lets something through; a case in which nothing ever will is stuck."""
        owed = self._opens(case, case.marking.pending)
        later = owed or self._opens(case, self.engine.included(case.marking))
        if later:
            case.now = min(later)
        else:
            self._end(case, finished=False)

    def _opens(self, case: Case, events: Iterable[str]) -> list[datetime]:
        """When these events will be let through, of those that are not now but will be."""
        opens = [self.engine.opens_at(case.marking, event, at=case.now) for event in sorted(events)]
        return [moment for moment in opens if moment is not None and moment > case.now]

    def _base(self, event: str) -> str:
        copied = read_name(event)
        return copied.event if copied else event

    def name(self, event: str) -> str:
        """What the log calls an event: its first own name for logs, else its label."""
        return self._names.get(self._base(event), event)
