"""Guidance for a running case: what to do next, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from faelled.lib.dcr.copies import read_name
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import EventType
from faelled.lib.dcr.guidance.allowed import Allowed
from faelled.lib.dcr.guidance.backoff import Backoff
from faelled.lib.dcr.guidance.choosing import chosen
from faelled.lib.dcr.guidance.goal import Goal
from faelled.lib.dcr.guidance.history import Course, Outcome, lessons_of
from faelled.lib.dcr.guidance.legs import Route, Timer
from faelled.lib.dcr.guidance.pace import Pace
from faelled.lib.dcr.guidance.route import Names, Search
from faelled.lib.dcr.guidance.saying import reason
from faelled.lib.dcr.guidance.sight import chosen_sight
from faelled.lib.dcr.guidance.similar import LEAST, Memory, Nearby, Standing
from faelled.lib.dcr.guidance.suggestion import Advice, Option, Suggestion
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.naming import events_named

SURE = 0.9  # the chance to make the goal, from which no quicker way is looked for
BETTER = 0.1  # by so much a quicker way must raise the chance
HASTE = 10.0  # what time counts for on a quicker way
RARE = 0.05  # a step or an end with a smaller share is on no quicker way


class Guide:
    """What was known at a moment, made ready to be asked about many cases.

    The model learns from every step before it; what became of cases is asked of those ended.
    """

    def __init__(self, engine: Engine, courses: Sequence[Course], known_at: datetime) -> None:
        self.engine = engine
        lessons = [one for one in lessons_of(courses) if one.at < known_at]
        self.model = Backoff(chosen(lessons))
        self.model.learn(lessons)
        ended = [course for course in courses if course.ended < known_at]
        sight = chosen_sight(ended, lessons, known_at)
        self.memory, self.pace = Memory(ended, sight), Pace(ended, sight)
        self.timer = Timer(engine, self.pace, self._usual_name)
        self._firsts = [course.trace[0] for course in courses if course.begun < known_at]
        graph = engine.graph
        self._names: dict[str, list[str]] = {event.id: [] for event in graph.events}
        for name, places in events_named(graph).items():
            for at in places:
                self._names[graph.events[at].id].append(name)
        templates = any(event.type is EventType.TEMPLATE for event in graph.events)
        self.allowed = None if templates else Allowed(graph)

    def suggest(
        self,
        marking: Marking,
        course: Course | None,
        at: datetime,
        *,
        goal: Goal | None = None,
        roles: frozenset[str] | None = None,
    ) -> Suggestion:
        """What to do next in a case that has gone so far (None: nothing is done yet).

        The usual next step, of those that are allowed; another one only where past cases that took
        it missed the goal clearly less often (the intervals do not meet). Without a goal of its own
        a case has the soonest deadline of the graph.
        """
        dues = self.engine.due(marking)
        goal = goal or Goal(deadline=dues[0].deadline if dues else None)
        done = course.trace if course else ()
        shares = self._shares(course, done, at)
        here = Standing.of(course, at)
        near = self.memory.near(here)
        options = [
            Option(event, self._share(shares, event), near.after(self.names(event)).risk(goal, at))
            for event in self._possible(marking, at, roles)
        ]
        options.sort(key=lambda one: -one.share)
        pick = self._picked(options, goal, marking, done, at)
        advice = Advice.WAIT if pick is None else Advice.STEP if pick.event else Advice.END
        took = near.after(self.names(pick.event)) if pick else Nearby(near.likeness, ())
        onward = self.memory.onward(here, self.names(pick.event)) if pick else took
        found = Suggestion(
            advice=advice,
            event=pick.event if pick else None,
            share=pick.share if pick else 0.0,
            likeness=near.likeness,
            alike=len(near.spots),
            took=len(took.spots),
            rest=onward.rest(),
            risk=onward.risk(goal, at) if goal and onward.spots else None,
            route=self._route(marking, here, pick.event, goal, at) if pick else None,
            due=dues[0] if dues else None,
            text="",
            others=tuple(one for one in options if one is not pick),
        )
        return reason(self.engine, marking, found, at)

    def _possible(
        self, marking: Marking, at: datetime, roles: frozenset[str] | None
    ) -> list[str | None]:
        enabled: list[str | None] = [*self.engine.enabled(marking, at=at, roles=roles)]
        return [*enabled, None] if self.engine.accepting(marking) else enabled

    def _picked(
        self,
        options: Sequence[Option],
        goal: Goal,
        marking: Marking,
        done: Names,
        at: datetime,
    ) -> Option | None:
        """Of the options, the most usual first; None where there are none.

        To end at once always meets a deadline, so it is never chosen for that.
        """
        free = [one for one in options if goal.avoid.isdisjoint(self.names(one.event))]
        options = free or options
        if not options:
            return None
        usual = options[0]
        if not usual.share:
            return self._unseen(options, goal, marking, done, at)
        safer = [
            one
            for one in options
            if one.event is not None
            and one.risk.cases >= LEAST
            and usual.risk.cases
            and one.risk.high < usual.risk.low
        ]
        return min(safer, key=lambda one: one.risk.share, default=usual)

    def _unseen(
        self,
        options: Sequence[Option],
        goal: Goal,
        marking: Marking,
        done: Names,
        at: datetime,
    ) -> Option:
        """Where history says nothing: what is owed soonest, else to end, else the way to an end."""
        by_event = {one.event: one for one in options}
        for due in self.engine.due(marking):
            if due.event in by_event:
                return by_event[due.event]
        if None in by_event:
            return by_event[None]
        way = self._way(marking, done, goal, at)
        return by_event[way[0]] if way and way[0] in by_event else options[0]

    def _route(
        self, marking: Marking, here: Standing, event: str | None, goal: Goal, at: datetime
    ) -> Route | None:
        """The way to the end that begins with this event: the usual one, or a quicker one where
        that clearly has the better chance to make the goal."""
        usual = self._timed(marking, here, event, goal, at, 1.0)
        if usual is None or usual.chance is None or usual.chance >= SURE:
            return usual
        quick = self._timed(marking, here, event, goal, at, HASTE)
        if quick is None or quick.chance is None or quick.chance < usual.chance + BETTER:
            return usual
        return quick

    def _timed(
        self,
        marking: Marking,
        here: Standing,
        event: str | None,
        goal: Goal,
        at: datetime,
        haste: float,
    ) -> Route | None:
        if event is None:
            return None
        after = self.engine.execute(marking, event, at=at)
        way = self._way(after, (*here.done, self._usual_name(event)), goal, at, haste)
        if way is None:
            return None
        alike = self.memory.onward(here, self.names(event))
        return self.timer.timed(marking, here, alike, (event, *way), at, goal.deadline)

    def _way(
        self, marking: Marking, done: Names, goal: Goal, at: datetime, haste: float = 1.0
    ) -> Names | None:
        if self.allowed is None:
            return None
        left = None if goal.deadline is None else goal.deadline - at

        def shares(names: Names) -> Mapping[Outcome, float]:
            return self._shares_of(names, at)

        least = RARE if haste > 1 else 0.0
        search = Search(self.allowed, shares, self.pace, left, goal.avoid, haste, least)
        return search.way(self.allowed.core.state(marking), done)

    def _shares_of(self, names: Names, at: datetime) -> Mapping[Outcome, float]:
        course = Course("", names, (at,) * len(names), ("",) * len(names))
        return self._shares(course, names, at)

    def _shares(self, course: Course | None, done: Names, at: datetime) -> Mapping[Outcome, float]:
        if course is None or not done:
            total = max(len(self._firsts), 1)
            return {name: self._firsts.count(name) / total for name in set(self._firsts)}
        return self.model.shares(course, len(done), at)

    def names(self, event: str | None) -> Sequence[Outcome]:
        """What logs call an event, a copy as its template; an end has the name None."""
        if event is None:
            return [None]
        copied = read_name(event)
        return self._names.get(copied.event if copied else event, [event])

    def _usual_name(self, event: str) -> str:
        names = self._names.get(event, [event])
        return names[0] if names else event

    def _share(self, shares: Mapping[Outcome, float], event: str | None) -> float:
        return max((shares.get(name, 0.0) for name in self.names(event)), default=0.0)
