"""Bo approves, on a condition that he writes down."""

from faelled.apps.decisions.tests.matter import (
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)
from faelled.casework.cases.models import Case
from faelled.lib.dcr.values import from_json


def on_condition(case: Case) -> dict[str, str]:
    return post(case, "condition") | {"condition_text": "Kun til juni."}


def test_the_condition_is_stored_with_the_approval(office: Office) -> None:
    case = office.drafted()
    at_the_page(office.cast.bo).post(approval_url(case), on_condition(case))
    [step] = answers_given(case)
    assert from_json(step.data) == {"verdict": "condition", "condition_text": "Kun til juni."}


def test_a_condition_without_words_is_refused(office: Office) -> None:
    case = office.drafted()
    response = at_the_page(office.cast.bo).post(approval_url(case), post(case, "condition", "  "))
    assert response.status_code == 422
    assert answers_given(case) == []


def test_the_page_and_the_history_name_the_condition(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    html = bo.post(approval_url(case), on_condition(case), follow=True)
    assert "Godkendt på betingelse" in html.content.decode()
    assert "Kun til juni." in bo.get("/til-godkendelse/besvaret/").content.decode()


def test_a_condition_is_not_lost_when_the_wrong_button_is_hit(office: Office) -> None:
    case = office.drafted()
    form = post(case, "approve") | {"condition_text": "Kun til juni."}
    response = at_the_page(office.cast.bo).post(approval_url(case), form)
    html = response.content.decode()
    assert response.status_code == 422
    assert "hører ikke til »Godkend«" in html
    assert "Kun til juni.</textarea>" in html
    assert answers_given(case) == []


def test_each_field_says_for_which_answer_it_is_wanted(office: Office) -> None:
    case = office.drafted()
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    assert "Skal udfyldes, når du vælger: Godkend på vilkår." in html
    assert "Skal udfyldes, når du vælger: Send tilbage." in html
