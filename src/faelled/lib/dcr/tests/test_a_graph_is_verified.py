"""verify: dead steps, dead ends, livelocks, time-locks, each with a shortest run that shows it."""

import doctest
from importlib import import_module

import pytest

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Graph, Initial, Kind, Relation
from faelled.lib.dcr.tests.making import FIVE_DAYS, THREE_DAYS, made, rule
from faelled.lib.dcr.verification.verdict import Flaw, FlawKind, Move, Why, verify

DAY = Duration(days=1)


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


def test_a_wait_that_was_not_searched_is_told_too() -> None:
    """Nothing can be done but wait for ten days, at the end of which it is too late."""
    late = made(
        "a", rule("a condition a"), rule("a response a", deadline=DAY),
        initial=Initial(pending={"a": Duration(days=10)}),
    )  # fmt: skip
    assert run(only(late, FlawKind.TIME_LOCK)) == [10]
    found = verify(late, timed_limit=4)
    assert found.of(FlawKind.TIME_LOCK) == () and not found.timed_complete
    assert any("grænsen er 4" in limit for limit in found.limits)


def test_a_bound_on_time_is_kept_within_a_layer_too() -> None:
    wide = made(
        "a b c d e f",
        *[rule(f"{id} response {id}", deadline=FIVE_DAYS) for id in "abcdef"],
        *[rule(f"{id} condition f", delay=THREE_DAYS) for id in "abcde"],
    )
    found = verify(wide, timed_limit=100)
    assert found.timed is not None and 100 <= found.timed < 110


def test_a_move_waits_or_does_something() -> None:
    assert (Move("a").wait, Move(wait=3).event) == (0, "")


@pytest.mark.parametrize("name", ["choices", "lengths", "verdict"])
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    tried = doctest.testmod(import_module(f"faelled.lib.dcr.verification.{name}"))
    assert (tried.failed, tried.attempted > 0) == (0, True)


def test_of_events_that_can_change_places_one_stands_for_all_that_can_be_put_off() -> None:
    found = verify(owed("a x y", pending="x y"))
    assert found.merged == (("x", "y"),)
    assert len(found.of(FlawKind.PUT_OFF)) == 1
    assert found.limits == ()
    # The only step past x is y, which is its like: whether more leads past them is not asked.
    alone = verify(owed("x y", rule("x exclude x"), rule("y exclude y"), pending="x y"))
    assert alone.of(FlawKind.PUT_OFF) == ()
    assert "ikke undersøgt helt" in alone.limits[0]
