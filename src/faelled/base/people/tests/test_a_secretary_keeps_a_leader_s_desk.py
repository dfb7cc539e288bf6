"""Carla keeps Bo's gate, Erik acts on his behalf: for a time, by a grant, under both names."""

from datetime import date, timedelta

import pytest

from faelled.base.access.separation import may_approve
from faelled.base.audit.models import Entry
from faelled.base.people import actions
from faelled.base.people.actors import actor_on_behalf, may_act_for
from faelled.base.people.dated import OverlapError
from faelled.base.people.models import DeskRole, Duty
from faelled.base.people.queries import acting_for_leader, gatekeepers_of, gates_of
from tests.cast import NOW, Cast, Worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


def desk(cast: Cast, secretary: Worker, duty: Duty, *, to: date | None = None) -> DeskRole:
    return actions.grant_desk_role(
        cast.bo.employee,
        secretary.employee,
        duty=duty,
        valid_from=TODAY,
        valid_to=to,
        by=cast.system,
        now=NOW,
    )


def test_a_gate_has_its_keepers_and_a_secretary_her_leaders_for_a_time(cast: Cast) -> None:
    desk(cast, cast.carla, Duty.GATEKEEPER, to=TODAY + timedelta(days=7))
    last = TODAY + timedelta(days=6)
    for day, open_ in {
        TODAY - timedelta(days=1): False,
        TODAY: True,
        last: True,
        last + timedelta(days=1): False,
    }.items():
        assert gatekeepers_of(cast.bo.employee, day) == ([cast.carla.employee] if open_ else [])
        assert gates_of(cast.carla.employee, day) == ([cast.bo.employee] if open_ else [])


def test_who_keeps_the_gate_does_not_act_for_the_leader(cast: Cast) -> None:
    desk(cast, cast.carla, Duty.GATEKEEPER)
    assert may_act_for(cast.carla.user, NOW) == ()
    assert acting_for_leader(cast.bo.employee, TODAY) == []


def test_only_the_holder_of_the_duty_acts_for_bo_and_under_both_names(cast: Cast) -> None:
    desk(cast, cast.erik, Duty.ON_BEHALF)
    assert [one.name for one in may_act_for(cast.erik.user, NOW)] == ["Bo Lind"]
    assert may_act_for(cast.carla.user, NOW) == ()
    actor = actor_on_behalf(cast.erik.user, cast.bo.id, NOW)
    assert actor is not None
    assert actor.shown_name == "Erik Munk på vegne af Bo Lind"
    assert actor_on_behalf(cast.carla.user, cast.bo.id, NOW) is None


def test_the_holder_approves_neither_own_work_nor_bo_s(cast: Cast) -> None:
    desk(cast, cast.erik, Duty.ON_BEHALF)
    actor = actor_on_behalf(cast.erik.user, cast.bo.id, NOW)
    assert actor is not None
    assert may_approve(actor, [cast.anna.id])
    assert not may_approve(actor, [cast.erik.id])
    assert not may_approve(actor, [cast.bo.id])


def test_a_stand_in_who_also_has_the_duty_is_named_once(cast: Cast) -> None:
    desk(cast, cast.erik, Duty.ON_BEHALF)
    actions.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        by=cast.actor(cast.bo),
        now=NOW,
    )
    assert [one.name for one in may_act_for(cast.erik.user, NOW)] == ["Bo Lind"]


def test_the_duty_ends_at_once(cast: Cast) -> None:
    row = desk(cast, cast.erik, Duty.ON_BEHALF)
    actions.end_desk_role(row, valid_to=TODAY, by=cast.actor(cast.frida), now=NOW)
    assert may_act_for(cast.erik.user, NOW) == ()


def test_the_same_duty_is_not_held_twice_and_never_for_oneself(cast: Cast) -> None:
    desk(cast, cast.erik, Duty.ON_BEHALF)
    with pytest.raises(OverlapError):
        desk(cast, cast.erik, Duty.ON_BEHALF)
    with pytest.raises(ValueError, match="egen sekretær"):
        desk(cast, cast.bo, Duty.GATEKEEPER)


def test_the_log_has_both_people(cast: Cast) -> None:
    desk(cast, cast.erik, Duty.ON_BEHALF)
    entry = Entry.objects.get(action="grant-desk-role")
    assert {one.subject for one in entry.about.all()} == {
        f"employee:{cast.erik.employee.uuid}",
        f"employee:{cast.bo.employee.uuid}",
    }
