"""Sub-processes happen when they are done, and templates are copied each time they are spawned."""

import pytest

from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.errors import InvalidGraph, UnknownEvent
from faelled.lib.dcr.graph import (
    Event,
    EventType,
    Field,
    FieldType,
    Graph,
    Group,
    Initial,
    Relation,
)
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import ReasonCode
from faelled.lib.dcr.tests.making import (
    DAY,
    NOON,
    ONE_DAY,
    THREE_DAYS,
    engine,
    engine_of,
    made,
    rule,
)
from faelled.lib.dcr.timing import Mode

HEARING = Event("hearing", "Partshøring", type=EventType.SUBPROCESS)
SEND = Event("send", "Send brev", parent="hearing")
REPLY = Event("reply", "Modtag svar", parent="hearing")
DECIDE = Event("decide", "Afgør")
OWED = Initial(pending={"reply": None})

CALL = Event("call", "Bestil besøg", fields=(Field("n", "N", FieldType.INTEGER),), scalar=True)
VISIT = Event("visit", "Besøg", type=EventType.TEMPLATE)
PLAN = Event("plan", "Planlæg", parent="visit")
REPORT = Event("report", "Skriv rapport", parent="visit")
VISITS = (CALL, VISIT, PLAN, REPORT, DECIDE)
SPAWN = rule("call spawn visit")


def hearing(*rules: Relation, initial: Initial = OWED, out: str = "") -> Engine:
    return engine((HEARING, SEND, REPLY, DECIDE), *rules, initial=initial, out=out)


def visits(*rules: Relation, initial: Initial | None = None, mode: Mode = Mode.OPERATION) -> Engine:
    return engine(VISITS, SPAWN, *rules, initial=initial, mode=mode)


def ran(run: Engine, *events: str, marking: Marking | None = None) -> Marking:
    marking = marking or run.initial(NOON)
    for event in events:
        marking = run.execute(marking, event, at=NOON)
    return marking


# Sub-processes, once


def test_a_sub_process_happens_when_nothing_inside_is_owed_any_more() -> None:
    run = hearing(rule("hearing condition decide"))
    sent = ran(run, "send")
    assert "hearing" not in sent.executed
    assert not run.check(sent, "decide", at=NOON)
    answered = ran(run, "reply", marking=sent)
    assert answered.executed["hearing"] == NOON
    assert run.check(answered, "decide", at=NOON)


def test_it_happens_again_with_each_execution_inside_and_has_its_own_effects() -> None:
    run = hearing(rule("hearing response decide"), initial=Initial())
    sent = ran(run, "send")
    assert "decide" in sent.pending
    decided = ran(run, "decide", marking=sent)
    assert "decide" in ran(run, "reply", marking=decided).pending


def test_nobody_executes_a_sub_process_and_it_says_what_is_missing() -> None:
    run = hearing()
    start = run.initial(NOON)
    assert "hearing" not in run.enabled(start, at=NOON)
    with pytest.raises(NotEnabled) as refused:
        run.execute(start, "hearing", at=NOON)
    [reason] = refused.value.reasons
    assert reason.code is ReasonCode.SUBPROCESS
    assert reason.text == (
        "»Partshøring« sker af sig selv, når alt, der hører til det, er gjort. "
        "Der mangler »Modtag svar«."
    )


def test_what_bars_a_sub_process_bars_what_is_inside_and_says_so() -> None:
    run = hearing(rule("decide condition hearing"))
    start = run.initial(NOON)
    assert run.enabled(start, at=NOON) == ("decide",)
    [reason] = run.explain(start, "send", at=NOON).reasons
    assert (reason.code, reason.source) == (ReasonCode.SUBPROCESS, "hearing")
    assert reason.text == "Det hører til »Partshøring«. »Afgør« skal gøres først."
    assert [remedy.event for remedy in reason.remedies] == ["decide"]
    assert run.check(ran(run, "decide"), "send", at=NOON)


def test_a_remedy_that_is_a_sub_process_names_the_steps_on_the_way() -> None:
    run = hearing(rule("hearing condition decide"))
    [reason] = run.explain(run.initial(NOON), "decide", at=NOON).reasons
    [remedy] = reason.remedies
    assert (remedy.event, remedy.ready, remedy.first) == ("hearing", False, ("reply",))
    assert remedy.text == "Det kræver først »Modtag svar«."


def test_what_lies_in_an_excluded_sub_process_owes_nothing_and_bars_nobody() -> None:
    run = hearing(rule("decide exclude hearing"), rule("send condition decide"), out="hearing")
    start = run.initial(NOON)
    assert run.accepting(start)
    assert run.included(start) == {"decide"}
    assert run.check(start, "decide", at=NOON)
    [reason] = run.explain(start, "send", at=NOON).reasons
    assert reason.text == "Det hører til »Partshøring«. »Partshøring« hører ikke til sagen nu."


def test_a_sub_process_that_its_last_step_takes_out_does_not_happen() -> None:
    run = hearing(rule("reply exclude hearing"))
    assert "hearing" not in ran(run, "reply").executed


def test_a_sub_process_inside_another_completes_it_in_turn() -> None:
    events = (
        Event("outer", "Sagen", type=EventType.SUBPROCESS),
        Event("inner", "Høring", type=EventType.SUBPROCESS, parent="outer"),
        Event("a", "A", parent="inner"),
        Event("b", "B", parent="outer"),
    )
    run = engine(events, initial=Initial(pending={"a": None, "b": None}))
    first = ran(run, "a")
    assert set(first.executed) == {"a", "inner"}
    assert list(ran(run, "b", marking=first).executed) == ["a", "inner", "b", "outer"]


def test_a_group_holds_the_sub_process_and_its_roles_pass_on() -> None:
    events = (
        Event("hearing", "Høring", ("caseworker",), type=EventType.SUBPROCESS, parent="g"),
        Event("send", "Send", parent="in"),
        DECIDE,
    )
    groups = (Group("g", "Ydre"), Group("in", "Indre", parent="hearing"))
    run = engine(events, rule("g condition decide"), groups=groups)
    assert run.graph.event("send").roles == ("caseworker",)
    assert not run.check(run.initial(NOON), "send", at=NOON, roles=frozenset({"citizen"}))
    assert run.check(ran(run, "send"), "decide", at=NOON)


def test_the_delay_of_a_sub_process_counts_for_what_is_inside() -> None:
    run = hearing(rule("decide condition hearing", delay=THREE_DAYS))
    decided = ran(run, "decide")
    assert run.opens_at(decided, "send", at=NOON) == NOON + 3 * DAY
    assert run.opens_at(decided, "hearing", at=NOON) is None


def test_an_empty_sub_process_never_happens() -> None:
    run = engine((HEARING, DECIDE), rule("hearing condition decide"))
    assert run.enabled(run.initial(NOON), at=NOON) == ()


# Templates, copied


def test_each_execution_of_the_spawner_makes_a_copy_of_its_own() -> None:
    run = visits(rule("plan condition report"))
    start = run.initial(NOON)
    assert [event.id for event in run.events(start)] == ["call", "decide"]
    two = ran(run, "call", "call", "visit#2.plan")
    assert two.instances == {"visit": 2}
    assert run.check(two, "visit#2.report", at=NOON)
    assert not run.check(two, "visit#1.report", at=NOON)
    assert [event.label for event in run.events(two)][1:4] == [
        "Besøg 1",
        "Planlæg (Besøg 1)",
        "Skriv rapport (Besøg 1)",
    ]


def test_a_copy_that_is_not_there_is_an_unknown_event() -> None:
    run = visits()
    one = ran(run, "call")
    for event in ("visit#2.plan", "plan", "visit", "visit#0.plan", "visit#1.decide", "call#1"):
        with pytest.raises(UnknownEvent):
            run.check(one, event, at=NOON)


def test_a_copy_begins_as_the_template_says_from_the_moment_it_is_made() -> None:
    begin = Initial(pending={"report": ONE_DAY}, included=frozenset({"call", "visit", "report"}))
    run = visits(initial=begin)
    later = run.execute(run.initial(NOON), "call", at=NOON + 2 * DAY)
    assert later.pending == {"visit#1.report": NOON + 3 * DAY}
    assert later.included == {"call", "visit#1", "visit#1.report"}
    assert [due.event for due in run.due(later)] == ["visit#1.report"]


def test_the_case_accepts_only_when_all_copies_do() -> None:
    run = visits(initial=Initial(pending={"report": None}))
    half = ran(run, "call", "call", "visit#1.report")
    assert not run.accepting(half)
    assert run.accepting(ran(run, "visit#2.report", marking=half))


def test_the_copy_does_not_react_to_the_step_that_made_it() -> None:
    run = visits(rule("call response report"), rule("call exclude plan"))
    one = ran(run, "call")
    assert not one.pending
    assert "visit#1.plan" in one.included
    two = ran(run, "call", marking=one)
    assert set(two.pending) == {"visit#1.report"}
    assert "visit#1.plan" not in two.included
    assert "visit#2.plan" in two.included


def test_a_rule_on_the_template_or_inside_it_holds_for_every_copy() -> None:
    run = visits(rule("visit condition decide"), rule("decide exclude plan"))
    begun = ran(run, "call", "call", "visit#1.plan")
    assert not run.check(begun, "decide", at=NOON)
    ended = ran(run, "visit#2.plan", "decide", marking=begun)
    assert {"visit#1.plan", "visit#2.plan"}.isdisjoint(ended.included)


def test_the_value_of_the_spawner_is_the_trigger_of_its_copy() -> None:
    run = visits(rule("plan condition report", guard="trigger > 2"))
    many = run.execute(run.initial(NOON), "call", at=NOON, value=5)
    both = run.execute(many, "call", at=NOON, value=1)
    assert (both.values["visit#1"], both.values["visit#2"]) == (5, 1)
    assert not run.check(both, "visit#1.report", at=NOON)
    assert run.check(both, "visit#2.report", at=NOON)


def test_guards_inside_read_the_values_of_their_own_copy() -> None:
    hours = Event(
        "hours", "Timer", parent="visit", fields=(Field("h", "H", FieldType.INTEGER),), scalar=True
    )
    run = engine((*VISITS, hours), SPAWN, rule("plan condition report", guard="hours > 10"))
    two = ran(run, "call", "call")
    long = run.execute(two, "visit#1.hours", at=NOON, value=20)
    short = run.execute(long, "visit#2.hours", at=NOON, value=1)
    assert not run.check(short, "visit#1.report", at=NOON)
    assert run.check(short, "visit#2.report", at=NOON)
    [reason] = run.explain(two, "visit#2.report", at=NOON).reasons
    assert reason.code is ReasonCode.GUARD_UNSET
    assert "»Timer (Besøg 2)« er ikke udfyldt" in reason.text
    assert reason.remedies[0].event == "visit#2.hours"


def test_a_spawn_with_a_guard_makes_a_copy_only_when_it_holds() -> None:
    run = engine(VISITS, rule("call spawn visit", guard="call > 1"))
    small = run.execute(run.initial(NOON), "call", at=NOON, value=1)
    assert small.instances == {}
    assert run.execute(small, "call", at=NOON, value=2).instances == {"visit": 1}


def test_a_template_inside_a_template_is_copied_inside_the_copy() -> None:
    letter = Event("letter", "Brev", type=EventType.TEMPLATE, parent="visit")
    send = Event("send", "Send", parent="letter")
    run = engine((*VISITS, letter, send), SPAWN, rule("report spawn letter"))
    marking = ran(run, "call", "call", "visit#2.report", "visit#2.report")
    assert marking.instances == {"visit": 2, "visit#2.letter": 2}
    assert run.check(marking, "visit#2.letter#1.send", at=NOON)
    assert run.graph.event("visit#2.letter#1.send").label == "Send (Besøg 2, Brev 1)"
    assert run.graph.event("visit#2.letter#1").label == "Brev 1 (Besøg 2)"
    with pytest.raises(UnknownEvent):
        run.check(marking, "visit#1.letter#1.send", at=NOON)


def test_a_template_spawned_from_inside_makes_a_copy_beside() -> None:
    run = visits(rule("report spawn visit"))
    assert ran(run, "call", "visit#1.report").instances == {"visit": 2}


def test_a_copy_made_inside_a_sub_process_is_owed_before_that_is_done() -> None:
    group = Event("care", "Forløb", type=EventType.SUBPROCESS)
    events = (
        group,
        Event("call", "Bestil", parent="care"),
        Event("visit", "Besøg", type=EventType.TEMPLATE, parent="care"),
        PLAN,
    )
    run = engine(events, SPAWN, initial=Initial(pending={"plan": None}))
    called = ran(run, "call")
    assert "care" not in called.executed
    assert list(ran(run, "visit#1.plan", marking=called).executed) == [
        "call",
        "visit#1.plan",
        "visit#1",
        "care",
    ]


def test_the_deadline_of_a_copy_is_a_time_lock_in_analysis() -> None:
    begin = Initial(pending={"report": ONE_DAY})
    run = visits(initial=begin, mode=Mode.ANALYSIS)
    one = ran(run, "call")
    late = NOON + 2 * DAY
    assert run.enabled(one, at=late) == ()
    codes = {reason.code for reason in run.explain(one, "visit#1.report", at=late).reasons}
    assert codes == {ReasonCode.TIME_LOCK}


def test_markings_with_copies_are_stored_whole_and_old_ones_still_read() -> None:
    marking = ran(visits(), "call", "call")
    assert Marking.from_json(marking.to_json()) == marking
    plain = hearing().initial(NOON)
    assert "instances" not in plain.to_json()
    assert Marking.from_json({"executed": {}, "pending": {}, "included": ["a"], "values": {}})
    for wrong in ({"visit": 0}, {"visit": True}, {"visit": "2"}, [2]):
        with pytest.raises(ValueError):
            Marking.from_json({"instances": wrong})


def test_from_inside_a_copy_what_lies_there_is_its_own() -> None:
    letter = Event("letter", "Brev", type=EventType.TEMPLATE, parent="visit")
    graph = made((*VISITS, letter, Event("send", "Send", parent="letter")))
    seen = [graph.beside("visit#2.letter#1.send", id) for id in ("report", "letter", "call", "x")]
    assert seen == ["visit#2.report", "visit#2.letter#1", "call", "x"]
    assert graph.beside("visit#2.plan", "send") == "send"
    assert graph.beside("decide", "report") == "report"


# What cannot be


@pytest.mark.parametrize(
    ("graph", "problem"),
    [
        (made("a b", rule("a spawn b")), "som ikke er en skabelon"),
        (made((VISIT, Event("a#1", "A"))), "må ikke rumme tegnet #"),
        (made((Event("a", "A"), Event("b", "B", parent="a"))), "hverken er en gruppe"),
        (
            made((Event("a", "A", parent="a", type=EventType.SUBPROCESS),)),
            "Delprocessen »a« ligger inde i sig selv",
        ),
    ],
)
def test_what_cannot_be_is_told(graph: Graph, problem: str) -> None:
    with pytest.raises(InvalidGraph, match=problem):
        engine_of(graph)
