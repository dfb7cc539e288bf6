"""Bo decides for Børnehandicap; when he is away Erik does, and without Erik whoever is above."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.base.people import actions
from faelled.base.people.deciders import Decider, deciders_for, leaders_for
from faelled.base.people.models import Substitution, Unit
from tests.cast import NOW, Cast, Worker, unit, worker

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def said(found: list[Decider]) -> list[tuple[str, str]]:
    return [(one.employee.name, one.reason) for one in found]


def away(cast: Cast, absent: Worker, stand_in: Worker) -> None:
    actions.add_substitution(
        absent.employee,
        stand_in.employee,
        starts_at=NOW,
        ends_at=NOW + HOUR,
        by=cast.system,
        now=NOW,
    )


@pytest.fixture
def top(cast: Cast) -> Unit:
    """Hans directs the whole municipality; Børn og Familie lies below him."""
    top = unit(cast.authority, "Direktionen")
    worker(top, "Hans Bro", role="manager", leads=True)
    actions.move_unit(cast.children_and_families, parent=top, by=cast.actor(cast.frida), now=NOW)
    for one in (cast.children_and_families, cast.disability):
        one.refresh_from_db()
    return top


def test_the_holder_in_the_unit_itself_decides(cast: Cast) -> None:
    assert said(deciders_for(cast.children_and_families, "manager", NOW)) == [
        ("Bo Lind", "manager i Børn og Familie")
    ]


def test_without_a_holder_the_unit_above_decides(cast: Cast) -> None:
    found = deciders_for(cast.disability, "manager", NOW)
    assert said(found) == [
        ("Bo Lind", "manager i Børn og Familie, fordi ingen i Børnehandicap kan")
    ]


@pytest.mark.usefixtures("top")
def test_an_absent_holder_s_stand_in_decides_for_the_exact_hours(cast: Cast) -> None:
    away(cast, cast.bo, cast.erik)
    moment = timedelta(microseconds=1)
    families = cast.children_and_families
    expected = {
        NOW - moment: "Bo Lind",
        NOW: "Erik Munk",
        NOW + HOUR - moment: "Erik Munk",
        NOW + HOUR: "Bo Lind",
    }
    for now, name in expected.items():
        assert [one.employee.name for one in deciders_for(families, "manager", now)] == [name]
    (erik,) = deciders_for(families, "manager", NOW)
    assert erik.reason == "Stedfortræder for Bo Lind"
    assert erik.stands_in_for == cast.bo.employee


def test_while_one_holder_is_at_work_nobody_stands_in(cast: Cast) -> None:
    worker(cast.children_and_families, "Gitte Bang", role="manager")
    away(cast, cast.bo, cast.erik)
    found = deciders_for(cast.children_and_families, "manager", NOW)
    assert [one.employee.name for one in found] == ["Gitte Bang"]


def erik_is_away_too(cast: Cast) -> None:
    """No action makes such a chain; rows from elsewhere may still hold one."""
    Substitution.objects.create(
        absent=cast.erik.employee,
        stand_in=cast.carla.employee,
        starts_at=NOW,
        ends_at=NOW + HOUR,
    )


def erik_has_left(cast: Cast) -> None:
    position = cast.erik.employee.positions.get()
    actions.end_position(position, valid_to=date(2026, 5, 1), by=cast.actor(cast.frida), now=NOW)


def erik_s_log_in_is_closed(cast: Cast) -> None:
    actions.close_user(cast.erik.user, by=cast.actor(cast.frida), now=NOW)


@pytest.mark.usefixtures("top")
@pytest.mark.parametrize("missing", [erik_is_away_too, erik_has_left, erik_s_log_in_is_closed])
def test_a_stand_in_who_is_not_at_work_leaves_it_to_the_unit_above(
    cast: Cast, missing: Callable[[Cast], None]
) -> None:
    away(cast, cast.bo, cast.erik)
    missing(cast)
    found = deciders_for(cast.disability, "manager", NOW)
    assert [one.employee.name for one in found] == ["Hans Bro"]


def test_at_the_top_there_is_nobody_left(cast: Cast) -> None:
    assert deciders_for(cast.disability, "mayor", NOW) == []


def test_a_leader_is_found_under_any_role_and_erik_leads_nothing(cast: Cast) -> None:
    assert [one.employee.name for one in leaders_for(cast.disability, NOW)] == ["Bo Lind"]
    assert leaders_for(cast.technical, NOW) == []


@pytest.mark.usefixtures("top")
def test_each_unit_up_costs_a_few_questions(cast: Cast) -> None:
    disability = Unit.objects.get(pk=cast.disability.pk)
    with CaptureQueriesContext(connection) as asked:
        deciders_for(disability, "manager", NOW)
    assert len(asked) <= 5
