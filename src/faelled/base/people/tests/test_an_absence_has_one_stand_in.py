"""Bo is away and Erik stands in: what may be arranged, by whom, and what is refused in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from faelled.base.access.refusals import Refused
from faelled.base.access.separation import may_approve
from faelled.base.audit.models import Entry
from faelled.base.people import actions
from faelled.base.people.actors import actor_on_behalf
from faelled.base.people.models import Substitution
from tests.cast import NOW, Cast, Worker

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INSTANT = timedelta(microseconds=1)
# Copenhagen goes from 2 to 3 o'clock on 29 March 2026, and from 3 back to 2 on 25 October 2026.
SPRING = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)


def away(
    cast: Cast,
    absent: Worker,
    stand_in: Worker,
    start: datetime = NOW,
    end: datetime = NOW + DAY,
    *,
    by: Worker | None = None,
    now: datetime = NOW,
) -> Substitution:
    return actions.add_substitution(
        absent.employee,
        stand_in.employee,
        starts_at=start,
        ends_at=end,
        by=cast.actor(by or absent, now),
        now=now,
    )


def test_bo_himself_and_who_manages_people_arrange_it(cast: Cast) -> None:
    assert away(cast, cast.bo, cast.erik).absent == cast.bo.employee
    away(cast, cast.bo, cast.erik, NOW + DAY, NOW + 2 * DAY, by=cast.frida)
    assert Substitution.objects.count() == 2


def test_bo_arranges_it_for_anna_who_fell_ill_and_anna_not_for_bo(cast: Cast) -> None:
    away(cast, cast.anna, cast.carla, by=cast.bo)
    with pytest.raises(Refused):
        away(cast, cast.bo, cast.carla, by=cast.anna)


def test_nobody_makes_themselves_the_stand_in_of_another(cast: Cast) -> None:
    """It would be a right, taken by one alone: Bo's cases and approvals, Anna's chats."""
    for absent, by in ((cast.bo, cast.frida), (cast.anna, cast.bo)):
        with pytest.raises(Refused, match="gøre dig selv"):
            away(cast, absent, by, by=by)
    assert not Substitution.objects.exists()


def test_who_leads_elsewhere_arranges_nothing_for_anna(cast: Cast) -> None:
    erik = cast.erik.employee.positions.get()
    erik.leads = True
    erik.save()
    with pytest.raises(Refused):
        away(cast, cast.anna, cast.carla, by=cast.erik)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NOW - HOUR, NOW + INSTANT),
        (NOW + DAY - INSTANT, NOW + 2 * DAY),
        (NOW + HOUR, NOW + 2 * HOUR),
    ],
)
def test_nobody_is_away_twice_at_once(cast: Cast, start: datetime, end: datetime) -> None:
    away(cast, cast.bo, cast.erik)
    with pytest.raises(ValueError, match=r"Bo Lind har allerede fravær 4\.5\.2026 kl\. 11\.00 til"):
        away(cast, cast.bo, cast.carla, start, end)


def test_one_absence_may_begin_in_the_instant_the_other_ends(cast: Cast) -> None:
    away(cast, cast.bo, cast.erik)
    away(cast, cast.bo, cast.carla, NOW + DAY, NOW + 2 * DAY)
    assert Substitution.objects.count() == 2


def test_who_is_away_stands_in_for_nobody(cast: Cast) -> None:
    away(cast, cast.erik, cast.carla)
    with pytest.raises(ValueError, match="Erik Munk er selv væk"):
        away(cast, cast.bo, cast.erik, NOW + HOUR, NOW + 2 * HOUR)


def test_a_stand_in_goes_away_only_when_another_has_been_found(cast: Cast) -> None:
    away(cast, cast.bo, cast.erik)
    with pytest.raises(ValueError, match="Find først en anden stedfortræder for Bo Lind"):
        away(cast, cast.erik, cast.carla, NOW + HOUR, NOW + 2 * HOUR)


def test_one_may_stand_in_for_two(cast: Cast) -> None:
    away(cast, cast.bo, cast.erik)
    away(cast, cast.anna, cast.erik)
    assert Substitution.objects.filter(stand_in=cast.erik.employee).count() == 2


def test_a_stand_in_is_employed_to_the_last_day(cast: Cast) -> None:
    position = cast.erik.employee.positions.get()
    actions.end_position(position, valid_to=date(2026, 5, 5), by=cast.actor(cast.frida), now=NOW)
    with pytest.raises(ValueError, match="ikke ansat i hele perioden"):
        away(cast, cast.bo, cast.erik)
    away(cast, cast.bo, cast.erik, NOW, NOW + 2 * HOUR)


def test_a_stand_in_has_a_log_in(cast: Cast) -> None:
    actions.close_user(cast.erik.user, by=cast.actor(cast.frida), now=NOW)
    with pytest.raises(ValueError, match="ikke ansat i hele perioden"):
        away(cast, cast.bo, cast.erik)


def test_what_is_over_is_not_arranged(cast: Cast) -> None:
    with pytest.raises(ValueError, match="allerede slut"):
        away(cast, cast.bo, cast.erik, NOW - 2 * HOUR, NOW)


@pytest.mark.parametrize("start", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_across_summer_time_it_holds_at_both_ends_to_the_instant(
    cast: Cast, start: datetime
) -> None:
    """Half past midnight to half past four: three real hours in spring, five in autumn."""
    real = timedelta(hours=3) if start is SPRING else timedelta(hours=5)
    end = start + real
    before = start - DAY
    away(cast, cast.bo, cast.erik, start, end, now=before)
    holds = {start - INSTANT: False, start: True, end - INSTANT: True, end: False}
    for now, may in holds.items():
        found = actor_on_behalf(cast.erik.user, cast.bo.id, now)
        assert (found is not None) is may


def test_a_stand_in_never_approves_own_work(cast: Cast) -> None:
    away(cast, cast.bo, cast.erik)
    actor = actor_on_behalf(cast.erik.user, cast.bo.id, NOW)
    assert actor is not None
    assert may_approve(actor, [cast.anna.id])
    assert not may_approve(actor, [cast.erik.id])
    assert not may_approve(actor, [cast.anna.id, cast.erik.id])


def test_ended_early_it_is_over_from_that_instant(cast: Cast) -> None:
    row = away(cast, cast.anna, cast.carla)
    later = NOW + timedelta(minutes=7)
    actions.end_substitution(row, by=cast.actor(cast.bo), now=later)
    row.refresh_from_db()
    assert row.ends_at == later
    assert actor_on_behalf(cast.carla.user, cast.anna.id, later) is None


def test_the_log_names_both_and_says_the_hours_but_not_why(cast: Cast) -> None:
    actions.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=NOW,
        ends_at=NOW + DAY,
        reason="Syg",
        by=cast.actor(cast.bo),
        now=NOW,
    )
    entry = Entry.objects.get(action="add-substitution")
    assert entry.data == {"from": NOW.isoformat(), "to": (NOW + DAY).isoformat()}
    assert entry.about.count() == 2
