"""Simulation: cases that follow the graph, by people, in working hours, with the mistakes asked
for; and logs that come back as they were."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from itertools import pairwise
from random import Random

import pytest

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.conformance.acceptance import Acceptance
from faelled.lib.dcr.conformance.conform import Conformer
from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import (
    Event,
    EventType,
    Field,
    FieldType,
    Graph,
    Initial,
    Kind,
    Relation,
)
from faelled.lib.dcr.guidance.history import courses_of
from faelled.lib.dcr.logs import LogEvent, LogTrace, read_log
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.logs.write import write_csv, write_xes
from faelled.lib.dcr.replay import Recorded, replay
from faelled.lib.dcr.simulation.hours import Hours
from faelled.lib.dcr.simulation.learned import plan_like
from faelled.lib.dcr.simulation.noise import FOREIGN, Mistake, Noise
from faelled.lib.dcr.simulation.plan import Plan
from faelled.lib.dcr.simulation.simulate import Simulated, simulate
from faelled.lib.dcr.simulation.spread import Exponential, Fixed, Uniform

START = datetime(2026, 1, 5, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


def application() -> Graph:
    """Apply, hear, decide; a refusal can be appealed. Decided within ten days."""
    amount = Field("amount", "Beløb", FieldType.INTEGER)
    events = (
        Event("apply", "Ansøg", roles=("citizen",), fields=(amount,)),
        Event("hear", "Hør", roles=("worker",)),
        Event("decide", "Afgør", roles=("worker", "leader")),
        Event("appeal", "Klag", roles=("citizen",)),
    )
    relations = (
        Relation(Kind.CONDITION, "apply", "hear"),
        Relation(Kind.RESPONSE, "apply", "decide", deadline=Duration(days=10)),
        Relation(Kind.CONDITION, "apply", "decide"),
        Relation(
            Kind.CONDITION, "hear", "decide", guard="apply.amount > 50", delay=Duration(days=2)
        ),
        Relation(Kind.CONDITION, "decide", "appeal"),
        Relation(Kind.RESPONSE, "appeal", "decide"),
        Relation(Kind.EXCLUDE, "apply", "apply"),
    )
    initial = Initial(
        included=frozenset({"apply", "hear", "decide", "appeal"}), pending={"apply": None}
    )
    return Graph("g", "1", "G", events=events, relations=relations, initial=initial)


def run(plan: Plan, count: int = 60, graph: Graph | None = None, seed: int = 1) -> list[Simulated]:
    engine = Engine(graph or application(), calendar=danish_calendar())
    return list(simulate(engine, plan, count, seed=seed))


STAFF = {"worker": ("Anna", "Bo"), "leader": ("Carla",)}
PLAN = Plan(START, staff=STAFF, hours=Hours())


def test_the_same_seed_gives_the_same_log() -> None:
    assert run(PLAN) == run(PLAN)
    assert run(PLAN) != run(PLAN, seed=2)


def test_every_case_is_a_run_of_the_graph_with_time_and_data_and_leaves_nothing_owed() -> None:
    engine = Engine(application(), calendar=danish_calendar())
    cases = run(PLAN)
    assert len(cases) == 60
    for case in cases:
        steps = []
        for event in case.trace.events:
            amount = event.attributes.get("amount")
            value = None if amount is None else {"amount": int(amount)}
            assert event.at is not None
            steps.append(Recorded(event.activity, event.at, frozenset({event.group}), value))
        found = replay(engine, steps, start=START)
        assert found.fits and case.finished
        assert all(engine.accepting(marking) for marking in found.markings)


def test_both_sides_of_a_guard_are_walked() -> None:
    heard = {"Hør" in {event.activity for event in case.trace.events} for case in run(PLAN)}
    assert heard == {True, False}


def test_people_do_one_thing_at_a_time_in_working_hours() -> None:
    busy = replace(PLAN, arrivals=Fixed(timedelta(minutes=5)), otherwise=Fixed(HOUR))
    done: dict[str, list[datetime]] = {}
    for case in run(busy, 30):
        for event in case.trace.events:
            if event.resource and event.at is not None:
                done.setdefault(event.resource, []).append(event.at)
                assert event.group in ("worker", "leader")
    assert set(done) == {"Anna", "Bo", "Carla"}
    for moments in done.values():
        moments.sort()
        assert all(two - one >= HOUR for one, two in pairwise(moments))
        local = [moment.astimezone(Hours().zone) for moment in moments]
        assert all(time(8) <= moment.time() <= time(16) for moment in local)
        assert all(danish_calendar().is_working_day(moment.date()) for moment in local)


def test_late_cases_come_when_asked_for() -> None:
    quick = replace(PLAN, otherwise=Fixed(timedelta(minutes=1)), hours=None)
    far = tuple(
        replace(rule, deadline=rule.deadline and Duration(days=90))
        for rule in application().relations
    )
    graph = replace(application(), relations=far)
    assert not any(case.late for case in run(quick, graph=graph))
    assert all(case.late for case in run(replace(quick, late=1.0), graph=graph))
    half = sum(case.late for case in run(replace(quick, late=0.5), graph=graph))
    assert 15 < half < 45


@pytest.mark.parametrize("kind", Mistake)
def test_a_mistake_of_each_kind(kind: Mistake) -> None:
    events = [LogEvent(name, START + HOUR * at) for at, name in enumerate("abcd")]
    written, made = Noise(1.0, (kind,)).spoil(events, Random(1))
    names = "".join("x" if event.activity == FOREIGN else event.activity for event in written)
    expected = {"skip": "", "swap": "badc", "repeat": "aabbccdd", "foreign": "axbxcxdx"}
    assert names == expected[kind.value]
    assert set(made) == {kind}
    moments = [event.at for event in written if event.at is not None]
    assert moments == sorted(moments)


def test_noise_breaks_cases_and_its_share_is_kept() -> None:
    cases = run(replace(PLAN, noise=Noise(0.2)), 200)
    steps = sum(len(case.trace.events) for case in cases)
    assert 0.1 < sum(len(case.mistakes) for case in cases) / steps < 0.3
    assert {kind for case in cases for kind in case.mistakes} == set(Mistake)


@pytest.mark.parametrize("kind", ["xes", "csv"])
def test_a_log_comes_back_as_it_was_and_its_own_graph_accepts_it(kind: str) -> None:
    plain = Graph(
        "g", "1", "G", events=tuple(Event(name, name) for name in "abcd"),
        relations=(
            Relation(Kind.CONDITION, "a", "b"), Relation(Kind.RESPONSE, "a", "c"),
            Relation(Kind.EXCLUDE, "b", "d"), Relation(Kind.INCLUDE, "c", "d"),
        ),
        initial=Initial(included=frozenset("abcd")),
    )  # fmt: skip
    traces = [case.trace for case in run(Plan(START), 80, plain)]
    file = BytesIO()
    about = ("late", "finished", "mistakes")
    count = write_xes(traces, file) if kind == "xes" else write_csv(traces, file, about=about)
    assert count == 80
    read = {trace.id: trace for trace in read_log(BytesIO(file.getvalue()), f"l.{kind}")}
    for trace in traces:
        assert [(e.activity, e.at) for e in read[trace.id].events] == [
            (e.activity, e.at) for e in trace.events
        ]
        assert trace.attributes.items() <= read[trace.id].attributes.items()
    log = load_log(BytesIO(file.getvalue()), f"l.{kind}")
    assert Conformer(plain).conform(log).fitness == 1.0
    for mode in Mode:
        mined = discover(log, mode, "mined")
        accepts = Acceptance.of(mined).accepts
        assert all(accepts([e.activity for e in trace.events]) for trace in traces)


def test_odd_names_survive_the_files() -> None:
    odd = LogTrace("<&\"'>", (LogEvent("Ring; \"op\",\n<nu> & 'så' 🏠\x00", START),))
    out = BytesIO()
    write_xes([odd], out)
    (back,) = read_log(BytesIO(out.getvalue()), "l.xes")
    assert (back.id, back.events[0].activity) == (odd.id, "Ring; \"op\",\n<nu> & 'så' 🏠")
    out = BytesIO()
    write_csv([replace(odd, events=(replace(odd.events[0], activity='a;"b",\nc'),))], out)
    (back,) = read_log(BytesIO(out.getvalue()), "l.csv")
    assert (back.id, back.events[0].activity) == (odd.id, 'a;"b",\nc')


def test_a_log_can_be_taken_after() -> None:
    """The shares of what comes next, durations and people are those of the log."""
    events = tuple(Event(name, name) for name in "abc")
    graph = Graph("g", "1", "G", events=events, initial=Initial(included=frozenset("abc")))
    seen = [
        LogTrace(
            f"{at}",
            tuple(
                LogEvent(name, START + timedelta(days=at + 3 * place), resource="Anna")
                for place, name in enumerate("ab" if at % 4 else "ac")
            ),
        )
        for at in range(80)
    ]
    file = BytesIO()
    write_xes(seen, file)
    courses = courses_of(load_log(BytesIO(file.getvalue()), "l.xes"))
    cases = run(plan_like(graph, courses, START), 400, graph)
    ways = ["".join(event.activity for event in case.trace.events) for case in cases]
    assert 0.65 < ways.count("ab") / 400 < 0.85
    assert 0.15 < ways.count("ac") / 400 < 0.35
    usual = next(case.trace.events for case, way in zip(cases, ways, strict=True) if way == "ab")
    assert usual[0].at is not None and usual[1].at is not None
    assert usual[1].at - usual[0].at == timedelta(days=3)
    assert {event.resource for event in usual} == {"Anna"}


def test_spreads_stay_within_what_they_say() -> None:
    random = Random(1)
    spans = [Uniform(HOUR, 3 * HOUR).draw(random) for _ in range(200)]
    assert HOUR <= min(spans) < 1.2 * HOUR and 2.8 * HOUR < max(spans) <= 3 * HOUR
    drawn = [Exponential(HOUR).draw(random) for _ in range(2_000)]
    assert 0.9 * HOUR < sum(drawn, timedelta()) / 2_000 < 1.1 * HOUR


def test_work_goes_on_the_next_working_day() -> None:
    hours = Hours()
    thursday = datetime(2026, 4, 1, 13, 0, tzinfo=UTC)  # 15.00, the day before Maundy Thursday
    done = hours.done(thursday, timedelta(hours=10))
    assert done == datetime(2026, 4, 8, 7, 0, tzinfo=UTC)  # one hour, a whole Tuesday, one more


def test_a_case_without_an_end_is_told() -> None:
    forever = Graph(
        "g", "1", "G", events=(Event("a", "a"),), relations=(Relation(Kind.RESPONSE, "a", "a"),),
        initial=Initial(included=frozenset("a"), pending={"a": None}),
    )  # fmt: skip
    assert not any(case.finished for case in run(replace(PLAN, most_steps=9), 5, forever))
    stuck = replace(forever, relations=(Relation(Kind.CONDITION, "a", "a"),))
    (case,) = run(PLAN, 1, stuck)
    assert not case.finished and not case.trace.events


def test_copies_of_a_template_are_walked() -> None:
    events = (
        Event("open", "Åbn"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("plan", "Planlæg", parent="visit"),
    )
    graph = Graph(
        "g", "1", "G", events=events,
        relations=(Relation(Kind.SPAWN, "open", "visit"), Relation(Kind.EXCLUDE, "open", "open")),
        initial=Initial(included=frozenset({"open", "visit", "plan"}), pending={"plan": None}),
    )  # fmt: skip
    cases = run(Plan(START), 20, graph)
    assert all(case.finished for case in cases)
    assert any("Planlæg" in {e.activity for e in case.trace.events} for case in cases)
