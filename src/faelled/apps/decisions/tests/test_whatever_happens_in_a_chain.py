"""Whatever is pressed, in whatever order: no step is skipped, what is over stays over, nobody acts
out of turn, and undoing is as if it had never been done.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.apps.decisions.chains.graph import ANSWERS, DONE, Act, Approver, PlannedStep
from faelled.apps.decisions.chains.run import (
    Done,
    Stage,
    acted,
    begun,
    engine_of,
    is_over,
    replayed,
    step_now,
    waiting,
)
from faelled.lib.dcr import Engine, Marking

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
flags = st.booleans()
approvers = st.builds(
    Approver,
    id=st.integers(1, 6),
    name=st.just("Bo Lind"),
    gated=flags,
    auto_release=flags,
    auto_forward=flags,
    direct=flags,
    limited=flags,
)
steps = st.builds(
    PlannedStep,
    st.lists(approvers, min_size=1, max_size=3, unique_by=lambda a: a.id).map(tuple),
    st.sampled_from(["all", "one"]),
)
plans = st.lists(steps, min_size=1, max_size=3).map(tuple)


def with_a_last_word(plan: tuple[PlannedStep, ...]) -> tuple[PlannedStep, ...]:
    last = plan[-1]
    free = tuple(replace(a, limited=False) for a in last.approvers)
    return (*plan[:-1], replace(last, approvers=free))


def walk(plan: tuple[PlannedStep, ...], picks: list[int]) -> tuple[Engine, list[Done], Marking]:
    """Each pick is one of the acts that are possible then."""
    engine, acts, at = engine_of(plan), [], START
    marking = begun(engine, at)
    for pick in picks:
        at += timedelta(minutes=1)
        possible = [
            event.id
            for event in engine.graph.events
            if event.roles != ("system",) and engine.check(marking, event.id, at=at)
        ]
        # The responsible can always take it back: then little else would ever be seen.
        possible = [id for id in possible if id != "stop" or pick % 20 == 0]
        if not possible:
            break
        event = possible[pick % len(possible)]
        roles = frozenset(engine.graph.event(event).roles)
        before = step_now(marking)
        marking = acted(engine, marking, event, at=at, roles=roles)
        acts.append(Done(event, at))
        assert step_now(marking) in {before, before + 1, 0}
    return engine, acts, marking


@settings(max_examples=150, deadline=None)
@given(plans.map(with_a_last_word), st.lists(st.integers(0, 999), max_size=25))
def test_no_step_is_skipped_and_an_open_chain_waits_for_somebody(
    plan: tuple[PlannedStep, ...], picks: list[int]
) -> None:
    engine, acts, marking = walk(plan, picks)
    answered = {
        (act.step, act.approver)
        for act in (Act.parse(done.event_id) for done in acts)
        if act.verb in ANSWERS
    }
    for number, step in enumerate(plan, start=1):
        if str(Act(number, DONE)) in marking.executed:
            asked = [(number, a.id) in answered for a in step.approvers]
            assert any(asked) if step.needs == "one" else all(asked)
            assert number == 1 or str(Act(number - 1, DONE)) in marking.executed
    if not is_over(marking):
        assert waiting(engine, marking, at=START + timedelta(days=1))


@settings(max_examples=80, deadline=None)
@given(plans.map(with_a_last_word), st.lists(st.integers(0, 999), min_size=1, max_size=15))
def test_undo_gives_exactly_the_former_marking(
    plan: tuple[PlannedStep, ...], picks: list[int]
) -> None:
    engine, acts, marking = walk(plan, picks)
    assert replayed(engine, START, acts) == marking
    _engine, shorter, before = walk(plan, picks[: len(acts) - 1])
    assert replayed(engine, START, acts[:-1]) == before
    assert shorter == acts[:-1]


@settings(max_examples=80, deadline=None)
@given(plans.map(with_a_last_word), st.lists(st.integers(0, 999), max_size=25))
def test_what_is_over_stays_over_and_nobody_acts_in_another_s_place(
    plan: tuple[PlannedStep, ...], picks: list[int]
) -> None:
    engine, _acts, marking = walk(plan, picks)
    at = START + timedelta(days=1)
    everybody = [f"e{a.id}" for step in plan for a in step.approvers]
    if is_over(marking):
        assert engine.enabled(marking, at=at) == ()
    turns = {one.approver for one in waiting(engine, marking, at=at) if one.stage is Stage.ANSWER}
    for role in everybody:
        may = engine.enabled(marking, at=at, roles=frozenset({role}))
        verbs = [Act.parse(event) for event in may]
        assert all(act.approver == int(role[1:]) for act in verbs)
        assert all(act.approver in turns for act in verbs if act.verb in ANSWERS)
