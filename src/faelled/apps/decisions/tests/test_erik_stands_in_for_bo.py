"""Erik stands in for Bo from one exact hour to another, and never approves own work."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.decisions.queries import waiting_for
from faelled.apps.decisions.rows import waiting_rows
from faelled.apps.decisions.tests.matter import (
    GRANTED,
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)
from faelled.base.people import actions
from faelled.base.people.models import Duty
from faelled.lib.dates import local_day

HOUR = timedelta(hours=1)
OWN = "Du har selv lavet"
STAND_IN = reverse("decisions:stand_in")


def erik_acting_for_bo(office: Office) -> Client:
    now = timezone.now()
    office.substitution(now - HOUR, now + HOUR)
    erik = at_the_page(office.cast.erik)
    erik.post("/paa-vegne-af/", {"principal": office.cast.bo.id})
    return erik


def test_he_sees_what_waits_for_bo_in_those_hours_and_not_before_or_after(office: Office) -> None:
    case = office.drafted()
    starts, ends = office.start + HOUR, office.start + 2 * HOUR
    office.substitution(starts, ends)
    moment = timedelta(microseconds=1)
    assert office.erik_for_bo(starts - moment) is None
    assert office.erik_for_bo(ends) is None
    for now in (starts, ends - moment):
        erik = office.erik_for_bo(now)
        assert erik is not None
        assert [task.case for task in waiting_for(erik, now=now)] == [case]


def test_as_himself_he_sees_nothing_of_bo_s(office: Office) -> None:
    case = office.drafted()
    now = timezone.now()
    office.substitution(now - HOUR, now + HOUR)
    erik = at_the_page(office.cast.erik)
    assert case.number not in erik.get("/til-godkendelse/").content.decode()
    assert erik.get(approval_url(case)).status_code == 404


def test_he_chooses_bo_and_both_names_stand_on_what_he_does(office: Office) -> None:
    case = office.drafted()
    erik = erik_acting_for_bo(office)
    assert case.number in erik.get("/til-godkendelse/").content.decode()
    html = erik.post(approval_url(case), post(case), follow=True).content.decode()
    assert "Erik Munk på vegne af Bo Lind" in html
    [step] = answers_given(case)
    assert (step.actor_name, step.on_behalf_of_name) == ("Erik Munk", "Bo Lind")


def test_bo_finds_it_in_his_history_with_both_names(office: Office) -> None:
    case = office.drafted()
    erik_acting_for_bo(office).post(approval_url(case), post(case))
    html = at_the_page(office.cast.bo).get("/til-godkendelse/besvaret/").content.decode()
    assert "Erik Munk på vegne af Bo Lind" in html


def test_he_cannot_choose_bo_before_the_hours_begin(office: Office) -> None:
    case = office.drafted()
    now = timezone.now()
    office.substitution(now + HOUR, now + 2 * HOUR)
    erik = at_the_page(office.cast.erik)
    page = erik.get("/til-godkendelse/paa-vegne-af/").content.decode()
    assert "Ikke endnu" in page
    erik.post("/paa-vegne-af/", {"principal": office.cast.bo.id})
    assert erik.get(approval_url(case)).status_code == 404


def test_when_the_hours_are_over_his_next_press_is_refused(office: Office) -> None:
    case = office.drafted()
    erik = erik_acting_for_bo(office)
    assert erik.get(approval_url(case)).status_code == 200
    row = office.cast.bo.employee.stand_ins.get()
    row.ends_at = timezone.now()
    row.save(update_fields=["ends_at"])
    assert erik.post(approval_url(case), post(case)).status_code == 404
    assert answers_given(case) == []


def test_he_can_be_himself_again(office: Office) -> None:
    case = office.drafted()
    erik = erik_acting_for_bo(office)
    erik.post("/paa-vegne-af/", {"principal": ""})
    assert case.number not in erik.get("/til-godkendelse/").content.decode()


def test_what_he_made_on_bo_s_behalf_neither_of_them_can_approve(office: Office) -> None:
    now = office.start
    office.substitution(now - HOUR, now + HOUR)
    erik = office.erik_for_bo(now)
    assert erik is not None
    case = office.drafted(by=erik)
    for client in (at_the_page(office.cast.bo), erik_acting_for_bo(office)):
        html = client.get(approval_url(case)).content.decode()
        assert OWN in html
        assert 'name="verdict"' not in html
        assert client.post(approval_url(case), post(case)).status_code == 422
    assert answers_given(case) == []


def test_the_list_says_before_he_taps_that_it_is_his_own(office: Office) -> None:
    office.drafted(by=office.actor(office.cast.bo))
    bo = office.actor(office.cast.bo)
    [row] = waiting_rows(waiting_for(bo, now=office.start), bo, now=office.start)
    assert not row.possible
    assert OWN in row.missing[0]


def test_when_anna_has_made_it_anew_bo_may_approve(office: Office) -> None:
    case = office.drafted(by=office.actor(office.cast.bo))
    office.do(case, office.actor(office.cast.anna), "draft", GRANTED)
    assert at_the_page(office.cast.bo).post(approval_url(case), post(case)).status_code == 302


def test_who_stands_in_for_nobody_is_told_so(office: Office) -> None:
    html = at_the_page(office.cast.anna).get("/til-godkendelse/paa-vegne-af/").content.decode()
    assert "Du er ikke stedfortræder for nogen" in html


def test_who_has_the_duty_finds_the_leader_there_without_hours(office: Office) -> None:
    cast, now = office.cast, timezone.now()
    actions.grant_desk_role(
        cast.bo.employee,
        cast.carla.employee,
        duty=Duty.ON_BEHALF,
        valid_from=local_day(now),
        by=cast.system,
        now=now,
    )
    client = at_the_page(cast.carla)
    html = client.get(STAND_IN).content.decode()
    assert "Handl på vegne af Bo Lind" in html
    assert "også når lederen er på arbejde" in html
    client.post("/paa-vegne-af/", {"principal": cast.bo.id})
    again = client.get(STAND_IN).content.decode()
    assert "Vær dig selv igen" in again
