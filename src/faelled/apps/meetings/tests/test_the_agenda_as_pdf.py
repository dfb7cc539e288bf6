"""The agenda as a paper that can be read aloud, with what its reader may see and no more."""

from typing import Any

import pytest

from faelled.apps.meetings import agenda_pdf, views
from faelled.apps.meetings.models import Part
from faelled.apps.meetings.tests.office import Office, at_the_page
from faelled.casework.documents.pdf import compile_layout
from tests.cast import Worker


@pytest.fixture
def set_as(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What each layout was filled with; the compiler runs for real."""
    told: list[dict[str, Any]] = []

    def listen(layout: str, data: Any, now: Any) -> bytes:
        told.append(dict(data))
        return compile_layout(layout, data, now)

    monkeypatch.setattr(agenda_pdf, "compile_layout", listen)
    return told


def fetch(office: Office, who: Worker, name: str = "agenda", **more: object) -> bytes:
    answer = at_the_page(who).get(office.url(name, **more))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def titles(told: list[dict[str, Any]]) -> list[str]:
    return [item["title"] for item in told[-1]["items"]]


def test_it_has_the_items_in_order_and_is_accessible(
    office: Office, set_as: list[dict[str, Any]]
) -> None:
    made = fetch(office, office.house.cast.bo)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert titles(set_as) == ["Emils hjælp", "Ferieplan for sommeren"]
    assert "Lukket punkt" in set_as[-1]["items"][0]["notes"]


def test_the_open_part_has_no_closed_item_and_keeps_the_numbers(
    office: Office, set_as: list[dict[str, Any]]
) -> None:
    fetch(office, office.house.cast.bo, "agenda_edition", edition="aaben")
    assert titles(set_as) == ["Ferieplan for sommeren"]
    assert set_as[-1]["items"][0]["number"] == 2


def test_a_stakeholder_gets_their_own_item_only(
    office: Office, set_as: list[dict[str, Any]]
) -> None:
    carla = office.house.cast.carla
    office.concern(office.words, carla)
    fetch(office, carla)
    assert titles(set_as) == ["Ferieplan for sommeren"]
    erik = office.house.cast.erik
    office.invite(erik, Part.STAKEHOLDER)
    fetch(office, erik)
    assert titles(set_as) == []


def test_the_papers_names_are_there_for_who_may_open_them(
    office: Office, set_as: list[dict[str, Any]]
) -> None:
    office.invite(office.house.cast.carla)
    fetch(office, office.house.cast.carla)
    assert set_as[-1]["items"][0]["papers"] == []
    office.step("send_out")
    fetch(office, office.house.cast.carla)
    assert set_as[-1]["items"][0]["papers"] == ["Indstilling om Emil"]


def test_another_edition_is_not_there(office: Office) -> None:
    assert views.agenda.__dict__["access"].who == "employee"
    answer = at_the_page(office.house.cast.bo).get(office.url("agenda_edition", edition="alt"))
    assert answer.status_code == 404
