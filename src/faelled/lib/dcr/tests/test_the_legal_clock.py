"""Deadlines and delays of whole days end with the day; hours are exact."""

from datetime import UTC, datetime, timedelta

from faelled.lib.dates import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr import Citation, Clock, Engine, Event, Graph, Initial, Kind, Relation

SENT = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)  # a Monday, 14.03 in Copenhagen
EVENTS = (Event("send", "Send"), Event("complain", "Klag"), Event("stop", "Stop hjælpen"))


def engine(
    *relations: Relation, clock: Clock = Clock.LEGAL, initial: Initial | None = None
) -> Engine:
    start = initial or Initial(included=frozenset(event.id for event in EVENTS))
    graph = Graph("letter", "1", "Brev", events=EVENTS, relations=relations, initial=start)
    return Engine(graph, calendar=danish_calendar(), clock=clock)


def test_a_deadline_of_weeks_ends_at_midnight_after_its_last_day() -> None:
    four_weeks = Relation(Kind.RESPONSE, "send", "complain", deadline=Duration(days=28))
    legal = engine(four_weeks)
    marking = legal.execute(legal.initial(SENT), "send", at=SENT)
    # 30 March 2026: summer time began the day before, so midnight is 22.00 in UTC.
    last = datetime(2026, 3, 30, 21, 59, 59, 999999, tzinfo=UTC)
    assert legal.due(marking)[0].deadline == last
    assert legal.overdue(marking, at=last) == ()
    assert legal.overdue(marking, at=last + timedelta(microseconds=1)) != ()


def test_a_delay_of_weeks_waits_for_its_last_day_to_end() -> None:
    notice = Relation(Kind.CONDITION, "send", "stop", delay=Duration(days=14 * 7))
    legal = engine(notice)
    marking = legal.execute(legal.initial(SENT), "send", at=SENT)
    last_day = datetime(2026, 6, 8, 18, 0, tzinfo=UTC)
    assert not legal.check(marking, "stop", at=last_day)
    assert legal.check(marking, "stop", at=datetime(2026, 6, 8, 22, 0, tzinfo=UTC))


def test_hours_are_exact_in_both() -> None:
    day = Relation(Kind.RESPONSE, "send", "complain", deadline=Duration(seconds=24 * 3600))
    for clock in Clock:
        one = engine(day, clock=clock)
        marking = one.execute(one.initial(SENT), "send", at=SENT)
        assert one.due(marking)[0].deadline == SENT + timedelta(days=1)


def test_no_delay_at_all_is_no_delay() -> None:
    at_once = engine(Relation(Kind.CONDITION, "send", "stop", delay=Duration()))
    marking = at_once.execute(at_once.initial(SENT), "send", at=SENT)
    assert at_once.check(marking, "stop", at=SENT)


def test_the_exact_clock_ends_at_the_instant() -> None:
    four_weeks = Relation(Kind.RESPONSE, "send", "complain", deadline=Duration(days=7))
    exact = engine(four_weeks, clock=Clock.EXACT)
    marking = exact.execute(exact.initial(SENT), "send", at=SENT)
    assert exact.due(marking)[0].deadline == SENT + timedelta(days=7)


def test_a_case_may_begin_with_something_owed() -> None:
    initial = Initial(
        included=frozenset({"send", "complain", "stop"}), pending={"send": Duration(days=1)}
    )
    legal = engine(initial=initial)
    last = datetime(2026, 3, 3, 22, 59, 59, 999999, tzinfo=UTC)
    assert legal.due(legal.initial(SENT))[0].deadline == last


def test_a_deadline_cites_the_rule_that_set_it_and_no_other() -> None:
    first = Relation(
        Kind.RESPONSE,
        "send",
        "complain",
        deadline=Duration(days=28),
        cites=(Citation("retssikkerhedsloven", "§ 67, stk. 1"),),
    )
    other = Relation(
        Kind.RESPONSE,
        "stop",
        "complain",
        deadline=Duration(days=56),
        cites=(Citation("retssikkerhedsloven", "§ 3 a"),),
    )
    legal = engine(first, other)
    marking = legal.execute(legal.initial(SENT), "send", at=SENT)
    assert [str(cite) for cite in legal.due(marking)[0].cites] == [
        "retssikkerhedsloven § 67, stk. 1"
    ]
    both = legal.execute(marking, "stop", at=SENT)
    assert [str(cite) for cite in legal.due(both)[0].cites] == ["retssikkerhedsloven § 67, stk. 1"]
