"""The corner cases that every engine must hold, one test each."""

import pytest

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.engine import NotEnabled
from faelled.lib.dcr.graph import Event, EventType, Field, FieldType, Group, Initial
from faelled.lib.dcr.naming import Unknown
from faelled.lib.dcr.reasons import ReasonCode
from faelled.lib.dcr.replay import Recorded, Settings, replay
from faelled.lib.dcr.tests.making import (
    DAY,
    FIVE_DAYS,
    NOON,
    ONE_DAY,
    THREE_DAYS,
    engine,
    rule,
)
from faelled.lib.dcr.timing import Mode


def test_a_condition_on_itself_is_never_enabled() -> None:
    run = engine("a", rule("a condition a"))
    assert run.enabled(run.initial(NOON), at=NOON) == ()


def test_a_condition_on_itself_does_not_bar_what_has_been_executed_already() -> None:
    run = engine("a", rule("a condition a"), initial=Initial(executed={"a": None}))
    assert run.enabled(run.initial(NOON), at=NOON) == ("a",)


def test_mutual_conditions_are_a_deadlock() -> None:
    run = engine("a b", rule("a condition b"), rule("b condition a"))
    assert run.enabled(run.initial(NOON), at=NOON) == ()


def test_a_milestone_on_self_bars_the_event_while_it_is_pending() -> None:
    rules = rule("a milestone a")
    free = engine("a", rules)
    owed = engine("a", rules, initial=Initial(pending={"a": None}))
    assert free.enabled(free.initial(NOON), at=NOON) == ("a",)
    assert owed.enabled(owed.initial(NOON), at=NOON) == ()


def test_a_milestone_whose_source_is_excluded_later_stops_barring() -> None:
    run = engine(
        "a b c",
        rule("a milestone b"),
        rule("c exclude a"),
        initial=Initial(pending={"a": None}),
    )
    start = run.initial(NOON)
    assert not run.check(start, "b", at=NOON)
    assert run.check(run.execute(start, "c", at=NOON), "b", at=NOON)


def test_a_response_to_an_excluded_event_is_owed_once_it_is_included() -> None:
    run = engine("a b c", rule("a response b"), rule("c include b"), out="b")
    owed = run.execute(run.initial(NOON), "a", at=NOON)
    assert "b" in owed.pending
    assert run.accepting(owed)
    assert not run.accepting(run.execute(owed, "c", at=NOON))


def test_excluding_a_pending_event_gives_acceptance_until_it_is_included_again() -> None:
    run = engine(
        "a b c",
        rule("b exclude a"),
        rule("c include a"),
        initial=Initial(pending={"a": None}),
    )
    start = run.initial(NOON)
    out = run.execute(start, "b", at=NOON)
    back = run.execute(out, "c", at=NOON)
    assert [run.accepting(m) for m in (start, out, back)] == [False, True, False]
    assert "a" in out.pending


def test_an_event_that_excludes_itself_stays_executed_for_the_conditions_of_others() -> None:
    run = engine("a b", rule("a exclude a"), rule("a condition b"))
    after = run.execute(run.initial(NOON), "a", at=NOON)
    assert "a" not in after.included
    assert "a" in after.executed
    assert run.check(after, "b", at=NOON)


def test_including_an_included_event_changes_nothing() -> None:
    run = engine("a b", rule("a include b"))
    start = run.initial(NOON)
    assert run.execute(start, "a", at=NOON).included == start.included


def test_a_delay_of_no_length_bars_nothing_and_a_deadline_of_no_length_is_due_at_once() -> None:
    run = engine(
        "a b",
        rule("a condition b", delay=Duration()),
        rule("a response b", deadline=Duration()),
    )
    after = run.execute(run.initial(NOON), "a", at=NOON)
    assert run.check(after, "b", at=NOON)
    assert after.pending == {"b": NOON}
    assert not run.overdue(after, at=NOON)
    assert run.overdue(after, at=NOON + DAY)


def test_the_delay_of_an_excluded_source_is_ignored_and_counts_from_its_last_execution() -> None:
    run = engine(
        "a b out back",
        rule("a condition b", delay=FIVE_DAYS),
        rule("out exclude a"),
        rule("back include a"),
    )
    first = run.execute(run.initial(NOON), "a", at=NOON)
    again = run.execute(first, "a", at=NOON + DAY)
    assert not run.check(again, "b", at=NOON + 5 * DAY)
    gone = run.execute(again, "out", at=NOON + DAY)
    assert run.check(gone, "b", at=NOON + DAY)
    back = run.execute(gone, "back", at=NOON + 2 * DAY)
    assert not run.check(back, "b", at=NOON + 5 * DAY)
    assert run.check(back, "b", at=NOON + 6 * DAY)


def test_a_deadline_shorter_than_a_delay_is_a_time_lock_in_analysis() -> None:
    rules = (rule("a condition b", delay=FIVE_DAYS), rule("a response b", deadline=THREE_DAYS))
    run = engine("a b c", *rules, mode=Mode.ANALYSIS)
    owed = run.execute(run.initial(NOON), "a", at=NOON)
    late = NOON + 5 * DAY
    assert not run.check(owed, "b", at=NOON + 3 * DAY)
    assert run.enabled(owed, at=late) == ()
    codes = {reason.code for reason in run.explain(owed, "c", at=late).reasons}
    assert codes == {ReasonCode.TIME_LOCK}


def test_no_time_lock_when_the_source_of_the_delay_ran_early_enough() -> None:
    run = engine(
        "early a b",
        rule("early condition b", delay=FIVE_DAYS),
        rule("a response b", deadline=THREE_DAYS),
        mode=Mode.ANALYSIS,
    )
    begun = run.execute(run.initial(NOON), "early", at=NOON)
    owed = run.execute(begun, "a", at=NOON + 3 * DAY)
    assert run.check(owed, "b", at=NOON + 5 * DAY)


def test_in_operation_the_same_deadline_is_marked_overdue_and_can_still_be_met() -> None:
    run = engine(
        "a b", rule("a condition b", delay=FIVE_DAYS), rule("a response b", deadline=THREE_DAYS)
    )
    owed = run.execute(run.initial(NOON), "a", at=NOON)
    late = NOON + 5 * DAY
    assert [due.event for due in run.overdue(owed, at=late)] == ["b"]
    assert not run.may_close(owed, at=late)
    assert run.may_close(run.execute(owed, "b", at=late), at=late)


def test_two_events_with_one_label_are_two_events() -> None:
    same = (Event("one", "Send brev"), Event("two", "Send brev"), Event("end", "Afslut"))
    run = engine(same, rule("one condition end"))
    after = run.execute(run.initial(NOON), "two", at=NOON)
    assert set(after.executed) == {"two"}
    assert not run.check(after, "end", at=NOON)
    assert run.check(run.execute(after, "one", at=NOON), "end", at=NOON)


def test_a_condition_on_a_group_whose_members_are_all_excluded_is_satisfied() -> None:
    events = (Event("a", "A", parent="g"), Event("b", "B", parent="g"), Event("c", "C"))
    groups = (Group("g", "Gruppe"),)
    rules = (rule("g condition c"),)
    free = engine(events, *rules, groups=groups, out="a b")
    half = engine(events, *rules, groups=groups, out="a")
    assert free.check(free.initial(NOON), "c", at=NOON)
    assert not half.check(half.initial(NOON), "c", at=NOON)


def test_a_guard_that_flips_between_check_and_execution_is_asked_again() -> None:
    amount = Event("amount", "Beløb", fields=(Field("v", "V", FieldType.INTEGER),), scalar=True)
    run = engine(
        (amount, Event("hear", "Hør"), Event("pay", "Betal")),
        rule("hear condition pay", guard="amount > 100"),
    )
    small = run.execute(run.initial(NOON), "amount", at=NOON, value=50)
    assert run.check(small, "pay", at=NOON)
    large = run.execute(small, "amount", at=NOON, value=500)
    with pytest.raises(NotEnabled) as refused:
        run.execute(large, "pay", at=NOON)
    assert [reason.code for reason in refused.value.reasons] == [ReasonCode.CONDITION]


def test_a_group_that_excludes_itself_is_a_choice_and_takes_the_chosen_along() -> None:
    events = (Event("yes", "Ja", parent="g"), Event("no", "Nej", parent="g"))
    run = engine(events, rule("g exclude g"), groups=(Group("g", "Svar"),))
    assert run.execute(run.initial(NOON), "no", at=NOON).included == frozenset()


def test_an_overdue_event_that_is_included_again_is_due_at_once() -> None:
    rules = (rule("a response b", deadline=ONE_DAY), rule("c include b"))
    for mode, deadline in ((Mode.OPERATION, NOON + DAY), (Mode.ANALYSIS, NOON + 4 * DAY)):
        run = engine("a b c", *rules, out="b", mode=mode)
        owed = run.execute(run.initial(NOON), "a", at=NOON)
        assert run.check(owed, "c", at=NOON + 4 * DAY)
        back = run.execute(owed, "c", at=NOON + 4 * DAY)
        assert back.pending == {"b": deadline}
        assert run.check(back, "b", at=NOON + 4 * DAY)
        later = NOON + 5 * DAY
        assert run.check(back, "b", at=later) is (mode is Mode.OPERATION)


SUB = Event("s", "Delproces", type=EventType.SUBPROCESS)
TEMPLATE = Event("t", "Forløb", type=EventType.TEMPLATE)


def test_a_sub_process_that_waits_for_what_is_inside_it_is_a_deadlock() -> None:
    run = engine((SUB, Event("a", "A", parent="s")), rule("a condition s"))
    start = run.initial(NOON)
    assert run.enabled(start, at=NOON) == ()
    [reason] = run.explain(start, "a", at=NOON).reasons
    assert (reason.code, reason.remedies) == (ReasonCode.SUBPROCESS, ())


def test_a_sub_process_that_owes_itself_stays_owed_when_it_happens() -> None:
    run = engine((SUB, Event("a", "A", parent="s")), rule("s response s"))
    after = run.execute(run.initial(NOON), "a", at=NOON)
    assert after.executed.keys() == {"a", "s"}
    assert after.pending == {"s": None}


def test_a_sub_process_that_is_a_milestone_of_its_own_step_lets_the_last_step_be() -> None:
    run = engine(
        (SUB, Event("a", "A", parent="s")),
        rule("s milestone a"),
        initial=Initial(pending={"s": None}),
    )
    assert run.enabled(run.initial(NOON), at=NOON) == ()


def test_excluding_a_sub_process_keeps_what_is_inside_as_it_was() -> None:
    run = engine(
        (SUB, Event("a", "A", parent="s"), Event("out", "Ud"), Event("back", "Ind")),
        rule("out exclude s"),
        rule("back include s"),
        initial=Initial(pending={"a": None}),
    )
    start = run.initial(NOON)
    out = run.execute(start, "out", at=NOON)
    back = run.execute(out, "back", at=NOON)
    assert [run.accepting(m) for m in (start, out, back)] == [False, True, False]


def test_a_spawner_that_excludes_itself_makes_one_copy() -> None:
    run = engine(
        (Event("a", "A"), TEMPLATE, Event("b", "B", parent="t")),
        rule("a spawn t"),
        rule("a exclude a"),
    )
    assert run.enabled(run.execute(run.initial(NOON), "a", at=NOON), at=NOON) == ("t#1.b",)


def test_a_delay_inside_a_template_counts_in_each_copy_for_itself() -> None:
    inner = (Event("b", "B", parent="t"), Event("c", "C", parent="t"))
    run = engine(
        (Event("a", "A"), TEMPLATE, *inner),
        rule("a spawn t"),
        rule("b condition c", delay=ONE_DAY),
    )
    marking = run.initial(NOON)
    for event, at in (("a", NOON), ("a", NOON), ("t#1.b", NOON), ("t#2.b", NOON + DAY)):
        marking = run.execute(marking, event, at=at)
    assert run.check(marking, "t#1.c", at=NOON + DAY)
    assert not run.check(marking, "t#2.c", at=NOON + DAY)


def test_an_overdue_step_in_a_copy_that_comes_back_is_due_at_once_in_analysis() -> None:
    run = engine(
        (Event("a", "A"), Event("c", "C"), TEMPLATE, Event("b", "B", parent="t")),
        rule("a spawn t"),
        rule("c include t"),
        initial=Initial(pending={"b": ONE_DAY}, included=frozenset("abc")),
        mode=Mode.ANALYSIS,
    )
    out = run.execute(run.initial(NOON), "a", at=NOON)
    assert run.accepting(out)
    back = run.execute(out, "c", at=NOON + 3 * DAY)
    assert back.pending == {"t#1.b": NOON + 3 * DAY}


def test_one_label_for_two_events_is_whichever_of_them_fits() -> None:
    same = (Event("one", "Send brev"), Event("two", "Send brev"), Event("end", "Afslut"))
    run = engine(same, rule("one condition end"), rule("two exclude end"))
    steps = [Recorded("Send brev", NOON), Recorded("Afslut", NOON)]
    assert replay(run, steps, start=NOON).taken[0] == (0, ("one", "two"))
    assert replay(run, steps, start=NOON).fits


def test_an_activity_the_graph_does_not_know_breaks_the_rules_or_lies_outside_them() -> None:
    steps = [Recorded("Sov", NOON), Recorded("Trin a", NOON)]
    run = engine("a")
    closed = replay(run, steps, start=NOON)
    opened = replay(run, steps, start=NOON, settings=Settings(unknown=Unknown.IGNORED))
    assert (closed.fits, opened.fits) == (False, True)
    assert closed.markings == opened.markings
