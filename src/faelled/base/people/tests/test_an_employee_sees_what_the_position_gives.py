"""Positions make the actor: units, roles and capabilities, for as long as they hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.base.access.actor import ANONYMOUS, Capability
from faelled.base.people import actions
from faelled.base.people.actors import actor_for
from faelled.base.people.models import Position, User
from faelled.base.people.queries import (
    visible_employees,
    visible_persons,
    visible_units,
)
from tests.cast import NOW, SINCE, Cast, authority_named, unit, worker

pytestmark = pytest.mark.django_db


def test_anna_has_her_unit_bo_has_those_below_and_carla_another(cast: Cast) -> None:
    anna, bo, carla = (cast.actor(who) for who in (cast.anna, cast.bo, cast.carla))
    assert anna.unit_ids == {cast.disability.pk}
    assert anna.roles == {"caseworker"}
    assert bo.unit_ids == {cast.children_and_families.pk, cast.disability.pk}
    assert bo.home_unit_id == cast.children_and_families.pk
    assert carla.unit_ids == {cast.technical.pk}


def test_a_unit_made_today_below_bo_s_is_his_at_the_next_request(cast: Cast) -> None:
    team = unit(cast.authority, "Team Syd", parent=cast.disability)
    assert team.pk in cast.actor(cast.bo).unit_ids
    actions.move_unit(team, parent=cast.technical, by=cast.system, now=NOW)
    assert team.pk not in cast.actor(cast.bo).unit_ids


def test_a_closed_unit_stays_with_its_leader(cast: Cast) -> None:
    actions.close_unit(cast.disability, valid_to=date(2025, 1, 1), by=cast.system, now=NOW)
    assert cast.disability.pk in cast.actor(cast.bo).unit_ids


def test_a_path_that_only_looks_alike_is_not_below(cast: Cast) -> None:
    """Unit 1's path is a beginning of unit 11's digits, and still not of its path."""
    tops = [unit(cast.authority, f"Enhed {number}") for number in range(12)]
    for top in tops:
        leader = worker(top, f"Leder{top.pk} X", role="manager", leads=True)
        assert cast.actor(leader).unit_ids == {top.pk}


def test_several_positions_add_up(cast: Cast) -> None:
    actions.grant_position(
        cast.anna.employee,
        cast.technical,
        role="inspector",
        capabilities=[Capability.SEE_PROTECTED_ADDRESS],
        valid_from=SINCE,
        by=cast.system,
        now=NOW,
    )
    anna = cast.actor(cast.anna)
    assert anna.unit_ids == {cast.disability.pk, cast.technical.pk}
    assert anna.roles == {"caseworker", "inspector"}
    assert anna.can(Capability.SEE_PROTECTED_ADDRESS)


def test_whoever_leaves_has_lost_everything_at_the_next_request(cast: Cast) -> None:
    position = Position.objects.get(employee=cast.anna.employee)
    actions.end_position(position, valid_to=date(2026, 5, 4), by=cast.system, now=NOW)
    anna = cast.actor(cast.anna)
    assert (anna.authority_id, anna.employee_id) == (0, None)
    assert not anna.unit_ids | anna.employee_ids
    assert not anna.roles
    yesterday = cast.actor(cast.anna, NOW - timedelta(days=1))
    assert yesterday.unit_ids == {cast.disability.pk}


def test_a_day_begins_at_midnight_in_copenhagen(cast: Cast) -> None:
    position = Position.objects.get(employee=cast.anna.employee)
    actions.end_position(position, valid_to=date(2026, 5, 5), by=cast.system, now=NOW)
    last = datetime(2026, 5, 4, 21, 59, 59, tzinfo=UTC)
    assert cast.actor(cast.anna, last).unit_ids
    assert not cast.actor(cast.anna, last + timedelta(seconds=1)).unit_ids


def test_a_closed_user_is_nobody(cast: Cast) -> None:
    closed = actions.close_user(cast.anna.user, by=cast.system, now=NOW)
    assert actor_for(closed, NOW) == ANONYMOUS


def test_an_unknown_capability_in_the_row_gives_nothing(cast: Cast) -> None:
    Position.objects.filter(employee=cast.anna.employee).update(capabilities=["everything"])
    assert cast.actor(cast.anna).capabilities == set()


def test_two_queries_make_a_leader_and_one_a_caseworker(cast: Cast) -> None:
    for who, number in ((cast.bo, 2), (cast.anna, 1), (cast.dorthe, 2)):
        user = User.objects.get(pk=who.user.pk)
        with CaptureQueriesContext(connection) as queries:
            actor_for(user, NOW)
        assert len(queries) == number


def test_nothing_crosses_to_another_authority(cast: Cast) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    gustav = cast.actor(worker(unit(other, "Familie"), "Gustav Bro", role="caseworker"))
    anna = cast.actor(cast.anna)
    for visible in (visible_persons, visible_units, visible_employees):
        ours, theirs = (
            set(visible(actor).values_list("pk", flat=True)) for actor in (anna, gustav)
        )
        assert ours
        assert not ours & theirs


def test_a_citizen_finds_the_family_and_no_employees(cast: Cast) -> None:
    dorthe = cast.actor(cast.dorthe)
    assert set(visible_persons(dorthe)) == {cast.dorthe.person, cast.emil}
    assert not visible_employees(dorthe).exists()
    for visible in (visible_persons, visible_units, visible_employees):
        assert not visible(ANONYMOUS).exists()


def test_a_role_is_held_in_its_unit_and_below_it_where_it_leads(cast: Cast) -> None:
    bo, anna = actor_for(cast.bo.user, NOW), actor_for(cast.anna.user, NOW)
    assert bo.roles_at(cast.children_and_families.pk) == {"manager"}
    assert bo.roles_at(cast.disability.pk) == {"manager"}
    assert bo.roles_at(cast.technical.pk) == set()
    assert anna.roles_at(cast.disability.pk) == {"caseworker"}
    assert anna.roles_at(cast.children_and_families.pk) == set()
