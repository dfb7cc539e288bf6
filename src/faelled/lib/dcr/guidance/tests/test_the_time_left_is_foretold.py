"""How long and how risky: asked of cases that are alike, as far as it has paid to look."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from faelled.lib.dcr.guidance.calibration import calibrated
from faelled.lib.dcr.guidance.history import Course, Lesson, lessons_of
from faelled.lib.dcr.guidance.pace import Pace
from faelled.lib.dcr.guidance.sight import chosen_sight, crps, spread
from faelled.lib.dcr.guidance.similar import Likeness, Memory, Sight, Standing

DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def case(at: int, *days: float) -> Course:
    """A case begun on day `at`, with a step on each of these days after it: a, b, c ..."""
    moments = tuple(DAY + timedelta(days=at + day) for day in (0, *days))
    return Course(f"{at}", tuple("abcd"[: len(moments)]), moments, ("",) * len(moments))


def sight_for(courses: list[Course]) -> Sight:
    until = max(course.ended for course in courses) + timedelta(days=1)
    return chosen_sight(courses, lessons_of(courses), until)


def test_when_cases_end_by_the_calendar_those_of_the_same_age_are_asked() -> None:
    """Each case ends on its day 60, however late its second step comes."""
    by_age = [case(at, (7 * at) % 55, 60) for at in range(400)]
    assert sight_for(by_age).nearest is not None
    memory = Memory(by_age, Sight(nearest=50))
    for age in (5, 50):
        found = memory.onward(Standing(("a", "b"), timedelta(days=age)), "c").rest()
        assert found is not None
        assert abs(found.middle - timedelta(days=60 - age)) <= timedelta(days=2)


def test_when_ways_change_only_the_latest_are_asked() -> None:
    changed = [case(at, 1, 41 if at < 300 else 3) for at in range(700)]
    assert sight_for(changed).latest is not None
    found = Memory(changed, Sight(latest=200)).onward(Standing(("a", "b")), "c").rest()
    assert found is not None and found.high == timedelta(days=2)


def test_all_are_asked_where_it_makes_no_difference_and_where_nothing_is_known() -> None:
    assert sight_for([case(at, 1, 2) for at in range(300)]) == Sight()
    assert chosen_sight([], [], DAY) == Sight()


def test_a_closer_likeness_with_too_few_gives_way_to_a_wider() -> None:
    few = [case(at, 1, 5) for at in range(5)]
    many = [Course(f"m{at}", ("z", "b", "c"), one.moments, one.who) for at, one in
            enumerate(case(at, 1, 9) for at in range(30))]  # fmt: skip
    memory = Memory(few + many)
    assert memory.onward(Standing(("a", "b")), "c").likeness is Likeness.ONE
    assert memory.onward(Standing(("z", "b")), "c").likeness is Likeness.WHOLE
    assert memory.onward(Standing(("a", "b")), "x").spots == ()


def test_a_draw_comes_from_cases_of_that_age_that_waited_as_long() -> None:
    pace = Pace([case(at, at % 50, at % 50 + 10 + at % 50) for at in range(300)], Sight(nearest=20))
    random = Random(1)
    for age in (2, 40):
        drawn = pace.draw("b", "c", timedelta(days=age), random)
        assert abs(drawn - timedelta(days=10 + age)) <= timedelta(days=3)
    waited = timedelta(days=11)
    assert pace.draw("b", "c", timedelta(days=2), random, waited) <= timedelta(days=4)
    assert pace.draw("b", "c", timedelta(days=2), random, 10 * waited) == timedelta()
    assert Pace([]).draw("b", "c", timedelta(), random) == timedelta()


def test_a_foretelling_that_is_near_and_narrow_scores_best() -> None:
    day = timedelta(days=1)
    scores = [crps(told, 10 * day) for told in ([10 * day], [9 * day, 11 * day], [30 * day])]
    assert scores == sorted(scores) and scores[0] == 0


def test_what_is_told_of_later_cases_is_held_against_what_came() -> None:
    """Nine of ten end two days after b, one after forty; later just the same."""
    courses = [case(at, 1, 41 if at % 10 == 0 else 3) for at in range(400)]
    until = courses[300].begun
    later = [one for one in lessons_of(courses) if one.course.begun >= until]
    told = calibrated(courses, Sight(), until, later)
    assert told is not None
    assert told.asked == 200  # after a and after b; the end is no step to ask the time of
    assert told.error <= told.naive_error
    assert told.within >= 0.8
    assert told.brier == pytest.approx(0.09, abs=0.02)  # nobody can tell which: 0.1 times 0.9
    (bin,) = told.bins
    assert bin.told == pytest.approx(bin.came, abs=0.03)


def test_knowing_more_than_the_naive_answer_shows_in_the_figures() -> None:
    """Those that go by c are slow, and it can be seen in time."""

    def one(at: int) -> Course:
        slow = at % 4 == 0
        days = (0, 1, 31 if slow else 2)
        moments = tuple(DAY + timedelta(days=at + day) for day in days)
        return Course(f"{at}", ("a", "c" if slow else "b", "d"), moments, ("",) * 3)

    courses = [one(at) for at in range(400)]
    until = courses[300].begun
    later = [one for one in lessons_of(courses) if one.course.begun >= until]
    told = calibrated(courses, Sight(), until, later)
    assert told is not None
    assert told.error < told.naive_error / 4
    assert told.brier < told.naive_brier / 4


def test_nothing_is_told_where_nothing_is_known_or_asked() -> None:
    courses = [case(at, 1, 2) for at in range(10)]
    assert calibrated(courses, Sight(), DAY, lessons_of(courses)) is None
    assert calibrated(courses, Sight(), DAY + timedelta(days=99), []) is None


def test_the_asked_are_spread_evenly() -> None:
    lessons = [Lesson(DAY, case(at, 1), 1) for at in range(10)]
    assert [one.course.id for one in spread(lessons, 4)] == ["0", "3", "6", "9"]
    assert len(spread(lessons, 99)) == 10
