"""Guidance learns from past cases and never suggests what the graph does not allow."""

from datetime import UTC, datetime, timedelta

import pytest

from faelled.lib.dcr.graph import Event, Graph, Initial, Kind, Relation
from faelled.lib.dcr.guidance.allowed import Allowed
from faelled.lib.dcr.guidance.backoff import Backoff, Way
from faelled.lib.dcr.guidance.baseline import Usual, ceiling
from faelled.lib.dcr.guidance.choosing import chosen, likeliest
from faelled.lib.dcr.guidance.history import Course, lessons_of
from faelled.lib.dcr.guidance.measure import answer, measure

DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def course(id: str, trace: str, day: int, who: str = "") -> Course:
    """One step a day, letters for activities."""
    moments = tuple(DAY + timedelta(days=day + at) for at in range(len(trace)))
    return Course(id, tuple(trace), moments, tuple(who or " " * len(trace)))


def graph(*relations: Relation, events: str = "abc") -> Graph:
    return Graph(
        "g", "1", "G", events=tuple(Event(id, id) for id in events), relations=relations,
        initial=Initial(included=frozenset(events)),
    )  # fmt: skip


def test_what_happened_lately_outweighs_what_happened_often_long_ago() -> None:
    old = [course(f"o{at}", "ab", at) for at in range(20)]
    new = [course(f"n{at}", "ac", 400 + at) for at in range(3)]
    asked = course("x", "a", 410)
    for half_life, expected in ((None, "b"), (timedelta(days=50), "c")):
        model = Backoff(Way(half_life))
        model.learn(lessons_of(old + new))
        assert likeliest(model.shares(asked, 1, asked.ended)) == expected


def test_shares_sum_to_one_over_centuries_and_for_courses_never_seen() -> None:
    cases = [course(f"{at}", "abc"[: 1 + at % 3], at * 3000) for at in range(40)]
    model = Backoff(Way(timedelta(days=50), who=True))
    model.learn(lessons_of(cases))
    for trace in ("a", "abc", "zzz"):
        shares = model.shares(course("x", trace, 120_000), len(trace), cases[-1].ended)
        assert sum(shares.values()) == pytest.approx(1.0)
        assert all(share >= 0 for share in shares.values())


def test_who_did_the_last_step_is_asked_about_only_where_it_tells() -> None:
    telling = [course(f"{at}", "ab" if at % 2 else "ac", at, "AB"[at % 2] * 2) for at in range(60)]
    assert chosen(lessons_of(telling)).who
    silent = [course(f"{at}", "ab", at, "AB"[at % 2] * 2) for at in range(60)]
    assert not chosen(lessons_of(silent)).who


def test_only_what_is_allowed_is_suggested() -> None:
    allowed = Allowed(graph(Relation(Kind.CONDITION, "b", "c"), Relation(Kind.RESPONSE, "a", "b")))
    after_a = list(allowed.along("a"))[1]
    assert after_a == {"a", "b"}  # neither c, nor the end while b is owed
    assert answer({"c": 0.6, None: 0.3, "a": 0.1}, after_a) == ("a", True)
    assert answer({}, after_a) == ("a", True)
    assert answer({"c": 1.0}, ()) == (None, False)


def test_a_step_against_the_graph_counts_as_an_error_and_the_case_goes_on() -> None:
    barring = graph(Relation(Kind.CONDITION, "b", "c"))
    cases = [course(f"{at}", "ac", at) for at in range(30)]
    found = measure(barring, cases, DAY + timedelta(days=20))
    assert found is not None
    assert (found.cases, found.steps, found.barred) == (10, 20, 10)
    assert found.reference == found.ceiling == 1.0
    assert found.accuracy == 0.5  # each end is foretold, no c


def test_nothing_later_than_the_date_is_learnt_from() -> None:
    """All that changes after the date is unknown to what was learnt before it."""
    before = [course(f"b{at}", "ac" if at == 3 else "ab", at) for at in range(10)]
    after = [course(f"a{at}", "ac", 40 + at) for at in range(30)]
    found = measure(graph(), before + after, DAY + timedelta(days=40))
    assert found is not None
    assert found.accuracy == 0.5  # the ends
    assert found.learning_on > 0.7  # after ten or so it knows


def test_a_part_without_cases_is_no_measure() -> None:
    cases = [course("1", "ab", 0)]
    assert measure(graph(), cases, DAY) is None
    assert measure(graph(), cases, DAY + timedelta(days=9)) is None


def test_the_yardsticks() -> None:
    lessons = lessons_of([course("1", "ab", 0), course("2", "ab", 1), course("3", "ac", 2)])
    assert Usual(lessons).next(("z", "a")) == "b"
    assert ceiling(lessons) == pytest.approx(5 / 6)
