"""Carla, the unit's others and the citizen: no list, page, paper or count says that it is held."""

from typing import Any

import pytest

from faelled.apps.meetings import actions
from faelled.apps.meetings.queries import count_coming
from faelled.apps.meetings.tests.office import Office, at_the_page, every_page, new_meeting
from faelled.base.audit.models import Entry
from faelled.casework.cases.errors import CaseError
from tests.cast import worker


@pytest.mark.parametrize("who", ["carla", "erik", "frida", "dorthe"])
def test_who_does_not_come_finds_nothing(office: Office, who: str) -> None:
    client = at_the_page(getattr(office.house.cast, who))
    for url, ask in every_page(office):
        assert ask(client) == 404, url
    for url in ("/moeder/", "/moeder/liste/afholdte/", "/moeder/liste/mine/"):
        assert office.meeting.title not in client.get(url).content.decode()


def test_a_colleague_in_the_unit_who_is_not_asked_sees_none_of_it(office: Office) -> None:
    gitte = worker(office.house.cast.disability, "Gitte Bang", role="caseworker")
    assert at_the_page(gitte).get(office.url()).status_code == 404
    assert count_coming(office.actor(gitte), now=office.now) == 0
    with pytest.raises(CaseError, match="leder og sekretær"):
        actions.remove_item(office.words, by=office.actor(gitte), now=office.now)


def test_who_only_takes_part_changes_nothing(office: Office) -> None:
    office.invite(office.house.cast.carla)
    carla = at_the_page(office.house.cast.carla)
    assert carla.get(office.url()).status_code == 200
    for name in ("change", "new_item"):
        assert carla.get(office.url(name)).status_code == 404
    assert carla.post(office.url("step", event_id="send_out")).status_code == 404


def test_nobody_plans_a_meeting_in_anothers_name(office: Office) -> None:
    cast = office.house.cast
    new = new_meeting(cast.bo.employee, cast.bo.employee, office.now)
    with pytest.raises(CaseError, match="selv være"):
        actions.plan_meeting(new, by=office.anna, now=office.now)


def test_before_the_sending_out_the_papers_names_are_not_shown(office: Office) -> None:
    office.invite(office.house.cast.carla)
    page = office.page(office.house.cast.carla)
    assert "Indstilling om Emil" not in page
    assert "Bilagene kan ikke læses nu" in page
    url = office.url("document", document=office.paper.uuid)
    assert at_the_page(office.house.cast.carla).get(url).status_code == 404


def test_reading_it_is_logged_about_the_cases_on_it(office: Office) -> None:
    office.page(office.house.cast.bo)
    entry = Entry.objects.filter(action="read", actor_id=office.house.cast.bo.id).latest("pk")
    about = set(entry.about.values_list("subject", flat=True))
    dorthe = office.house.cast.dorthe.person
    assert {office.meeting.ref, office.case.ref, f"person:{dorthe.uuid}"} <= about


def test_the_list_and_the_page_stay_within_their_queries(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        new = actions.NewItem(title=f"Punkt {number}", case=office.case, documents=[office.paper])
        actions.add_item(office.meeting, new, by=office.anna, now=office.now)
    office.step("send_out")
    client = at_the_page(office.house.cast.bo)
    client.get("/moeder/")
    with django_assert_max_num_queries(16):
        client.get("/moeder/")
    with django_assert_max_num_queries(36):
        client.get(office.url())
