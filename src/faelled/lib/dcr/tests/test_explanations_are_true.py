"""`explain` names every reason, in Danish, with the law, and offers only what really helps."""

import random
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import (
    Citation,
    Event,
    Field,
    FieldType,
    Initial,
    Kind,
    Relation,
)
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import Explanation, Reason, ReasonCode, Remedy, RemedyKind
from faelled.lib.dcr.tests import drawn, drawn_inside
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import DAY, NOON, ONE_DAY, engine, engine_of, rule
from faelled.lib.dcr.timing import Mode

LAW = Citation("forvaltningsloven", "§ 19, stk. 1")
FORM = Event("form", "Ansøgning", fields=(Field("sum", "Beløbet", FieldType.INTEGER),))


def kinds(reason: Reason) -> list[tuple[RemedyKind, str | None, bool]]:
    return [(remedy.kind, remedy.event, remedy.ready) for remedy in reason.remedies]


def test_a_possible_step_has_no_reasons() -> None:
    run = engine("a")
    assert run.explain(run.initial(NOON), "a", at=NOON) == Explanation("a", possible=True)


def test_all_reasons_are_told_at_once() -> None:
    run = engine(
        (
            Event("a", "A"),
            Event("b", "B"),
            Event("c", "C", roles=("caseworker",)),
            Event("d", "D"),
        ),
        rule("a condition c"),
        rule("b milestone c"),
        rule("d condition c", delay=ONE_DAY),
        out="c",
        initial=Initial(pending={"b": None}, executed={"d": None}),
    )
    reasons = run.explain(run.initial(NOON), "c", at=NOON, roles=frozenset({"citizen"})).reasons
    assert [(reason.code, reason.source) for reason in reasons] == [
        (ReasonCode.EXCLUDED, None),
        (ReasonCode.ROLE, None),
        (ReasonCode.CONDITION, "a"),
        (ReasonCode.MILESTONE, "b"),
        (ReasonCode.DELAY, "d"),
    ]


def test_a_reason_carries_its_rule_its_law_and_its_why() -> None:
    hearing = Relation(
        Kind.CONDITION, "hear", "decide", cites=(LAW,), why="Parten skal høres, før der afgøres."
    )
    run = engine((Event("hear", "Partshøring"), Event("decide", "Afgørelse")), hearing)
    [reason] = run.explain(run.initial(NOON), "decide", at=NOON).reasons
    assert reason.relation == hearing
    assert reason.cites == (LAW,)
    assert reason.text == ("»Partshøring« skal gøres først. Parten skal høres, før der afgøres.")
    assert [remedy.text for remedy in reason.remedies] == ["Det kan gøres nu."]


def test_a_missing_step_can_be_done_or_taken_out_of_the_case() -> None:
    run = engine("a b waive", rule("a condition b"), rule("waive exclude a"))
    [reason] = run.explain(run.initial(NOON), "b", at=NOON).reasons
    assert kinds(reason) == [
        (RemedyKind.EXECUTE, "a", True),
        (RemedyKind.EXCLUDE, "waive", True),
    ]


def test_a_step_that_is_barred_itself_says_what_comes_first() -> None:
    run = engine("a b c d", rule("a condition b"), rule("b condition c"), rule("c condition d"))
    [reason] = run.explain(run.initial(NOON), "d", at=NOON).reasons
    [remedy] = reason.remedies
    assert (remedy.event, remedy.ready, remedy.first) == ("c", False, ("a",))
    assert remedy.text == "Det kræver først »Trin a«."


def test_a_deadlock_offers_nothing_that_can_be_done() -> None:
    run = engine("a b c", rule("a condition b"), rule("b condition a"), rule("b condition c"))
    [reason] = run.explain(run.initial(NOON), "c", at=NOON).reasons
    assert [(remedy.ready, remedy.first) for remedy in reason.remedies] == [(False, ())]


def test_a_delay_says_how_long_and_until_when() -> None:
    run = engine("a b", rule("a condition b", delay=Duration(days=14)))
    after = run.execute(run.initial(NOON), "a", at=NOON)
    [reason] = run.explain(after, "b", at=NOON + DAY).reasons
    assert reason.code is ReasonCode.DELAY
    assert reason.text == (
        "Der skal gå 2 uger efter »Trin a«, så det kan tidligst ske 8. december 2026 kl. 13.00."
    )
    assert [remedy.at for remedy in reason.remedies] == [NOON + 14 * DAY]


def test_a_pending_milestone_can_be_done_cancelled_or_excluded() -> None:
    run = engine(
        "a b drop stop",
        rule("a milestone b"),
        rule("drop exclude a"),
        rule("stop cancel a"),
        initial=Initial(pending={"a": None}),
    )
    [reason] = run.explain(run.initial(NOON), "b", at=NOON).reasons
    assert kinds(reason) == [
        (RemedyKind.EXECUTE, "a", True),
        (RemedyKind.EXCLUDE, "drop", True),
        (RemedyKind.CANCEL, "stop", True),
    ]


def test_what_would_not_help_is_not_offered() -> None:
    run = engine(
        "a b again both",
        rule("a milestone b"),
        rule("a response a"),
        rule("both exclude a"),
        rule("both include a"),
        rule("again exclude a"),
        rule("again exclude b"),
        initial=Initial(pending={"a": None}),
    )
    [reason] = run.explain(run.initial(NOON), "b", at=NOON).reasons
    assert reason.remedies == ()


def test_an_excluded_step_says_since_when_and_how_it_comes_back() -> None:
    run = engine("a stop again", rule("stop exclude a"), rule("again include a"))
    stopped = run.execute(run.initial(NOON), "stop", at=NOON)
    [reason] = run.explain(stopped, "a", at=NOON).reasons
    assert (reason.code, reason.source) == (ReasonCode.EXCLUDED, "stop")
    assert reason.text == "»Trin a« hører ikke til sagen nu, fordi »Trin stop« er gjort."
    assert kinds(reason) == [(RemedyKind.INCLUDE, "again", True)]


def test_a_step_out_of_the_case_from_the_start_blames_nobody() -> None:
    run = engine("a b", rule("b exclude a"), out="a")
    [reason] = run.explain(run.initial(NOON), "a", at=NOON).reasons
    assert (reason.source, reason.relation) == (None, None)
    assert reason.text == "»Trin a« hører ikke til sagen nu."


def test_a_missing_role_says_whom_to_ask() -> None:
    run = engine((Event("a", "A", roles=("caseworker", "citizen")),))
    [reason] = run.explain(run.initial(NOON), "a", at=NOON, roles=frozenset({"other"})).reasons
    assert reason.text == "Det kræver rollen Sagsbehandler eller Borger."
    assert [remedy.role for remedy in reason.remedies] == ["caseworker", "citizen"]


def test_a_guard_on_missing_data_bars_and_says_which_data() -> None:
    run = engine(
        (FORM, Event("hear", "Hør"), Event("pay", "Betal")),
        rule("hear condition pay", guard="form.sum > 100"),
    )
    start = run.initial(NOON)
    [reason] = run.explain(start, "pay", at=NOON).reasons
    assert reason.code is ReasonCode.GUARD_UNSET
    assert "»Beløbet« er ikke udfyldt" in reason.text
    assert [(remedy.event, remedy.fills) for remedy in reason.remedies] == [
        ("form", "form.sum"),
        ("hear", ""),
    ]
    for amount, codes in ((50, []), (500, [ReasonCode.CONDITION])):
        filled = run.execute(start, "form", at=NOON, value={"sum": amount})
        reasons = run.explain(filled, "pay", at=NOON).reasons
        assert [reason.code for reason in reasons] == codes


def test_a_guard_that_makes_no_sense_bars_and_says_so() -> None:
    run = engine(
        (FORM, Event("a", "A"), Event("b", "B")),
        rule("a condition b", guard="form.sum > 'x'"),
    )
    filled = run.execute(run.initial(NOON), "form", at=NOON, value={"sum": 5})
    [reason] = run.explain(filled, "b", at=NOON).reasons
    assert reason.code is ReasonCode.GUARD_UNSET
    assert "et tal og en tekst" in reason.text


def test_a_delay_kept_as_data_bars_until_it_is_given() -> None:
    wait = Event("wait", "Ventetid", fields=(Field("w", "W", FieldType.DURATION),), scalar=True)
    condition = Relation(Kind.CONDITION, "a", "b", delay_from="wait")
    run = engine((wait, Event("a", "A"), Event("b", "B")), condition)
    done = run.execute(run.initial(NOON), "a", at=NOON)
    [reason] = run.explain(done, "b", at=NOON).reasons
    assert reason.code is ReasonCode.GUARD_UNSET
    assert [(remedy.event, remedy.fills) for remedy in reason.remedies] == [("wait", "wait")]
    given = run.execute(done, "wait", at=NOON, value=ONE_DAY)
    assert run.opens_at(given, "b", at=NOON) == NOON + DAY


def test_a_remedy_that_hangs_on_an_answer_says_so() -> None:
    run = engine(
        (FORM, Event("a", "A"), Event("b", "B")),
        rule("a condition b"),
        rule("form exclude a", guard="form.sum < 100"),
    )
    [reason] = run.explain(run.initial(NOON), "b", at=NOON).reasons
    assert [(remedy.event, remedy.when) for remedy in reason.remedies] == [
        ("a", ""),
        ("form", "form.sum < 100"),
    ]


def test_an_explanation_can_be_sent_as_json() -> None:
    run = engine("a b", rule("a condition b", delay=ONE_DAY))
    after = run.execute(run.initial(NOON), "a", at=NOON)
    data = run.explain(after, "b", at=NOON).to_json()
    assert data["possible"] is False
    [reason] = data["reasons"] if isinstance(data["reasons"], list) else []
    assert isinstance(reason, dict)
    assert (reason["code"], reason["source"]) == ("delay", "a")


def mark(reason: Reason) -> tuple[ReasonCode, Relation | None, str]:
    """What makes it the same reason: a step may be out of the case for another cause, yet out.
    Of what it lies in, the sentence tells the causes apart."""
    relation = None if reason.code is ReasonCode.EXCLUDED else reason.relation
    return reason.code, relation, reason.text if reason.code is ReasonCode.SUBPROCESS else ""


def take(
    run: Engine, m: Marking, at: datetime, remedy: Remedy
) -> tuple[Marking, datetime, frozenset[str] | None]:
    """Do what the remedy says."""
    if remedy.at is not None:
        return m, remedy.at, None
    if remedy.role is not None:
        return m, at, frozenset({remedy.role})
    assert remedy.event is not None
    return run.execute(m, remedy.event, at=at), at, None


@looking_at(800)
@given(seed=st.integers(0, 2**48))
def test_after_a_certain_remedy_the_reason_is_gone(seed: int) -> None:
    draw = random.Random(seed)
    graph = drawn.graph(draw)
    run = engine_of(graph)
    tried = drawn.run(draw, graph, 8)
    marking = run.initial(tried[0].at)
    for step in tried:
        if run.check(marking, step.event, at=step.at):
            marking = run.execute(marking, step.event, at=step.at, value=step.value)
        remedies_hold(run, marking, step.at, step.roles)


@looking_at(120)
@given(seed=st.integers(0, 2**48))
def test_so_it_is_with_processes_inside(seed: int) -> None:
    draw = random.Random(seed)
    run, tried = engine_of(drawn_inside.graph(draw)), drawn_inside.run(draw, 6)
    marking = run.initial(tried[0].at)
    for step in tried:
        enabled = run.enabled(marking, at=step.at)
        if enabled:
            event = enabled[int(step.place * 997) % len(enabled)]
            value = step.values.get(event.rpartition(".")[2])
            marking = run.execute(marking, event, at=step.at, value=value)
        remedies_hold(run, marking, step.at, step.roles)
        opens_when_it_says(run, marking, step.at)


def remedies_hold(
    run: Engine, marking: Marking, at: datetime, roles: frozenset[str] | None
) -> None:
    for event in run.events(marking):
        for reason in run.explain(marking, event.id, at=at, roles=roles).reasons:
            for remedy in reason.remedies:
                if remedy.ready and not remedy.when and not remedy.fills:
                    then, when, who = take(run, marking, at, remedy)
                    left = run.explain(then, event.id, at=when, roles=who).reasons
                    assert mark(reason) not in {mark(other) for other in left}, remedy
                for first in remedy.first:
                    assert run.check(marking, first, at=at)
                if remedy.event is not None:
                    assert remedy.ready is run.check(marking, remedy.event, at=at)


@looking_at(300)
@given(seed=st.integers(0, 2**48))
def test_all_at_once_is_told_as_one_by_one(seed: int) -> None:
    draw = random.Random(seed)
    graph = drawn.graph(draw)
    run = engine_of(graph, Mode.OPERATION)
    tried = drawn.run(draw, graph, 8)
    marking = run.initial(tried[0].at)
    for step in tried:
        if run.check(marking, step.event, at=step.at):
            marking = run.execute(marking, step.event, at=step.at, value=step.value)
        one_by_one = [run.explain(marking, event.id, at=step.at) for event in graph.events]
        assert list(run.explain_all(marking, at=step.at)) == one_by_one


@given(seed=st.integers(0, 2**48))
def test_opens_at_is_the_first_moment_at_which_the_step_is_possible(seed: int) -> None:
    draw = random.Random(seed)
    graph = drawn.graph(draw)
    run = engine_of(graph, Mode.OPERATION)
    tried = drawn.run(draw, graph, 8)
    marking = run.initial(tried[0].at)
    for step in tried:
        if run.check(marking, step.event, at=step.at):
            marking = run.execute(marking, step.event, at=step.at, value=step.value)
        opens_when_it_says(run, marking, step.at)


def opens_when_it_says(run: Engine, marking: Marking, at: datetime) -> None:
    for event in run.events(marking):
        opens = run.opens_at(marking, event.id, at=at)
        if run.check(marking, event.id, at=at):
            assert opens == at
        elif opens is not None:
            assert opens > at
            assert run.check(marking, event.id, at=opens)
