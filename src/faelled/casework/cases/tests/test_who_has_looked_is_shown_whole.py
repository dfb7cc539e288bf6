"""Two hundred and fifty look-ups are two hundred and fifty rows, a hundred at a time."""

import pytest
from django.test import Client
from django.urls import reverse

from faelled.base.access.log import log_read
from faelled.casework.cases.tests.house import House
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_every_look_up_is_on_some_page(house: House, client: Client) -> None:
    case, anna = house.drafted(), house.cast.actor(house.cast.anna)
    for _time in range(250):
        log_read(anna, subjects=[case.ref], page="cases:case", now=NOW)
    client.force_login(house.cast.anna.user)
    url = reverse("cases:looks", args=[case.uuid])
    counts = [client.get(f"{url}?side={side}").text.count("<tr><td") for side in (1, 2, 3)]
    assert counts[:2] == [100, 100]
    assert sum(counts) >= 250
