"""Somebody gets a case."""

import pytest
from django.test import Client
from django.urls import reverse

from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.tests.house import House
from tests.cast import NOW


def test_anna_takes_the_case(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    client.post(reverse("cases:take", args=[case.uuid]))
    case.refresh_from_db()
    assert case.handler == house.cast.anna.employee
    assert case.journal.filter(short_text="Sagsbehandler: Anna Dam").exists()


def test_bo_cannot_give_it_to_one_who_may_not_see_it(house: House) -> None:
    with pytest.raises(CaseError, match="Carla Holm"):
        actions.assign(
            house.case(), house.cast.carla.employee, by=house.cast.actor(house.cast.bo), now=NOW
        )


def test_a_citizen_takes_no_case(house: House) -> None:
    with pytest.raises(NotYours):
        actions.take(house.case(), by=house.cast.actor(house.cast.dorthe), now=NOW)


def test_a_representative_needs_a_mandate(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    party = case.parties.get()
    with pytest.raises(CaseError):
        actions.add_party(
            case, house.cast.esben.person, by=anna, now=NOW, role="representative", represents=party
        )
    added = actions.add_party(
        case,
        house.cast.esben.person,
        by=anna,
        now=NOW,
        role="representative",
        graph_role="citizen",
        sees_case=True,
        mandate="Må svare og se sagen",
        represents=party,
    )
    assert added.represents == party
    assert house.do(case, "apply", house.cast.esben, amount="500").actor_name == "Esben Friis"


def test_choosing_nobody_changes_nothing(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    client.post(reverse("cases:assign", args=[case.uuid]), {"employee": ""})
    client.post(reverse("cases:assign", args=[case.uuid]), {"employee": "1; DROP"})
    case.refresh_from_db()
    assert case.handler is None
