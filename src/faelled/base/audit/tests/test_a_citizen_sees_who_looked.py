"""Unit, time and purpose of each look-up; never the employee (GDPR article 15, CJEU C-579/21)."""

from dataclasses import fields
from datetime import timedelta

import pytest

from faelled.base.audit.actions import record
from faelled.base.audit.queries import LookUp, about, looked_at, looked_at_by_day
from faelled.base.audit.tests.writing import NOW, write
from faelled.lib.dates import COPENHAGEN

pytestmark = pytest.mark.django_db


def look(number: int, subject: str = "person:dorthe") -> None:
    record(
        stream="lookups:anna",
        action="read",
        actor_id="anna",
        on_behalf_of_id=None,
        unit_id=number,
        purpose="case-work",
        subjects=[subject],
        detail={"page": "case"},
        now=NOW + timedelta(hours=number),
    )


def test_each_look_up_is_there_newest_first() -> None:
    look(1)
    look(2)
    look(3, "person:esben")
    assert looked_at("person:dorthe") == [
        LookUp(NOW + timedelta(hours=2), 2, "case-work"),
        LookUp(NOW + timedelta(hours=1), 1, "case-work"),
    ]


def test_what_is_told_has_no_room_for_an_employee() -> None:
    assert {field.name for field in fields(LookUp)} == {"at", "unit_id", "purpose"}


def test_writes_are_about_the_person_but_are_no_look_ups() -> None:
    write("case:1")
    assert looked_at("person:dorthe") == []
    assert about("person:dorthe").count() == 1


def test_nobody_hides_a_look_by_looking_often() -> None:
    look(1)
    for _time in range(30):
        look(100)
    days = looked_at_by_day("person:dorthe", COPENHAGEN, limit=2)
    assert [(day.unit_id, day.times) for day in days] == [(100, 30), (1, 1)]
