"""Anna reads what was answered without opening a PDF."""

from django.test import Client
from django.urls import reverse

from faelled.casework.cases.tests.house import House


def test_the_answers_stand_on_the_case_and_beside_the_next_step(
    house: House, client: Client
) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="1.234,50", over="Emil er vokset")
    client.force_login(house.cast.anna.user)
    for address in (
        reverse("cases:case", args=[case.uuid]),
        reverse("cases:step", args=[case.uuid, "hear"]),
    ):
        page = client.get(address).text
        assert "Oplysninger i sagen" in page
        assert "1.234,50 kr." in page
        assert "Emil er vokset" in page


def test_a_cpr_number_is_said_to_be_there_and_not_shown(house: House, client: Client) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500", child="440218-0003")
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid])).text
    assert "Udfyldt. Nummeret vises ikke her." in page
    assert "440218" not in page
    assert "cpr:" not in page


def test_a_case_without_answers_has_no_such_heading(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:case", args=[house.case().uuid])).text
    assert "Oplysninger i sagen" not in page
