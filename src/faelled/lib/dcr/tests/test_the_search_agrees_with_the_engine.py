"""What verification searches is what the engine does: through time, inside, and merged."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.tests.drawn_small import KINDS, small
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import CALENDAR, engine_of, made, rule
from faelled.lib.dcr.timing import Mode
from faelled.lib.dcr.verification.net import net_of
from faelled.lib.dcr.verification.statespace import explore, search
from faelled.lib.dcr.verification.symmetry import Symmetry
from faelled.lib.dcr.verification.timed import explore_timed
from faelled.lib.dcr.verification.traps import lost_states
from faelled.lib.dcr.verification.verdict import Flaw, FlawKind, Why, verify

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
Time = datetime | Duration | None


def timed_markings(engine: Engine, days: int) -> Iterator[tuple[Marking, datetime]]:
    """Everything the engine can come to in so many days, in analysis mode, day by day."""
    layer = {str(engine.initial(START).to_json()): engine.initial(START)}
    for day in range(days + 1):
        at = START + timedelta(days=day)
        waiting = list(layer.values())
        while waiting:
            marking = waiting.pop()
            yield marking, at
            for event in engine.enabled(marking, at=at):
                after = engine.execute(marking, event, at=at)
                key = str(after.to_json())
                if key not in layer:
                    layer[key] = after
                    waiting.append(after)
        later = at + timedelta(days=1)
        layer = {
            key: marking
            for key, marking in layer.items()
            if all(due.deadline >= later for due in engine.due(marking))
        }


@given(st.integers(0, 10**9))
@looking_at(12)
def test_the_search_through_time_agrees_with_the_engine(seed: int) -> None:
    graph = small(random.Random(seed), "a b c", timed=True)
    net = net_of(graph, copies=1)
    if not net.lengths.unit:
        return
    space = explore_timed(net, graph, limit=20_000)
    engine = engine_of(graph, Mode.ANALYSIS)
    fired = {
        event
        for marking, at in timed_markings(engine, 4)
        for event in engine.enabled(marking, at=at)
    }
    found = {id for at, id in enumerate(net.events) if space.fired >> at & 1}
    assert fired <= found
    locks = verify(graph).of(FlawKind.TIME_LOCK)
    for flaw in locks:
        at, marking = _walked(engine, flaw)
        assert _is_locked(engine, marking, at)
    if not locks:
        assert not any(_is_locked(engine, found, at) for found, at in timed_markings(engine, 2))


def _walked(engine: Engine, flaw: Flaw) -> tuple[datetime, Marking]:
    """The end of a run in analysis mode."""
    at, marking = START, engine.initial(START)
    for move in flaw.run:
        at += timedelta(days=move.wait)
        if move.event:
            marking = engine.execute(marking, move.event, at=at)
    return at, marking


def _is_locked(engine: Engine, marking: Marking, at: datetime) -> bool:
    """Whether no steps lead from here to where time may pass."""
    seen: set[str] = set()
    waiting = [marking]
    while waiting:
        here = waiting.pop()
        if all(due.deadline > at for due in engine.due(here)):
            return False
        key = str(here.to_json())
        if key not in seen:
            seen.add(key)
            onward = engine.enabled(here, at=at)
            waiting += [engine.execute(here, event, at=at) for event in onward]
    return True


@given(st.integers(0, 10**9))
@looking_at(25)
def test_merging_what_can_change_places_changes_no_answer(seed: int) -> None:
    draw = random.Random(seed)
    graph = small(draw, "a b c d", timed=False)
    twin = [
        Relation(r.kind, "e" if r.source == "d" else r.source, "e" if r.target == "d" else r.target)
        for r in graph.relations
        if "d" in (r.source, r.target) and r.source != r.target
    ]
    initial = graph.initial

    def both(times: Mapping[str, Time]) -> dict[str, Time]:
        return {**times, **({"e": times["d"]} if "d" in times else {})}

    alike = made(
        "a b c d e",
        *graph.relations,
        *twin,
        out=" ".join({*"abcd"} - initial.included),
        initial=Initial(
            both(initial.executed),
            both(initial.pending),
            initial.included | ({"e"} if "d" in initial.included else frozenset()),
        ),
    )
    merged = explore(alike, limit=50_000)
    whole = search(net_of(alike, copies=1), limit=50_000, symmetry=Symmetry())
    assert (merged.fired, len(lost_states(merged)) > 0) == (
        whole.fired,
        len(lost_states(whole)) > 0,
    )
    assert len(merged.states) <= len(whole.states)
    for flaw in verify(alike).flaws:
        _can_be_walked(alike, flaw)


def _can_be_walked(graph: Graph, flaw: Flaw) -> None:
    engine = engine_of(graph)
    marking = engine.initial(START)
    for move in flaw.run:
        try:
            marking = engine.execute(marking, move.event, at=START)
        except NotEnabled:
            pytest.fail(f"{flaw} cannot be walked at {move}")
    if flaw.kind is FlawKind.DEADLOCK:
        assert engine.enabled(marking, at=START) == ()
    if flaw.kind is FlawKind.PUT_OFF:
        assert set(flaw.events) <= marking.included & marking.pending.keys()
        for event in flaw.round:
            marking = engine.execute(marking, event, at=START)
        assert set(flaw.events) <= marking.included & marking.pending.keys()
    if flaw.kind in (FlawKind.DEADLOCK, FlawKind.DEAD_END, FlawKind.LIVELOCK):
        assert not engine.accepting(marking)
        assert set(flaw.events) <= marking.included & marking.pending.keys()


def test_what_is_inside_waits_for_what_is_around_and_ends_it() -> None:
    """s is done when a is; then b may be. c lies in an excluded sub-process and owes nothing."""
    events = (
        Event("s", "S", type=EventType.SUBPROCESS),
        Event("a", "A", parent="s"),
        Event("t", "T", type=EventType.SUBPROCESS),
        Event("c", "C", parent="t"),
        Event("b", "B"),
    )
    graph = made(
        events,
        rule("s condition b"),
        rule("b condition t"),
        out="t",
        initial=Initial(pending={"a": None, "c": None, "b": None}),
    )
    found = verify(graph)
    assert [(flaw.events, flaw.why) for flaw in found.of(FlawKind.DEAD_EVENT)] == [
        (("c",), Why.BLOCKED)
    ]
    assert found.of(FlawKind.DEAD_END) == ()
    fired = explore(graph, limit=100)
    assert {fired.events[at] for at in range(5) if fired.fired >> at & 1} == {"a", "b"}


@given(st.integers(0, 10**9))
@looking_at(25)
def test_the_search_inside_sub_processes_and_copies_agrees_with_the_engine(seed: int) -> None:
    """The template is spawned once at most, so that one copy is all there can be."""
    draw = random.Random(seed)
    events = (
        Event("make", "Lav"),
        Event("s", "S", type=EventType.SUBPROCESS),
        Event("a", "A", parent="s"),
        Event("t", "T", type=EventType.TEMPLATE),
        Event("b", "B", parent="t"),
    )
    ids = [event.id for event in events]
    rules = [
        rule(f"{draw.choice(ids)} {draw.choice(KINDS)} {draw.choice(ids)}")
        for _ in range(draw.randint(1, 7))
    ]
    rules = [r for r in rules if not (r.kind is Kind.INCLUDE and r.target == "make")]
    spawn = Relation(Kind.SPAWN, "make", "t")
    graph = made(
        events,
        *rules,
        spawn,
        rule("make exclude make"),
        out=" ".join(id for id in ids if draw.random() < 0.15),
        initial=Initial(pending={id: None for id in ids if draw.random() < 0.3}),
    )
    space = explore(graph, limit=10_000, copies=1)
    engine = engine_of(graph)
    whole = all_markings(engine)
    fired = {event for marking in whole for event in engine.enabled(marking, at=START)}
    assert {id for at, id in enumerate(space.events) if space.fired >> at & 1} == fired
    assert (0 not in lost_states(space)) == any(map(engine.accepting, whole))


def all_markings(engine: Engine) -> list[Marking]:
    """Everything the engine can come to at one moment."""
    found: dict[str, Marking] = {}
    waiting = [engine.initial(START)]
    while waiting:
        marking = waiting.pop()
        key = str(sorted(marking.to_json().items(), key=lambda pair: pair[0]))
        if key not in found:
            found[key] = marking
            onward = engine.enabled(marking, at=START)
            waiting += [engine.execute(marking, event, at=START) for event in onward]
    return list(found.values())


def test_copies_are_searched_like_the_engine_runs_them() -> None:
    events = (
        Event("ask", "Bed"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("plan", "Plan", parent="visit"),
        Event("end", "Slut"),
    )
    graph = made(
        events,
        Relation(Kind.SPAWN, "ask", "visit"),
        rule("ask exclude ask"),
        rule("plan exclude plan"),
        rule("visit condition end"),
        initial=Initial(pending={"plan": None}),
    )
    found = verify(graph)
    assert found.complete and found.sound
    assert found.limits == ()
    space = explore(graph, limit=100)
    names = [space.path_to(at) for at in range(len(space.states))]
    assert ("ask", "visit#1.plan") in names
    engine = Engine(graph, calendar=CALENDAR)
    for path in names:
        marking = engine.initial(START)
        for event in path:
            marking = engine.execute(marking, event, at=START)


def test_the_clocks_of_a_copy_begin_when_it_is_made() -> None:
    """Each visit is told of when it is made, must be planned within two days, and has to wait."""
    events = (
        Event("never", "Aldrig"),
        Event("ask", "Bed"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("told", "Varslet", parent="visit"),
        Event("plan", "Plan", parent="visit"),
    )

    def waiting(days: int) -> Graph:
        return made(
            events,
            Relation(Kind.SPAWN, "ask", "visit"),
            rule("ask exclude ask"),
            rule("never condition never"),
            rule("never condition told"),
            rule("told condition plan", delay=Duration(days=days)),
            rule("plan exclude plan"),
            initial=Initial({"told": None}, {"plan": Duration(days=2)}),
        )

    assert verify(waiting(2)).of(FlawKind.TIME_LOCK) == ()
    (lock,) = verify(waiting(3)).of(FlawKind.TIME_LOCK)
    assert [move.event or move.wait for move in lock.run] == ["ask", 2]
    assert lock.events == ("visit#1.plan",)
    engine = engine_of(waiting(3), Mode.ANALYSIS)
    at, marking = _walked(engine, lock)
    assert _is_locked(engine, marking, at)
