"""An adverse draft: the button knows that the party is not heard, and says so with the law."""

from faelled.apps.decisions.tests.matter import (
    REFUSED,
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)

WHY = "Der må ikke træffes afgørelse, før parten er hørt."


def test_there_is_no_button_to_press_and_every_reason_is_there(office: Office) -> None:
    case = office.drafted(REFUSED)
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    assert 'name="verdict"' not in html
    assert WHY in html
    assert "forvaltningsloven § 19, stk. 1" in html
    assert "Udfør »Hør parten«." in html


def test_the_list_says_what_is_missing(office: Office) -> None:
    office.drafted(REFUSED)
    html = at_the_page(office.cast.bo).get("/til-godkendelse/").content.decode()
    assert "Kan ikke godkendes endnu" in html
    assert WHY in html


def test_a_post_all_the_same_changes_nothing_and_keeps_the_comment(office: Office) -> None:
    case = office.drafted(REFUSED)
    response = at_the_page(office.cast.bo).post(approval_url(case), post(case, comment="Ja tak."))
    html = response.content.decode()
    assert response.status_code == 422
    assert WHY in html
    assert "Ja tak." in html
    assert answers_given(case) == []


def test_when_the_party_has_been_heard_it_can_be_approved(office: Office) -> None:
    case = office.drafted(REFUSED)
    office.do(case, office.actor(office.cast.anna), "hear_party")
    bo = at_the_page(office.cast.bo)
    assert 'name="verdict" value="approve"' in bo.get(approval_url(case)).content.decode()
    assert bo.post(approval_url(case), post(case)).status_code == 302


def test_a_case_at_rest_waits_and_says_that_it_rests(office: Office) -> None:
    case = office.drafted()
    case.status = "suspended"
    case.save(update_fields=["status"])
    bo = at_the_page(office.cast.bo)
    html = bo.get(approval_url(case)).content.decode()
    assert "Sagen er sat i bero." in html
    assert 'name="verdict"' not in html
    assert "Sagen er sat i bero." in bo.get("/til-godkendelse/").content.decode()
    assert bo.post(approval_url(case), post(case)).status_code == 422
