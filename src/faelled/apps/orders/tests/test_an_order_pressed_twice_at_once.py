"""The form of a new order, sent from two windows at the very same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from faelled.apps.orders.models import Order
from faelled.apps.orders.tests.house import House
from faelled.casework.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_one_order_and_one_case(house: House) -> None:
    key, start, before = uuid4(), Barrier(2), Case.objects.count()

    def press(_window: int) -> int:
        try:
            start.wait(timeout=10)
            return house.asked("Carla Holm", key=key)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as windows:
        orders = set(windows.map(press, range(2)))
    assert len(orders) == 1
    assert (Order.objects.count(), Case.objects.count()) == (1, before + 1)
