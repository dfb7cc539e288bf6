"""Anna types in what came on paper: the clocks run from the day it was received."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.base.audit.models import Entry
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, CaseEvent
from faelled.casework.cases.paper import Paper, moment_of
from faelled.casework.cases.tests.house import House
from faelled.lib.dates import local_day
from tests.cast import NOW

LAST_THURSDAY = datetime(2026, 4, 30, 10, tzinfo=UTC)  # noon in Copenhagen


def typed_in(house: House, case: Case, at: datetime, event: str = "apply") -> CaseEvent:
    """Anna types in Dorthe's paper."""
    step = actions.Step(
        event, str(uuid4()), {"amount": ["500"]}, at=at, paper=Paper(case.parties.get())
    )
    return actions.execute(case, step, by=house.cast.actor(house.cast.anna), now=NOW)


def posted(client: Client, case: Case, event: str = "apply", **more: str) -> tuple[int, str]:
    form = {"seen_seq": str(case.seq), "amount": "500", **more}
    page = client.post(reverse("cases:step", args=[case.uuid, event]), form)
    return page.status_code, page.text


def test_the_case_and_its_deadline_run_from_the_day_the_paper_came(house: House) -> None:
    case = house.case(house.cast.anna)
    step = typed_in(house, case, LAST_THURSDAY)
    case.refresh_from_db()
    assert (step.at, step.recorded_at) == (LAST_THURSDAY, NOW)
    assert (case.opened_at, case.last_step_at) == (LAST_THURSDAY, LAST_THURSDAY)
    assert case.parties.get().valid_from == LAST_THURSDAY
    deadline = case.deadlines.get()
    assert local_day(deadline.due_at) == local_day(LAST_THURSDAY) + timedelta(weeks=4)
    assert case.next_deadline == deadline.due_at
    assert Entry.objects.filter(stream=case.ref, action="case.begin-earlier").count() == 1


def test_typed_in_today_without_a_day_it_runs_from_today(house: House) -> None:
    case = house.case(house.cast.anna)
    house.do(case, "apply", house.cast.anna, amount="500")
    assert local_day(case.deadlines.get().due_at) == local_day(NOW) + timedelta(weeks=4)


def test_the_journal_says_that_it_came_on_paper_and_from_whom_without_a_name(house: House) -> None:
    case = house.case(house.cast.anna)
    typed_in(house, case, LAST_THURSDAY)
    line = case.journal.get(kind="step")
    assert line.text == "Modtaget på papir fra ansøger den 30. april 2026 og tastet ind."
    assert (line.occurred_at, line.recorded_at) == (LAST_THURSDAY, NOW)


def test_a_later_step_cannot_lie_before_the_one_that_went_before_it(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    case.refresh_from_db()
    with pytest.raises(CaseError, match="seneste trin er fra den 4"):
        moment_of(local_day(LAST_THURSDAY), case, now=NOW)
    with pytest.raises(CaseError, match="før sagens seneste trin"):
        typed_in(house, case, LAST_THURSDAY)
    case.refresh_from_db()
    assert (case.seq, case.opened_at) == (1, NOW)


def test_a_paper_of_the_same_day_comes_after_the_step_of_that_day(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    case.refresh_from_db()
    evening = NOW + timedelta(hours=6)
    assert moment_of(local_day(NOW), case, now=evening) == NOW.replace(hour=10)


def test_what_only_staff_do_does_not_come_on_paper(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    case.refresh_from_db()
    with pytest.raises(CaseError, match="ikke en parts"):
        typed_in(house, case, NOW, "hear")


def test_the_sender_is_a_party_of_this_case(house: House) -> None:
    case, other = house.case(), house.case()
    step = actions.Step("apply", "k", {"amount": ["5"]}, paper=Paper(other.parties.get()))
    with pytest.raises(CaseError, match="ikke part i sagen"):
        actions.execute(case, step, by=house.cast.actor(house.cast.anna), now=NOW)


def test_dorthe_herself_sends_nothing_on_paper(house: House) -> None:
    case = house.case()
    step = actions.Step("apply", "k", {"amount": ["5"]}, paper=Paper())
    with pytest.raises(CaseError, match="ikke en parts"):
        actions.execute(case, step, by=house.cast.actor(house.cast.dorthe), now=NOW)


def test_a_citizen_opens_no_case_of_an_earlier_day(house: House) -> None:
    with pytest.raises(CaseError):
        actions.open_case(
            house.case_type,
            by=house.cast.actor(house.cast.dorthe),
            now=NOW,
            received_at=LAST_THURSDAY,
            parties=[actions.NewParty(house.cast.dorthe.person, "applicant", "citizen")],
        )
    assert not Case.objects.exists()


def test_anna_types_in_a_paper_on_the_page(house: House, client: Client) -> None:
    case = house.case(house.cast.anna)
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:step", args=[case.uuid, "apply"])).text
    assert "Modtaget på papir" in page
    sender = case.parties.get()
    assert (
        posted(client, case, **{"paper-day": "30-04-2026", "paper-from": str(sender.pk)})[0] == 302
    )
    assert case.events.get().at == LAST_THURSDAY
    case.refresh_from_db()
    assert (
        "Modtaget på papir" not in client.get(reverse("cases:step", args=[case.uuid, "hear"])).text
    )


@pytest.mark.parametrize("day", ["i går", "31-02-2026", ""])
def test_a_day_that_is_none_is_said_at_the_day_and_nothing_is_lost(
    day: str, house: House, client: Client
) -> None:
    case = house.case(house.cast.anna)
    client.force_login(house.cast.anna.user)
    status, page = posted(client, case, **{"paper-day": day, "paper-scans": str(uuid4())})
    if day:
        assert status == 422
        assert 'href="#felt-paper-day"' in page
        assert f'value="{day}"' in page
        assert 'value="500"' in page
        assert not case.events.exists()
    else:
        assert status == 302  # a scan of somebody else's is as if it were not there


def test_tomorrow_is_refused_in_plain_words(house: House, client: Client) -> None:
    case = house.case(house.cast.anna)
    client.force_login(house.cast.anna.user)
    tomorrow = (timezone.now() + timedelta(days=2)).strftime("%d-%m-%Y")
    status, page = posted(client, case, **{"paper-day": tomorrow})
    assert status == 422
    assert "Dagen ligger ude i fremtiden" in page


def test_a_new_case_from_paper_goes_on_to_what_stands_on_it(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    form = {"case_type": str(house.case_type.pk), "cpr": "410384-0002", "received": "30-04-2026"}
    page = client.post(reverse("cases:new"), form)
    case = Case.objects.get()
    assert case.opened_at == LAST_THURSDAY
    step = reverse("cases:step", args=[case.uuid, "apply"])
    assert page.headers["Location"] == f"{step}?{urlencode({'papir': '30-04-2026'})}"
    assert 'value="30-04-2026"' in client.get(page.headers["Location"]).text
    assert "Modtaget på papir" in client.get(step).text


def test_carla_types_nothing_into_annas_case(house: House, client: Client) -> None:
    case = house.case(house.cast.anna)
    client.force_login(house.cast.carla.user)
    assert posted(client, case, **{"paper-day": "30-04-2026"})[0] == 404
    step = actions.Step("apply", "k", {"amount": ["5"]}, paper=Paper())
    with pytest.raises(NotYours):
        actions.execute(case, step, by=house.cast.actor(house.cast.carla), now=NOW)
