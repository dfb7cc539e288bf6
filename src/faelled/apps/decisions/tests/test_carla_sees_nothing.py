"""Carla works in another department: no list, page, count or history says that the case exists."""

import pytest
from django.utils import timezone

from faelled.apps.decisions.queries import answered_by, count_waiting, waiting_for
from faelled.apps.decisions.tests.matter import (
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)
from faelled.base.access.actions import break_glass
from faelled.base.access.actor import Capability
from faelled.casework.cases.queries import openable_by
from tests.cast import worker


@pytest.mark.parametrize("who", ["carla", "erik", "frida"])
def test_another_department_has_nothing_in_any_list(office: Office, who: str) -> None:
    case = office.drafted()
    outsider = getattr(office.cast, who)
    actor = office.actor(outsider)
    assert not waiting_for(actor, now=office.start).exists()
    assert not answered_by(actor, now=office.start).exists()
    assert count_waiting(actor, now=office.start) == 0
    client = at_the_page(outsider)
    for url in ("/til-godkendelse/", "/til-godkendelse/besvaret/"):
        assert case.number not in client.get(url).content.decode()


@pytest.mark.parametrize("who", ["carla", "erik", "frida"])
def test_the_page_is_not_there_for_another_department(office: Office, who: str) -> None:
    case = office.drafted()
    client = at_the_page(getattr(office.cast, who))
    assert client.get(approval_url(case)).status_code == 404
    assert client.post(approval_url(case), post(case)).status_code == 404
    assert answers_given(case) == []


def test_a_citizen_has_no_such_pages(office: Office) -> None:
    case = office.drafted()
    client = at_the_page(office.cast.bo)
    client.force_login(office.cast.dorthe.user, backend="django.contrib.auth.backends.ModelBackend")
    urls = ("/til-godkendelse/", "/til-godkendelse/besvaret/", approval_url(case))
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


def test_who_is_not_logged_in_is_sent_to_log_in(office: Office) -> None:
    client = at_the_page(office.cast.bo)
    client.logout()
    response = client.get("/til-godkendelse/")
    assert response.status_code == 302
    assert response["Location"].startswith("/log-ind/")


def test_an_answer_in_a_case_that_bo_may_no_longer_see_is_gone_from_his_history(
    office: Office,
) -> None:
    case = office.drafted()
    office.do(case, office.actor(office.cast.bo), "approve", {"verdict": "approve"})
    case.owner_unit = office.cast.technical
    case.save(update_fields=["owner_unit"])
    assert not answered_by(office.actor(office.cast.bo), now=office.start).exists()


def test_a_broken_glass_shows_the_case_but_gives_no_say_in_it(office: Office) -> None:
    case, now = office.drafted(), timezone.now()
    can = (Capability.BREAK_GLASS,)
    gerda = worker(office.cast.technical, "Gerda Bang", role="manager", can=can)
    actor = office.actor(gerda, now)
    break_glass(case.ref, by=actor, reason="Vagt for børneområdet i aften.", now=now)
    assert openable_by(actor, now=now).filter(pk=case.pk).exists()
    assert not waiting_for(actor, now=now).exists()
    assert at_the_page(gerda).get(approval_url(case)).status_code == 404
