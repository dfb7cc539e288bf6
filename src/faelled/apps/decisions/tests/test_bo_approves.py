"""Bo reads a draft on his phone and approves it."""

from faelled.apps.decisions.tests.matter import (
    REFUSED,
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)
from faelled.base.audit.models import Entry
from faelled.casework.cases.models import Task


def test_the_page_has_the_decision_in_words_and_a_button(office: Office) -> None:
    case = office.drafted()
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    for words in ("Emil har brug.", "Bevilget", "4.250,50 kr.", "Dorthe Friis", "Anna Dam"):
        assert words in html
    assert 'name="verdict" value="approve"' in html


def test_one_press_approves_and_the_step_bears_his_name(office: Office) -> None:
    case = office.drafted()
    response = at_the_page(office.cast.bo).post(approval_url(case), post(case))
    assert response.status_code == 302
    assert [step.actor_name for step in answers_given(case)] == ["Bo Lind"]


def test_afterwards_the_page_says_so_and_offers_the_next(office: Office) -> None:
    first, second = office.drafted(), office.drafted()
    bo = at_the_page(office.cast.bo)
    response = bo.post(approval_url(first), post(first), follow=True)
    html = response.content.decode()
    assert "Den næste, der venter på dig" in html
    assert second.number in html
    assert 'name="verdict"' not in html


def test_the_next_is_one_that_can_be_approved_where_there_is_one(office: Office) -> None:
    done, blocked, possible = office.drafted(), office.drafted(REFUSED), office.drafted()
    Task.objects.filter(case=possible).update(deadline=None)
    html = at_the_page(office.cast.bo).post(approval_url(done), post(done), follow=True)
    assert possible.number in html.content.decode()
    assert blocked.number not in html.content.decode()


def test_when_nothing_more_waits_the_page_says_that(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    html = bo.post(approval_url(case), post(case), follow=True).content.decode()
    assert "Der venter ikke mere på dig." in html


def test_it_is_gone_from_the_list_and_found_in_the_history(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    bo.post(approval_url(case), post(case, comment="Fint arbejde."))
    assert case.number not in bo.get("/til-godkendelse/").content.decode()
    history = bo.get("/til-godkendelse/besvaret/").content.decode()
    assert case.number in history
    assert "Fint arbejde." in history


def test_reading_is_logged_once_with_its_purpose(office: Office) -> None:
    case = office.drafted()
    before = Entry.objects.filter(purpose="leadership").count()
    at_the_page(office.cast.bo).get(approval_url(case))
    read = Entry.objects.filter(purpose="leadership").order_by("-pk")
    assert read.count() == before + 1
    assert case.ref in str(read[0].subjects)


def test_a_page_for_a_step_that_approves_nothing_is_not_there(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    assert bo.get(approval_url(case, "draft")).status_code == 404
    assert bo.get(approval_url(case, "no-such-step")).status_code == 404


def test_only_who_may_approve_has_the_page(office: Office) -> None:
    case = office.drafted()
    anna = at_the_page(office.cast.anna)
    assert anna.get(approval_url(case)).status_code == 404
    assert anna.post(approval_url(case), post(case)).status_code == 404
    assert answers_given(case) == []
