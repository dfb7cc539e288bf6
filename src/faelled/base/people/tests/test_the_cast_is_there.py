"""The cast that every other test stands on is tested too."""

import pytest

from faelled.base.access.actor import ActorKind
from tests.cast import the_cast

pytestmark = pytest.mark.django_db


def test_each_of_the_cast_is_who_the_story_says() -> None:
    cast = the_cast()
    anna, bo = cast.actor(cast.anna), cast.actor(cast.bo)
    assert anna.roles == {"caseworker"}
    assert anna.unit_ids == {cast.disability.pk}
    assert bo.unit_ids == {cast.children_and_families.pk, cast.disability.pk}
    assert cast.actor(cast.carla).unit_ids.isdisjoint(bo.unit_ids)


def test_both_parents_act_for_emil_and_emil_is_eight() -> None:
    cast = the_cast()
    for parent in (cast.dorthe, cast.esben):
        actor = cast.actor(parent)
        assert actor.kind is ActorKind.CITIZEN
        assert actor.represents == {parent.person.pk, cast.emil.pk}
