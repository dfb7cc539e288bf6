"""Carla is told of an order to her, Anna of the answer; nobody of what they did themselves."""

from datetime import timedelta

from faelled.apps.orders.notices import count_new
from faelled.apps.orders.tests.house import House
from faelled.base.notices.registry import Window
from tests.cast import Worker

MINUTE = timedelta(minutes=1)


def new_for(house: House, who: Worker, after: int, until: int) -> int:
    """What newly waits for ``who``, of what moved between two minutes after the start."""
    end = house.start + until * MINUTE
    window = Window(house.start + after * MINUTE, end, end)
    return count_new(house.actor(who, end), window)


def test_whose_move_it_becomes_is_told(house: House) -> None:
    cast = house.cast
    (order,) = house.asked("Carla Holm", now=house.start + MINUTE)
    assert new_for(house, cast.carla, 0, 2) == 1
    assert new_for(house, cast.anna, 0, 2) == 0
    assert new_for(house, cast.bo, 0, 2) == 0
    house.answered(order, cast.carla, now=house.start + 3 * MINUTE)
    assert new_for(house, cast.carla, 0, 4) == 0
    assert new_for(house, cast.anna, 2, 4) == 1
    assert new_for(house, cast.anna, 4, 5) == 0


def test_a_unit_s_people_are_told_and_others_are_not(house: House) -> None:
    house.asked("Teknik og Miljø", now=house.start + MINUTE)
    assert new_for(house, house.cast.carla, 0, 2) == 1
    assert new_for(house, house.hans, 0, 2) == 1
    assert new_for(house, house.cast.frida, 0, 2) == 0
