"""Time as the law counts it: calendar months, working days, summer time; what is overdue."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from faelled.lib.dcr.duration import Duration, DurationError
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Citation, Event, Field, FieldType, Initial, Kind, Relation
from faelled.lib.dcr.tests.making import DAY, HOUR, NOON, ONE_DAY, THREE_DAYS, engine, rule
from faelled.lib.dcr.timing import Mode, duration_of

LOCAL = ZoneInfo("Europe/Copenhagen")


def due_after(deadline: Duration, at: datetime) -> datetime | None:
    run = engine("a b", rule("a response b", deadline=deadline))
    return run.execute(run.initial(at), "a", at=at).pending["b"]


def test_a_month_is_a_calendar_month_and_ends_with_a_short_one() -> None:
    at = datetime(2026, 1, 31, 9, tzinfo=LOCAL)
    assert due_after(Duration(months=1), at) == datetime(2026, 2, 28, 9, tzinfo=LOCAL)


def test_a_day_across_the_change_to_summer_time_keeps_the_clock_on_the_wall() -> None:
    at = datetime(2026, 3, 28, 12, tzinfo=LOCAL)
    due = due_after(ONE_DAY, at)
    assert due == datetime(2026, 3, 29, 12, tzinfo=LOCAL)
    assert due is not None
    assert due - at.astimezone(UTC) == 23 * HOUR


def test_working_days_leave_out_weekends_and_holidays() -> None:
    at = datetime(2026, 4, 1, 10, tzinfo=LOCAL)  # the Wednesday before Easter
    assert due_after(Duration(working_days=2), at) == datetime(2026, 4, 8, 10, tzinfo=LOCAL)


def test_hours_are_hours() -> None:
    assert due_after(Duration(seconds=3600), NOON) == NOON + HOUR


def test_due_lists_what_is_part_of_the_case_soonest_first_with_the_law() -> None:
    law = Citation("offentlighedsloven", "§ 36, stk. 2")
    relations = (
        Relation(Kind.RESPONSE, "a", "b", deadline=THREE_DAYS),
        Relation(Kind.RESPONSE, "a", "c", deadline=ONE_DAY, cites=(law,)),
        Relation(Kind.RESPONSE, "a", "d"),
        Relation(Kind.RESPONSE, "a", "out", deadline=ONE_DAY),
    )
    run = engine("a b c d out", *relations, out="out")
    owed = run.execute(run.initial(NOON), "a", at=NOON)
    assert [(due.event, due.deadline, due.cites) for due in run.due(owed)] == [
        ("c", NOON + DAY, (law,)),
        ("b", NOON + 3 * DAY, ()),
    ]


def test_a_deadline_is_overdue_only_after_its_moment() -> None:
    run = engine("a b", rule("a response b", deadline=ONE_DAY))
    owed = run.execute(run.initial(NOON), "a", at=NOON)
    assert run.overdue(owed, at=NOON + DAY) == ()
    assert [due.event for due in run.overdue(owed, at=NOON + DAY + HOUR)] == ["b"]


def test_a_case_may_close_when_nothing_is_owed() -> None:
    run = engine("a b", rule("a response b"))
    start = run.initial(NOON)
    owed = run.execute(start, "a", at=NOON)
    assert run.may_close(start, at=NOON)
    assert not run.may_close(owed, at=NOON)
    assert run.may_close(run.execute(owed, "b", at=NOON), at=NOON)


def keeping(value: Duration | int | str | None) -> Engine:
    kept = Event("wait", "Ventetid", scalar=True)
    relation = Relation(Kind.RESPONSE, "a", "b", deadline_from="wait")
    return engine(
        (kept, Event("a", "A"), Event("b", "B")),
        relation,
        initial=Initial(values={"wait": value}),
    )


@pytest.mark.parametrize(
    ("value", "deadline"),
    [
        (ONE_DAY, NOON + DAY),
        (2, NOON + 2 * DAY),
        ("P3D", NOON + 3 * DAY),
        ("1w", NOON + 7 * DAY),
        ("soon", None),
        (None, None),
        (Duration(years=99_999), None),
    ],
)
def test_a_deadline_can_be_kept_as_data(
    value: Duration | int | str | None, deadline: datetime | None
) -> None:
    run = keeping(value)
    assert run.execute(run.initial(NOON), "a", at=NOON).pending == {"b": deadline}


def test_only_durations_texts_and_days_are_durations() -> None:
    assert duration_of(True) is None
    assert duration_of({"a": 1}) is None
    assert duration_of("P1D") == ONE_DAY


def test_the_stricter_of_a_fixed_deadline_and_one_kept_as_data_counts() -> None:
    relation = Relation(Kind.RESPONSE, "a", "b", deadline=THREE_DAYS, deadline_from="wait")
    kept = Event("wait", "W", fields=(Field("w", "W", FieldType.DURATION),), scalar=True)
    run = engine((kept, Event("a", "A"), Event("b", "B")), relation)
    start = run.initial(NOON)
    for wait, days in ((None, 3), (ONE_DAY, 1), (Duration(days=9), 3)):
        given = run.execute(start, "wait", at=NOON, value=wait)
        assert run.execute(given, "a", at=NOON).pending == {"b": NOON + days * DAY}


def test_opens_at_is_the_end_of_the_longest_delay() -> None:
    run = engine(
        "a b c d",
        rule("a condition c", delay=ONE_DAY),
        rule("b condition c", delay=THREE_DAYS),
        rule("d condition c", guard="1 > 2"),
    )
    one = run.execute(run.initial(NOON), "a", at=NOON)
    assert run.opens_at(one, "c", at=NOON) is None
    both = run.execute(one, "b", at=NOON)
    assert run.opens_at(both, "c", at=NOON) == NOON + 3 * DAY
    assert run.opens_at(both, "c", at=NOON + 5 * DAY) == NOON + 5 * DAY


def test_a_step_out_of_the_case_does_not_open_by_waiting() -> None:
    run = engine("a b", rule("a condition b", delay=ONE_DAY), out="b")
    done = run.execute(run.initial(NOON), "a", at=NOON)
    assert run.opens_at(done, "b", at=NOON) is None


def test_a_time_lock_does_not_open_by_waiting() -> None:
    run = engine("a b", initial=Initial(pending={"a": ONE_DAY}), mode=Mode.ANALYSIS)
    start = run.initial(NOON)
    assert run.opens_at(start, "b", at=NOON + 2 * DAY) is None
    reasons = run.explain(start, "b", at=NOON + 2 * DAY).reasons
    assert [reason.text for reason in reasons] == [
        "Fristen for »Trin a« var 25. november 2026 kl. 13.00. Den må ikke overskrides."
    ]


def test_a_deadline_beyond_the_calendar_is_an_error_when_the_graph_says_so() -> None:
    with pytest.raises(DurationError):
        due_after(Duration(years=9_000), NOON)


def test_a_delay_kept_as_data_beyond_the_calendar_bars() -> None:
    relation = Relation(Kind.CONDITION, "a", "b", delay_from="wait")
    run = engine(
        (Event("wait", "W", scalar=True), Event("a", "A"), Event("b", "B")),
        relation,
        initial=Initial(values={"wait": Duration(years=9_000)}, executed={"a": None}),
    )
    assert not run.check(run.initial(NOON), "b", at=NOON)
    assert "kalenderen" in run.explain(run.initial(NOON), "b", at=NOON).reasons[0].text


def test_a_delay_may_be_a_field_of_the_step_it_counts_from() -> None:
    ask = Event("ask", "Spørg", fields=(Field("wait", "Frist", FieldType.DURATION),))
    relation = Relation(Kind.CONDITION, "ask", "go_on", delay_from="ask.wait")
    run = engine((ask, Event("go_on", "Gå videre")), relation)
    asked = run.execute(run.initial(NOON), "ask", at=NOON, value={"wait": ONE_DAY})
    assert not run.check(asked, "go_on", at=NOON + DAY - HOUR)
    assert run.check(asked, "go_on", at=NOON + DAY)
