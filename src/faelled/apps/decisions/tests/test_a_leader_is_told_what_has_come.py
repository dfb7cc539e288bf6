"""Bo is told of approvals that have come, of his own cases and in chains; Carla of none of them."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.apps.decisions.notices import count_new
from faelled.apps.decisions.tests.chains import MINUTE, Chained
from faelled.base.notices.registry import Window
from tests.cast import Worker


def new_for(chained: Chained, who: Worker, window: Window) -> int:
    return count_new(chained.office.actor(who, window.now), window)


def since_yesterday(chained: Chained) -> Window:
    now = chained.now + MINUTE
    return Window(now - timedelta(days=1), now, now)


def test_he_is_told_of_both_and_no_more_when_he_has_answered(chained: Chained) -> None:
    cast = chained.cast
    chained.office.drafted()
    chain = chained.started(chained.step(cast.bo))
    window = since_yesterday(chained)
    assert new_for(chained, cast.bo, window) == 2
    assert new_for(chained, cast.carla, window) == 0
    chained.act(chain, cast.bo, "approve")
    assert new_for(chained, cast.bo, since_yesterday(chained)) == 1


def test_the_next_in_the_chain_is_told_when_it_is_their_turn(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.carla), chained.step(cast.bo))
    assert new_for(chained, cast.carla, since_yesterday(chained)) == 1
    before = chained.now
    chained.act(chain, cast.carla, "approve")
    end = chained.now + MINUTE
    assert new_for(chained, cast.bo, Window(before, end, end)) == 1


def test_what_came_before_the_window_is_not_new(chained: Chained) -> None:
    chained.office.drafted()
    end = chained.now + 2 * MINUTE
    assert new_for(chained, chained.cast.bo, Window(chained.now + MINUTE, end, end)) == 0


def test_it_costs_one_question(chained: Chained) -> None:
    chained.office.drafted()
    window = since_yesterday(chained)
    bo = chained.office.actor(chained.cast.bo, window.now)
    with CaptureQueriesContext(connection) as asked:
        count_new(bo, window)
    assert len(asked) == 1
