"""Demo mode is switched on where real people are."""

from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from faelled.lib.text.cvr import CvrError, parse_cvr
from tests.cast import Cast


def possible_cvr() -> str:
    """Some number that a company could have."""
    for number in range(20_000_000, 20_000_100):
        try:
            return parse_cvr(str(number))
        except CvrError:
            continue
    raise AssertionError("no CVR number in a hundred")


def test_nobody_can_become_a_person_of_a_real_authority(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    address = reverse("ui:log_in_as", args=[cast.anna.id])
    assert "Anna Dam" in client.get("/log-ind/").text
    cast.authority.cvr = possible_cvr()
    cast.authority.save()
    assert "Anna Dam" not in client.get("/log-ind/").text
    assert client.post(address).status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_invented_authority_is_told_by_its_impossible_number(cast: Cast) -> None:
    assert cast.authority.invented
    cast.authority.cvr = possible_cvr()
    assert not cast.authority.invented
