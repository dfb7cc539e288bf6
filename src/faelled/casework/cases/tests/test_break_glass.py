"""Somebody must see a case that is not theirs, and somebody else judges it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from faelled.base.access.actor import Capability
from faelled.base.access.models import BreakGlass
from faelled.base.people.models import Position
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House

REASON = "Akut underretning om barnet, som skal vurderes i dag."
BREAK, REVIEW = "/sager/noedadgang/", "/sager/noedadgang/gennemsyn/"


def main_of(page: str) -> str:
    """What a page says, without the form's own token."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'value="[\w-]{30,}"', "", main)


@pytest.fixture
def case(house: House) -> Case:
    Position.objects.filter(employee=house.cast.carla.employee).update(
        capabilities=[Capability.BREAK_GLASS]
    )
    return house.case()


def test_carla_breaks_the_glass_sees_the_case_and_frida_judges_it(
    house: House, case: Case, client: Client
) -> None:
    client.force_login(house.cast.carla.user)
    answer = client.post(BREAK, {"number": case.number, "reason": REASON})
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "du arbejder ikke på den" in page.text
    client.force_login(house.cast.frida.user)
    review = client.get(REVIEW)
    assert REASON in review.text
    assert f"Carla Holm så sag {case.number}" in review.text
    wrong = client.post(REVIEW, {"id": BreakGlass.objects.get().pk, "comment": "Kunne vente"})
    assert ">Kunne vente</textarea>" in wrong.text
    row = BreakGlass.objects.get()
    client.post(REVIEW, {"id": row.pk, "verdict": "unjustified", "comment": "Kunne vente"})
    client.force_login(house.cast.carla.user)
    assert client.get(reverse("cases:case", args=[case.uuid])).status_code == 404


def test_a_short_reason_is_refused_and_kept(house: House, case: Case, client: Client) -> None:
    client.force_login(house.cast.carla.user)
    page = client.post(BREAK, {"number": case.number, "reason": "Haster"})
    assert page.status_code == 422
    assert "Haster" in page.text
    assert not BreakGlass.objects.exists()


def test_without_a_reason_nobody_learns_which_numbers_exist(
    house: House, case: Case, client: Client
) -> None:
    """casework.md 8.1-8.3: an error message shows nothing that a list would not, unlogged."""
    client.force_login(house.cast.carla.user)
    pages = [client.post(BREAK, {"number": n, "reason": "Haster"}) for n in (case.number, "1-1")]
    known, unknown = (main_of(page.text).replace(case.number, "1-1") for page in pages)
    assert known == unknown


def test_an_unknown_number_says_so(house: House, case: Case, client: Client) -> None:
    client.force_login(house.cast.carla.user)
    page = client.post(BREAK, {"number": "1999-1", "reason": REASON})
    assert "Der er ingen sag med det nummer." in page.text


def test_only_the_one_with_the_right_judges(house: House, case: Case, client: Client) -> None:
    client.force_login(house.cast.erik.user)
    assert client.get(BREAK).status_code == 403
    assert client.get(REVIEW).status_code == 403


def test_a_citizen_gets_no_page(house: House, case: Case, client: Client) -> None:
    client.force_login(house.cast.dorthe.user)
    assert client.get(BREAK).status_code == 404


def test_nobody_acts_in_a_case_behind_broken_glass(
    house: House, case: Case, client: Client
) -> None:
    client.force_login(house.cast.carla.user)
    client.post(BREAK, {"number": case.number, "reason": REASON})
    client.post(reverse("cases:take", args=[case.uuid]))
    case.refresh_from_db()
    assert case.handler is None
