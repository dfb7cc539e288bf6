"""A plan is uploaded, read and put in force by who may, and never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from faelled.apps.decisions.delegation.actions import PlanRefused, put_in_force, upload_plan
from faelled.apps.decisions.delegation.models import PlanInForce, PlanVersion
from faelled.apps.decisions.delegation.queries import in_force, versions_of
from faelled.apps.decisions.delegation.tests.house import House, a_plan
from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from tests.cast import the_cast

DAY = timedelta(days=1)


def test_a_plan_holds_from_the_day_that_it_was_put_in_force(house: House) -> None:
    version = house.uploaded()
    assert in_force(house.cast.authority.pk, house.today) is None
    put_in_force(
        version, valid_from=house.today + DAY, by=house.actor(house.hans), now=house.tick()
    )
    assert in_force(house.cast.authority.pk, house.today) is None
    assert in_force(house.cast.authority.pk, house.today + DAY) == version


def test_the_newest_day_that_has_come_holds_and_an_older_plan_can_come_back(house: House) -> None:
    first, second = house.in_force(), house.in_force(a_plan(5_000, "2"))
    assert in_force(house.cast.authority.pk, house.today) == second
    put_in_force(first, valid_from=house.today, by=house.actor(house.hans), now=house.tick())
    assert in_force(house.cast.authority.pk, house.today) == first
    assert [version.number for version in versions_of(house.actor(house.cast.anna))] == [2, 1]


def test_who_when_and_what_is_in_the_log(house: House) -> None:
    version = house.in_force()
    assert (version.uploaded_by_name, version.own_version) == ("Hans Juhl", "1")
    entries = Entry.objects.filter(stream=f"delegation:{house.cast.authority.pk}")
    assert list(entries.order_by("pk").values_list("action", flat=True)) == [
        "delegation.upload",
        "delegation.put-in-force",
    ]


def test_the_same_file_is_not_kept_twice(house: House) -> None:
    assert house.uploaded() == house.uploaded()
    assert PlanVersion.objects.count() == 1


def test_only_who_may_uploads_and_puts_in_force(house: House) -> None:
    version = house.uploaded()
    for who in (house.cast.anna, house.cast.bo, house.cast.frida, house.lise):
        with pytest.raises(Refused):
            upload_plan(a_plan(1), by=house.actor(who), now=house.now)
        with pytest.raises(Refused):
            put_in_force(version, valid_from=house.today, by=house.actor(who), now=house.now)
    assert not PlanInForce.objects.exists()


def test_a_plan_of_another_authority_is_out_of_reach(house: House) -> None:
    version = house.uploaded()
    other = the_cast(house.now, code="0998")
    stranger = other.system
    with pytest.raises(Refused):
        put_in_force(version, valid_from=house.today, by=stranger, now=house.now)


def test_a_file_with_mistakes_is_not_kept_and_says_where_they_are(house: House) -> None:
    wrong = a_plan().replace(b'kle = "99.*"', b'kle = "99.x"')
    with pytest.raises(PlanRefused) as refused:
        house.uploaded(wrong)
    assert "rules.rest.kle" in refused.value.messages[0]
    assert not PlanVersion.objects.exists()


def test_a_plan_with_a_gap_is_kept_but_cannot_be_put_in_force(house: House) -> None:
    version = house.uploaded(a_plan().replace(b'decisions = ["*"]', b'decisions = ["grant"]'))
    with pytest.raises(PlanRefused, match="Ingen må afgøre: Afslag"):
        put_in_force(version, valid_from=house.today, by=house.actor(house.hans), now=house.now)
    assert not PlanInForce.objects.exists()


def test_a_plan_never_holds_backwards(house: House) -> None:
    version = house.uploaded()
    with pytest.raises(PlanRefused, match="bagud"):
        put_in_force(
            version, valid_from=house.today - DAY, by=house.actor(house.hans), now=house.now
        )


def test_neither_the_code_nor_the_database_changes_what_held(house: House) -> None:
    version = house.in_force()
    house.sent(house.drafted())
    with pytest.raises(Refused):
        version.save()
    with pytest.raises(Refused):
        PlanVersion.objects.filter(pk=version.pk).update(name="Noget andet")
    for statement in (
        "UPDATE delegation_planversion SET name = 'Noget andet'",
        "DELETE FROM delegation_planinforce",
        "UPDATE delegation_chainbasis SET rule = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
