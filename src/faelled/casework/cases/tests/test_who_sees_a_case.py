"""Need to know: who finds a case on a list, and who can open it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from faelled.base.access.actions import break_glass
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.purposes import PurposeRefused
from faelled.casework.cases.models import Assignment, Case, CaseTypeRole
from faelled.casework.cases.queries import openable_by, visible_to
from faelled.casework.cases.tests.house import House
from tests.cast import NOW, Citizen, Worker

REASON = "Sagen skal bruges i en akut underretning."


def breaker(actor: Actor) -> Actor:
    """The same person with the right to break the glass."""
    return replace(actor, capabilities=actor.capabilities | {Capability.BREAK_GLASS})


def listed(house: House, who: Worker | Citizen) -> list[Case]:
    return list(visible_to(house.cast.actor(who), now=NOW))


def test_the_unit_and_its_leader_see_the_case_and_carla_does_not(house: House) -> None:
    case = house.case()
    assert listed(house, house.cast.anna) == [case]
    assert listed(house, house.cast.bo) == [case]
    assert listed(house, house.cast.carla) == []
    assert listed(house, house.cast.frida) == []


def test_dorthe_sees_her_case_and_esben_does_not(house: House) -> None:
    case = house.case()
    assert listed(house, house.cast.dorthe) == [case]
    assert listed(house, house.cast.esben) == []


def test_a_party_who_has_left_sees_it_no_longer(house: House) -> None:
    case = house.case()
    case.parties.update(valid_to=NOW)
    assert listed(house, house.cast.dorthe) == []


def test_carla_sees_a_case_that_she_is_assigned_to(house: House) -> None:
    case = house.case()
    Assignment.objects.create(case=case, employee=house.cast.carla.employee, valid_from=NOW)
    assert listed(house, house.cast.carla) == [case]


def test_carla_sees_a_case_whose_type_is_open_to_her_role(house: House) -> None:
    case = house.case()
    CaseTypeRole.objects.create(case_type=house.case_type, role="caseworker")
    assert listed(house, house.cast.carla) == [case]


def test_a_broken_glass_opens_the_page_and_lists_nothing(house: House, client: Client) -> None:
    case, carla = house.case(), breaker(house.cast.actor(house.cast.carla))
    break_glass(case.ref, by=carla, reason=REASON, now=NOW)
    assert list(openable_by(carla, now=NOW)) == [case]
    assert listed(house, house.cast.carla) == []
    assert list(openable_by(carla, now=NOW + timedelta(hours=9))) == []


def test_a_read_without_a_purpose_is_refused(house: House) -> None:
    with pytest.raises(PurposeRefused):
        visible_to(house.cast.actor(house.cast.anna).for_purpose(""), now=NOW)


def test_carla_gets_404_on_every_page_of_the_case(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.carla.user)
    for name in ("case", "map", "journal", "looks", "note"):
        assert client.get(reverse(f"cases:{name}", args=[case.uuid])).status_code == 404, name
    step = reverse("cases:step", args=[case.uuid, "hear"])
    assert client.get(step).status_code == 404
    assert client.post(step).status_code == 404
    assert client.post(reverse("cases:take", args=[case.uuid])).status_code == 404
    assert client.post(reverse("cases:assign", args=[case.uuid])).status_code == 404
    assert client.get(reverse("cases:status", args=[case.uuid, "bero"])).status_code == 404


def test_a_citizen_gets_404_on_the_caseworkers_pages(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.dorthe.user)
    assert client.get(reverse("cases:case", args=[case.uuid])).status_code == 404
    assert client.get(reverse("cases:list")).status_code == 404
