"""Frida puts a process to use."""

import pytest
from django.test import Client
from django.urls import reverse

from faelled.base.access.refusals import Refused
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.tests.house import House
from faelled.casework.processes.models import Process
from tests.cast import NOW, authority_named

TYPES = "/sager/typer/"


def form(house: House, **changed: str) -> dict[str, str]:
    return {
        "process": str(house.case_type.process_id),
        "unit": str(house.cast.technical.pk),
        "number_pattern": "{year}/{serial}",
        "open_to_citizens": "false",
        "citizen_role": "",
    } | changed


def test_frida_gives_the_process_to_another_unit(house: House, client: Client) -> None:
    client.force_login(house.cast.frida.user)
    answer = client.post(TYPES, form(house))
    assert answer.headers["Location"] == reverse("cases:types")
    made = CaseType.objects.get(unit=house.cast.technical)
    assert (made.number_pattern, made.citizen_role) == ("{year}/{serial}", "citizen")
    assert "Teknik og Miljø" in client.get(TYPES).text


def test_a_pattern_that_repeats_numbers_is_refused_and_kept(house: House, client: Client) -> None:
    client.force_login(house.cast.frida.user)
    page = client.post(TYPES, form(house, number_pattern="sag-{year}"))
    assert page.status_code == 422
    assert "sag-{year}" in page.text
    assert not CaseType.objects.filter(unit=house.cast.technical).exists()


def test_citizens_have_one_way_in(house: House, client: Client) -> None:
    client.force_login(house.cast.frida.user)
    page = client.post(TYPES, form(house, open_to_citizens="true"))
    assert "Borgerne har allerede en indgang" in page.text


def test_anna_cannot(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    assert client.get(TYPES).status_code == 403
    assert client.post(TYPES, form(house)).status_code == 403


def test_another_authority_s_process_is_not_there_to_use(house: House) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    theirs = Process.objects.create(authority=other, key="nabo", title="Nabo")
    frida = house.cast.actor(house.cast.frida)
    with pytest.raises(Refused):
        use_process(theirs, house.cast.technical, by=frida, now=NOW)
