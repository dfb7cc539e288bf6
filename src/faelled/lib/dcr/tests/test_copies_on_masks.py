"""The masks of a graph with templates answer as the engine does, as long as there is room."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.core import State
from faelled.lib.dcr.core_copied import CoreCopied
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.tests import drawn_inside
from faelled.lib.dcr.tests.drawn_small import KINDS
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import NOON, engine_of, made, rule
from faelled.lib.dcr.tests.test_control_flow_on_masks import bare
from faelled.lib.dcr.verification.copied import own_id
from faelled.lib.dcr.verification.statespace import explore
from faelled.lib.dcr.verification.verdict import FlawKind, verify


@looking_at(30)
@given(seed=st.integers(0, 2**48))
def test_they_agree_with_the_engine_step_by_step(seed: int) -> None:
    draw = random.Random(seed)
    graph = bare(drawn_inside.graph(draw))
    core, engine = CoreCopied(graph, room=2), engine_of(graph)
    state, marking = core.start, engine.initial(NOON)
    events = (1 << len(core.events)) - 1
    for _ in range(12):
        enabled = core.enabled(state)
        assert {core.events[at] for at in enabled} == {*engine.enabled(marking, at=NOON)}
        assert core.accepting(state) is engine.accepting(marking)
        roomy = [at for at in enabled if not core.cramped(state, at)]
        if not roomy:
            break
        at = draw.choice(roomy)
        after = core.step(state, at)
        assert after is not None
        state = after
        marking = engine.execute(marking, core.events[at], at=NOON)
        executed, pending, included = core.state(marking)
        assert (executed, pending, included) == (state[0], state[1], state[2] & events)


@looking_at(30)
@given(seed=st.integers(0, 2**48))
def test_copies_that_change_places_make_no_difference(seed: int) -> None:
    """From a state and from the one that stands for it, the same can be done, by name."""
    draw = random.Random(seed)
    core = CoreCopied(bare(drawn_inside.graph(draw)), room=3)
    state = core.start
    for _ in range(10):
        other = core.merged(state)
        assert core.merged(other) == other
        assert _onward(core, state) == _onward(core, other)
        assert core.accepting(state) is core.accepting(other)
        after = [core.step(state, at) for at in core.enabled(state)]
        onward = [one for one in after if one is not None]
        if not onward:
            break
        state = draw.choice(onward)


def _onward(core: CoreCopied, state: State) -> Counter[tuple[str, State | None]]:
    found = ((own_id(core.events[at]), core.step(state, at)) for at in core.enabled(state))
    return Counter((name, None if one is None else core.merged(one)) for name, one in found)


def test_of_three_visits_it_does_not_matter_which_was_planned() -> None:
    core = CoreCopied(visits(), room=3)
    state = core.start
    for event in ("ask", "ask", "ask", "visit#2.plan"):
        after = core.step(state, core.index[event])
        assert after is not None
        state = after
    others = {
        core.merged(core.step(state, at) or state)
        for at in core.enabled(state)
        if own_id(core.events[at]) == "plan"
    }
    assert len(others) == 1
    assert core.cramped(state, core.index["ask"])
    assert not core.cramped(core.start, core.index["ask"])


def visits() -> Graph:
    """Each visit is planned once, and its plan is owed."""
    return made(
        (
            Event("ask", "Bed"),
            Event("visit", "Besøg", type=EventType.TEMPLATE),
            Event("plan", "Plan", parent="visit"),
        ),
        Relation(Kind.SPAWN, "ask", "visit"),
        rule("plan exclude plan"),
        initial=Initial(pending={"plan": None}),
    )


@looking_at(30)
@given(seed=st.integers(0, 2**48))
def test_verification_finds_what_they_do_or_says_that_more_copies_might(seed: int) -> None:
    draw = random.Random(seed)
    events = (
        Event("a", "A"),
        Event("t", "T", type=EventType.TEMPLATE),
        Event("b", "B", parent="t"),
        Event("s", "S", type=EventType.SUBPROCESS, parent="t"),
        Event("c", "C", parent="s"),
        Event("u", "U", type=EventType.TEMPLATE, parent="t"),
        Event("d", "D", parent="u"),
    )
    ids = [event.id for event in events]
    rules = [
        rule(f"{draw.choice(ids)} {draw.choice(KINDS)} {draw.choice(ids)}")
        for _ in range(draw.randint(1, 6))
    ]
    rules += [Relation(Kind.SPAWN, draw.choice(ids), draw.choice("tu")) for _ in range(2)]
    once = [rule(f"{id} exclude {id}") for id in "abcd"]
    graph = made(events, Relation(Kind.SPAWN, "a", "t"), *rules, *once)
    core = CoreCopied(graph, room=2)
    seen, cramped, fired = {core.start}, False, set()
    waiting = [core.start]
    while waiting and len(seen) < 4_000:
        state = waiting.pop()
        for at in core.enabled(state):
            fired.add(core.events[at])
            after = core.step(state, at)
            cramped = cramped or after is None
            if after is not None and after not in seen:
                seen.add(after)
                waiting.append(after)
    space = explore(graph, limit=4_000, copies=2)
    if cramped:
        assert not space.complete
    elif not waiting and space.complete:
        assert {id for at, id in enumerate(space.events) if space.fired >> at & 1} == fired


def test_what_is_made_in_no_copy_is_made_nowhere() -> None:
    """Letters lie in a visit; before there is one, none is begun, nor kept for when there is."""
    graph = made(
        (
            Event("write", "Skriv"),
            Event("ask", "Bed"),
            Event("visit", "Besøg", type=EventType.TEMPLATE),
            Event("letter", "Brev", type=EventType.TEMPLATE, parent="visit"),
            Event("send", "Send", parent="letter"),
        ),
        Relation(Kind.SPAWN, "write", "letter"),
        Relation(Kind.SPAWN, "ask", "visit"),
        rule("ask exclude ask"),
        rule("ask exclude write"),
    )
    found = verify(graph)
    assert found.complete
    assert [flaw.events for flaw in found.of(FlawKind.DEAD_EVENT)] == [("send",)]
