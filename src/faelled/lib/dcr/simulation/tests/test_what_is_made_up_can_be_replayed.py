"""Whatever the graph: what a simulation writes down is a run of it, with time, data and copies."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.replay import Recorded, Settings, replay
from faelled.lib.dcr.simulation.hours import Hours
from faelled.lib.dcr.simulation.plan import Plan
from faelled.lib.dcr.simulation.simulate import Simulated, simulate
from faelled.lib.dcr.simulation.spread import Exponential, Fixed
from faelled.lib.dcr.tests import drawn, drawn_inside
from faelled.lib.dcr.values import Value

START = datetime(2026, 3, 30, 7, tzinfo=UTC)
DAYS = Exponential(timedelta(days=2))


class Recording(Engine):
    """Keeps the answers as they were given: a log has them as texts."""

    values: list[Value]

    def execute(
        self,
        m: Marking,
        event: str,
        *,
        at: datetime,
        roles: frozenset[str] | None = None,
        value: Value = None,
    ) -> Marking:
        self.values.append(value)
        return super().execute(m, event, at=at, roles=roles, value=value)


def made(graph: Graph, seed: int, most: int) -> tuple[Simulated, list[Value]]:
    engine = Recording(graph, calendar=danish_calendar())
    engine.values = []
    plan = Plan(START, otherwise=DAYS, most_steps=most)
    (case,) = simulate(engine, plan, 1, seed=seed)
    return case, engine.values


@pytest.mark.parametrize(
    ("drawer", "graphs", "most"), [(drawn, 60, 16), (drawn_inside, 30, 8)], ids=["plain", "copies"]
)
def test_every_made_up_case_replays_on_its_graph(drawer: object, graphs: int, most: int) -> None:
    steps = finished = 0
    for seed in range(graphs):
        graph = drawer.graph(random.Random(seed))  # type: ignore[attr-defined]
        case, values = made(graph, seed, most)
        events = case.trace.events
        assert len(events) == len(values)
        recorded = [
            Recorded(event.activity, event.at, None, value)
            for event, value in zip(events, values, strict=True)
            if event.at is not None
        ]
        engine = Engine(graph, calendar=danish_calendar())
        found = replay(engine, recorded, start=START, settings=Settings(most=100))
        assert found.fits, (seed, found.violations)
        if case.finished:
            assert any(engine.accepting(marking) for marking in found.markings), seed
        steps, finished = steps + len(events), finished + case.finished
        assert made(graph, seed, most)[0] == case  # the same seed gives the same case
    assert steps > 90 and finished > 5


def test_nobody_works_on_danish_holidays_or_at_night() -> None:
    """From before Easter until after Whitsun, and over Christmas and New Year."""
    graph = Graph(
        "g", "1", "G", events=(Event("a", "a", roles=("r",)), Event("b", "b", roles=("r",))),
        relations=(Relation(Kind.RESPONSE, "a", "b"),), initial=Initial(included=frozenset("ab")),
    )  # fmt: skip
    calendar = danish_calendar()
    days = set()
    for start in (START, datetime(2026, 12, 18, 7, tzinfo=UTC)):
        plan = Plan(
            start, staff={"r": ("Anna", "Bo")}, hours=Hours(), otherwise=DAYS,
            arrivals=Fixed(timedelta(hours=5)),
        )  # fmt: skip
        for case in simulate(Engine(graph, calendar=calendar), plan, 120, seed=4):
            for event in case.trace.events:
                assert event.at is not None
                local = event.at.astimezone(Hours().zone)
                assert 8 <= local.hour + local.minute / 60 <= 16
                days.add(local.date())
    assert all(calendar.is_working_day(day) for day in days)
    weekdays = {START.date() + timedelta(days=at) for at in range(400)}
    off = {day for day in weekdays if day.weekday() < 5 and not calendar.is_working_day(day)}
    assert len([day for day in off if min(days) < day < max(days)]) >= 8  # there were some to keep
    assert days.isdisjoint(off)


def test_copies_wait_for_their_own_delays_and_deadlines() -> None:
    events = (
        Event("open", "Åbn"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("plan", "Planlæg", parent="visit"),
        Event("go", "Kør", parent="visit"),
    )
    from_plan = replace(Relation(Kind.CONDITION, "plan", "go"), delay=Duration(days=3))
    graph = Graph(
        "g", "1", "G", events=events,
        relations=(
            Relation(Kind.SPAWN, "open", "visit"), from_plan, Relation(Kind.RESPONSE, "plan", "go"),
        ),
        initial=Initial(
            included=frozenset({"open", "visit", "plan", "go"}), pending={"plan": None}
        ),
    )  # fmt: skip
    plan = Plan(START, most_steps=30)
    gone = 0
    for case in simulate(Engine(graph, calendar=danish_calendar()), plan, 40, seed=1):
        moments: dict[str, list[datetime]] = {"Planlæg": [], "Kør": [], "Åbn": []}
        for event in case.trace.events:
            assert event.at is not None
            moments[event.activity].append(event.at)
        for went in moments["Kør"]:
            gone += 1
            assert went - min(moments["Planlæg"]) >= timedelta(days=3)
    assert gone > 20
