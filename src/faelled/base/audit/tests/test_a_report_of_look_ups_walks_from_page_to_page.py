"""Every look-up is found once, page by page, whoever asks and whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.base.audit.actions import record
from faelled.base.audit.models import Entry
from faelled.base.audit.report import Asked, Place, all_look_ups, look_ups, place_of
from faelled.base.audit.tests.writing import NOW

pytestmark = pytest.mark.django_db
ALL = Asked(authority_id=1)


def look(
    minute: int,
    *,
    who: str = "anna",
    for_whom: str = "",
    subject: str = "case:1",
    action: str = "read",
    authority: int = 1,
) -> Entry:
    return record(
        stream=f"lookups:{who}",
        action=action,
        actor_id=who,
        on_behalf_of_id=for_whom or None,
        unit_id=7,
        purpose="case-work",
        subjects=[subject],
        detail={"page": "cases:case"},
        now=NOW + timedelta(minutes=minute),
        authority_id=authority,
    )


def walked(asked: Asked, size: int) -> list[int]:
    return [entry.pk for batch in all_look_ups(asked, batch=size) for entry in batch]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_look_up_stands_on_exactly_one_page_newest_first(size: int) -> None:
    made = [look(minute // 3) for minute in range(10)]  # three at the same instant
    assert walked(ALL, size) == [entry.pk for entry in reversed(made)]


def test_what_is_looked_at_while_one_reads_moves_nothing() -> None:
    made = [look(minute) for minute in range(4)]
    first = look_ups(ALL, after=None, limit=2)
    look(99)
    second = look_ups(ALL, after=place_of(first[-1]), limit=2)
    assert [entry.pk for entry in (*first, *second)] == [entry.pk for entry in reversed(made)]


def test_an_employee_s_are_their_own_and_those_done_on_their_behalf() -> None:
    own, for_bo = look(1, who="bo"), look(2, who="erik", for_whom="bo")
    look(3, who="erik")
    asked = Asked(authority_id=1, user_id="bo")
    assert walked(asked, 1) == [for_bo.pk, own.pk]
    assert len(walked(Asked(authority_id=1, user_id="erik"), 5)) == 2


def test_changes_and_the_neighbour_s_look_ups_are_not_among_them() -> None:
    look(1, action="decide")
    look(2, authority=2)
    assert walked(ALL, 5) == []


def test_a_subject_and_a_period_narrow_it_from_and_until() -> None:
    made = [look(minute, subject=f"case:{minute % 2}") for minute in range(6)]
    start, end = NOW + timedelta(minutes=2), NOW + timedelta(minutes=4)
    asked = Asked(authority_id=1, start=start, end=end)
    assert walked(asked, 5) == [made[3].pk, made[2].pk]
    asked = Asked(authority_id=1, subject="case:1", start=start, end=end)
    assert walked(asked, 5) == [made[3].pk]


@pytest.mark.parametrize("text", ["", "x", "2026_1", "2026-05-04T09:00_²", "_", "9" * 40])
def test_what_is_no_place_begins_at_the_beginning(text: str) -> None:
    assert Place.read(text) in {None, Place.read("2026-01-01_1")} or text == "2026_1"
    assert Place.read(str(place_of(look(1)))) == place_of(Entry.objects.get())


def test_a_page_is_one_question_and_an_employee_s_two() -> None:
    for minute in range(5):
        look(minute)
    after = place_of(Entry.objects.latest("pk"))
    for asked, most in ((ALL, 1), (Asked(authority_id=1, user_id="anna"), 2)):
        with CaptureQueriesContext(connection) as questions:
            look_ups(asked, after=after, limit=2)
        assert len(questions) == most


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a planner weighs few rows differently")
def test_each_page_begins_in_an_index_and_sorts_nothing() -> None:
    place = place_of(look(1))
    asked = [(ALL, "audit_by_time"), (Asked(authority_id=1, user_id="anna"), "audit_by_actor")]
    for one, index in asked:
        with CaptureQueriesContext(connection) as questions:
            look_ups(one, after=place, limit=50)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {questions[0]['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert index in plan
        assert "TEMP B-TREE" not in plan
