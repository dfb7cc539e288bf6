"""My cases: what they are, whose move it is, and the next deadline in plain words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faelled.apps.intake.mine import A_PAGE, my_cases
from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.journey import Journey
from faelled.apps.intake.wording import long_day
from faelled.casework.cases.actions import NewParty, open_case
from faelled.casework.cases.models import Case, CaseType, Status, Task


def applications(person: Journey, kind: CaseType, count: int) -> None:
    """Many cases, without walking through the pages for each."""
    now, party = timezone.now(), NewParty(person.who.person, "Ansøger", "citizen", sees_case=True)
    by = person.cast.actor(person.who, now)
    for number in range(count):
        open_case(kind, by=by, now=now - timedelta(seconds=count - number), parties=[party])


def test_whose_move_it_is_and_by_when(dorthe: Journey) -> None:
    case = dorthe.apply()
    page = dorthe.page("/mine-sager/")
    due = Task.objects.get(event_id="decide").deadline
    assert due is not None
    assert case.number in page and "Kommunen arbejder på sagen" in page
    assert f"Kommunen skal svare senest {long_day(due)} (om 42 dage)." in page
    dorthe.official("ask", case)
    page = dorthe.page("/mine-sager/")
    due = Task.objects.get(event_id="answer", role="citizen").deadline
    assert due is not None
    assert "Vi venter på dig" in page and "Send de oplysninger, vi mangler" in page
    assert f"Du skal svare senest {long_day(due)} (om 14 dage)." in page


def test_a_passed_deadline_is_said_without_blame(dorthe: Journey) -> None:
    case = dorthe.asked()
    Task.objects.filter(event_id="answer").update(deadline=timezone.now() - timedelta(days=2))
    assert "Du skulle svare senest" in dorthe.page("/mine-sager/")
    Case.objects.update(status=Status.CLOSED, closed_at=timezone.now())
    page = dorthe.page("/mine-sager/")
    assert "Sagen er afsluttet" in page and "Du skulle" not in page
    assert case.number in page


def test_without_cases_there_is_a_way_on(dorthe: Journey) -> None:
    page = dorthe.page("/mine-sager/")
    assert "Du har ingen sager" in page and 'href="/selvbetjening/"' in page


def test_the_newest_come_first_and_twenty_on_a_page(dorthe: Journey, summer_camp: CaseType) -> None:
    applications(dorthe, summer_camp, A_PAGE + 1)
    newest, oldest = Case.objects.latest("opened_at"), Case.objects.earliest("opened_at")
    first, second = dorthe.page("/mine-sager/"), dorthe.page("/mine-sager/?side=2")
    assert newest.number in first and oldest.number not in first
    assert oldest.number in second and newest.number not in second
    assert first.count('class="card-link"') == A_PAGE
    assert "1–20 af 21" in first and "21–21 af 21" in second
    for odd in ("99", "0", "-1", "to", "9" * 30):
        assert dorthe.client.get(f"/mine-sager/?side={odd}").status_code == 200


def test_a_page_of_twenty_costs_eleven_queries(dorthe: Journey, summer_camp: CaseType) -> None:
    applications(dorthe, summer_camp, A_PAGE)
    dorthe.page("/mine-sager/")
    actor = dorthe.cast.actor(dorthe.who)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        my_cases(actor, None, now=timezone.now())
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        dorthe.page("/mine-sager/")
    assert len(asked) <= 11, [query["sql"] for query in asked]


def test_each_sees_only_what_they_are_a_party_to(dorthe: Journey, esben: Journey) -> None:
    """The other parent is no party of the first one's application, not even for the child."""
    case = dorthe.apply(dorthe.cast.emil)
    assert case.number in dorthe.page("/mine-sager/")
    assert case.number not in esben.page("/mine-sager/")


@pytest.mark.parametrize(
    "path", ["", "opslag/", "kvittering/1/", "trin/withdraw/", "trin/answer/", "trin/decide/"]
)
def test_nobody_else_opens_a_page_of_the_case(dorthe: Journey, esben: Journey, path: str) -> None:
    case = dorthe.apply()
    address = f"/mine-sager/{case.uuid}/{path}"
    esben.page(address, status=404)
    assert esben.client.post(address).status_code in (404, 405)
    for worker in (dorthe.cast.anna, dorthe.cast.carla):
        esben.client.force_login(worker.user)
        esben.page(address, status=404)
    esben.client.logout()
    assert esben.client.get(address)["Location"].startswith("/log-ind/")
    assert not Draft.objects.filter(case=case).exists()
