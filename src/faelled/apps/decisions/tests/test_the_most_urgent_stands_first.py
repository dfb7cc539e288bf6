"""The leader's list: what it holds, in which order, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faelled.apps.decisions.lists import waiting
from faelled.apps.decisions.queries import count_waiting, waiting_for
from faelled.apps.decisions.tests.matter import (
    Office,
    approval_url,
    at_the_page,
    post,
)
from faelled.casework.cases.models import Case, Task

DAY = timedelta(days=1)
PAGE_QUERIES = 9
APPROVAL_QUERIES = 18


def due(case: Case, days: int | None) -> Case:
    """The approval's own deadline, in a case where no other runs."""
    Case.objects.filter(pk=case.pk).update(next_deadline=None)
    deadline = None if days is None else timezone.now() + days * DAY
    Task.objects.filter(case=case, event_id="approve").update(deadline=deadline)
    return case


def statements(context: CaptureQueriesContext) -> list[str]:
    """The questions asked, without the marks that open and close a transaction."""
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [one["sql"] for one in context.captured_queries if not one["sql"].startswith(marks)]


def test_overdue_first_then_the_soonest_and_without_a_deadline_last(office: Office) -> None:
    never, later, soon, over = (due(office.drafted(), days) for days in (None, 9, 1, -2))
    bo = office.actor(office.cast.bo)
    found = [task.case for task in waiting_for(bo, now=office.start)]
    assert found == [over, soon, later, never]


def test_what_an_approval_holds_up_in_the_case_is_its_deadline(office: Office) -> None:
    late, early, own = (due(office.drafted(), days) for days in (None, None, 5))
    for case, days in ((late, 9), (early, 1)):
        Case.objects.filter(pk=case.pk).update(next_deadline=timezone.now() + days * DAY)
    bo = office.actor(office.cast.bo)
    assert [task.case for task in waiting_for(bo, now=office.start)] == [early, own, late]
    page = at_the_page(office.cast.bo)
    html = page.get("/til-godkendelse/").content.decode()
    assert html.count("Sagens frist") == 2 and "Haster" in html
    assert "Sagens frist" in page.get(approval_url(early)).content.decode()
    assert "Sagens frist" not in page.get(approval_url(own)).content.decode()


def test_badges_say_in_words_what_colours_say(office: Office) -> None:
    for days in (None, 9, 1, -2):
        due(office.drafted(), days)
    html = at_the_page(office.cast.bo).get("/til-godkendelse/").content.decode()
    for words in ("Over fristen", "2 dage over fristen", "Haster", "i morgen", "Ingen frist"):
        assert words in html


def test_an_empty_list_says_so(office: Office) -> None:
    html = at_the_page(office.cast.bo).get("/til-godkendelse/").content.decode()
    assert "Der venter ikke noget på dig" in html


def test_bo_s_front_page_is_what_waits_for_him(office: Office) -> None:
    assert at_the_page(office.cast.bo).get("/")["Location"] == "/til-godkendelse/"


def test_the_menu_counts_for_bo_and_anna_has_no_such_item(office: Office) -> None:
    office.drafted()
    office.drafted()
    bo = at_the_page(office.cast.bo).get("/til-godkendelse/").content.decode()
    assert '<span class="site-nav__count">2</span>' in bo
    anna = at_the_page(office.cast.anna).get("/til-godkendelse/").content.decode()
    assert '<a href="/til-godkendelse/"' not in anna.split("</header>")[0]


def test_the_count_is_right_again_once_bo_has_answered(office: Office) -> None:
    case = office.drafted()
    actor = office.actor(office.cast.bo)
    assert count_waiting(actor, now=office.start) == 1
    at_the_page(office.cast.bo).post(approval_url(case), post(case))
    assert count_waiting(actor, now=office.start) == 0


@pytest.fixture
def many(office: Office) -> Office:
    for _number in range(51):
        office.drafted()
    return office


def test_fifty_rows_cost_no_more_than_nine_queries(many: Office) -> None:
    bo = at_the_page(many.cast.bo)
    bo.get("/til-godkendelse/")
    with CaptureQueriesContext(
        connection,
    ) as context:
        html = bo.get("/til-godkendelse/").content.decode()
    assert html.count('<article class="approval-card') == 50
    asked = [sql for sql in statements(context) if "audit_" not in sql]
    assert len(asked) <= PAGE_QUERIES, "\n".join(asked)


@pytest.mark.parametrize("at_once", [500, 50])
def test_the_rest_is_on_the_next_page(
    many: Office, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where so many wait that the database counts them."""
    monkeypatch.setattr(waiting, "READ_AT_ONCE", at_once)
    html = at_the_page(many.cast.bo).get("/til-godkendelse/?side=2").content.decode()
    assert html.count('<article class="approval-card') == 1


def test_one_approval_costs_the_same_however_many_wait(many: Office) -> None:
    case = many.drafted()
    bo = at_the_page(many.cast.bo)
    with CaptureQueriesContext(connection) as context:
        bo.get(approval_url(case))
    asked = [sql for sql in statements(context) if "audit_" not in sql]
    assert len(asked) <= APPROVAL_QUERIES, "\n".join(asked)
