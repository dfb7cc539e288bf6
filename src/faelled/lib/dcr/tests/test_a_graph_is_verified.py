"""verify: dead steps, dead ends, livelocks, time-locks, each with a shortest run that shows it."""

import doctest
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import CALENDAR, FIVE_DAYS, THREE_DAYS, engine_of, made, rule
from faelled.lib.dcr.timing import Mode
from faelled.lib.dcr.verification.net import net_of
from faelled.lib.dcr.verification.statespace import explore, search
from faelled.lib.dcr.verification.symmetry import Symmetry
from faelled.lib.dcr.verification.timed import explore_timed
from faelled.lib.dcr.verification.traps import lost_states
from faelled.lib.dcr.verification.verdict import Flaw, FlawKind, Move, Why, verify

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = Duration(days=1)
Time = datetime | Duration | None


def owed(events: str, *rules: Relation, pending: str, out: str = "") -> Graph:
    return made(events, *rules, out=out, initial=Initial(pending=dict.fromkeys(pending.split())))


def only(graph: Graph, kind: FlawKind) -> Flaw:
    (flaw,) = verify(graph).of(kind)
    return flaw


def run(flaw: Flaw) -> list[str | int]:
    return [move.event or move.wait for move in flaw.run]


def test_a_sound_graph_has_no_flaw() -> None:
    once = [rule(f"{id} exclude {id}") for id in "ab"]
    found = verify(made("a b", rule("a condition b"), rule("a response b"), *once))
    assert found.sound and found.complete and not found.depends
    assert (found.flaws, found.timed, found.limits) == ((), None, ())


def test_a_step_that_is_blocked_for_good_is_dead() -> None:
    found = verify(made("a b", rule("a condition a"), rule("a condition b")))
    assert [(flaw.events, flaw.why) for flaw in found.of(FlawKind.DEAD_EVENT)] == [
        (("a",), Why.BLOCKED),
        (("b",), Why.BLOCKED),
    ]
    assert not found.sound


def test_a_step_that_is_switched_off_is_told_apart() -> None:
    found = verify(made("a b", out="b"))
    assert [flaw.why for flaw in found.flaws] == [Why.OFF]
    assert found.sound


def test_the_shortest_way_into_a_deadlock_is_shown() -> None:
    graph = made(
        "a b c",
        rule("a exclude a"),
        rule("b exclude b"),
        rule("b response c"),
        rule("a condition b"),
        rule("c condition c"),
    )
    assert run(only(graph, FlawKind.DEADLOCK)) == ["a", "b"]
    assert only(graph, FlawKind.DEADLOCK).events == ("c",)
    assert run(only(graph, FlawKind.DEAD_END)) == ["a", "b"]


def test_work_that_goes_on_while_something_is_never_done_is_a_livelock() -> None:
    graph = made("a b c", rule("a response b"), rule("b condition b"), rule("a exclude c"))
    flaw = only(graph, FlawKind.LIVELOCK)
    assert (flaw.events, run(flaw), flaw.round) == (("b",), ["a"], ("a",))
    assert flaw.certain


def test_a_process_that_always_owes_something_new_is_a_dead_end_but_no_livelock() -> None:
    found = verify(owed("a b", rule("a response b"), rule("b response a"), pending="a"))
    assert found.of(FlawKind.LIVELOCK) == ()
    assert run(found.of(FlawKind.DEAD_END)[0]) == []


def test_a_livelock_is_seen_among_events_that_can_change_places() -> None:
    """x and y are alike; after `a` one of them is stuck, whichever, while the rest goes on."""
    graph = owed(
        "a x y",
        rule("x condition x"),
        rule("y condition y"),
        pending="x y",
    )
    assert verify(graph).merged == (("x", "y"),)
    assert only(graph, FlawKind.LIVELOCK).events == ("x", "y")
    alive = owed("a x y", rule("x response x"), rule("y response y"), pending="x y")
    assert verify(alive).of(FlawKind.LIVELOCK) == ()


def test_what_can_be_put_off_for_ever_is_shown_with_the_round() -> None:
    flaw = only(owed("a b", pending="b"), FlawKind.PUT_OFF)
    assert (flaw.events, run(flaw), flaw.round) == (("b",), [], ("a",))
    longer = owed(
        "a c b",
        rule("a exclude a"),
        rule("a include c"),
        rule("c exclude c"),
        rule("c include a"),
        rule("a condition b"),
        pending="b",
        out="c",
    )
    assert only(longer, FlawKind.PUT_OFF).round == ("c", "a")
    assert verify(longer).sound


def test_a_deadline_shorter_than_a_delay_is_a_time_lock() -> None:
    graph = made(
        "a b",
        rule("a condition b", delay=FIVE_DAYS),
        rule("a response b", deadline=THREE_DAYS),
    )
    flaw = only(graph, FlawKind.TIME_LOCK)
    assert (flaw.events, flaw.certain) == (("b",), True)
    found = verify(graph)
    assert found.unit == 86_400
    # a at once; three days on b is due, and only five days on it can be done.
    assert run(flaw) == ["a", 3]


def test_a_deadline_that_can_be_kept_is_none_and_one_kept_only_in_time_is_found() -> None:
    kept = made(
        "a b",
        rule("a condition b", delay=THREE_DAYS),
        rule("a response b", deadline=FIVE_DAYS),
        rule("a exclude a"),
    )
    assert verify(kept).sound
    # Without the exclusion `a` can be done again so late that the wait begins anew.
    again = made(
        "a b",
        rule("a condition b", delay=THREE_DAYS),
        rule("a response b", deadline=FIVE_DAYS),
    )
    assert run(only(again, FlawKind.TIME_LOCK)) == ["a", 5, "a"]


def test_a_step_that_is_never_possible_in_time_is_dead_in_time() -> None:
    graph = made(
        "a b",
        rule("a condition b", delay=FIVE_DAYS),
        rule("a response a", deadline=DAY),
        initial=Initial(pending={"a": DAY}),
    )
    assert only(graph, FlawKind.DEAD_EVENT).why is Why.IN_TIME


def test_times_that_the_search_cannot_hold_are_said() -> None:
    graph = made(
        "a b",
        rule("a condition b", delay=Duration(months=1)),
        rule("a response b", deadline=Duration(working_days=40)),
    )
    assert any("30 dage" in limit for limit in verify(graph).limits)
    kept = made("a b", Relation(Kind.CONDITION, "a", "b", delay_from="a"))
    assert any("står i data" in limit for limit in verify(kept).limits)


def test_a_guard_over_what_never_changes_is_decided_and_that_is_said() -> None:
    values = Initial(values={"limit": 10})
    graph = made("a b", rule("a condition b", "limit > 5"), rule("b condition a"), initial=values)
    found = verify(graph)
    assert not found.depends and len(found.of(FlawKind.DEAD_EVENT)) == 2
    assert any("»limit«" in limit for limit in found.limits)
    open_ = made("a b", rule("a condition b", "limit > 50"), rule("b condition a"), initial=values)
    assert verify(open_).sound


def test_a_flaw_that_hangs_on_data_says_so() -> None:
    graph = made("a b c", rule("a response b", "a > 1"), rule("b condition b"), rule("a exclude c"))
    found = verify(graph)
    assert found.depends
    assert [flaw.certain for flaw in found.of(FlawKind.DEAD_END)] == [False]


def test_a_bound_is_told() -> None:
    chain = [rule(f"{one} condition {two}") for one, two in zip("abcdef", "bcdefg", strict=True)]
    found = verify(made("a b c d e f g", *chain), limit=3)
    assert not found.complete
    assert any("grænsen er 3" in limit for limit in found.limits)
    timed = made("a b", rule("a condition b", delay=FIVE_DAYS), rule("a response b", deadline=DAY))
    assert any("i tid" in limit for limit in verify(timed, timed_limit=2).limits)


KINDS = (
    "condition", "response", "milestone", "include", "exclude", "cancel",
)  # fmt: skip


def small(draw: random.Random, events: str, *, timed: bool) -> Graph:
    """A graph of a few events without guards, where the search is exact."""
    ids = events.split()
    rules = []
    for _ in range(draw.randint(1, 7)):
        kind = draw.choice(KINDS)
        days = Duration(days=draw.randint(0, 3)) if timed and draw.random() < 0.6 else None
        rules.append(
            rule(
                f"{draw.choice(ids)} {kind} {draw.choice(ids)}",
                delay=days if kind == "condition" else None,
                deadline=days if kind == "response" else None,
            )
        )
    pending = {
        id: Duration(days=draw.randint(0, 2)) if timed and draw.random() < 0.5 else None
        for id in ids
        if draw.random() < 0.3
    }
    executed = {id: Duration(days=-1) for id in ids if draw.random() < 0.2}
    return made(
        events,
        *rules,
        out=" ".join(id for id in ids if draw.random() < 0.2),
        initial=Initial(executed, pending),
    )


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


def test_a_move_waits_or_does_something() -> None:
    assert (Move("a").wait, Move(wait=3).event) == (0, "")


@pytest.mark.parametrize("name", ["choices", "lengths", "verdict"])
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    tried = doctest.testmod(import_module(f"faelled.lib.dcr.verification.{name}"))
    assert (tried.failed, tried.attempted > 0) == (0, True)
