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
    assert 'value="approve"' not in html
    assert WHY in html
    assert "forvaltningsloven § 19, stk. 1" in html
    assert "»Hør parten« skal gøres først." in html
    assert "Det kan gøres nu (Sagsbehandler)." in html


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


def test_the_draft_can_be_sent_back_all_the_same(office: Office) -> None:
    case = office.drafted(REFUSED)
    bo = at_the_page(office.cast.bo)
    assert 'name="verdict" value="return"' in bo.get(approval_url(case)).content.decode()
    sent = post(case, "return", "Hør Dorthe først.")
    html = bo.post(approval_url(case), sent, follow=True).content.decode()
    assert "Sendt tilbage" in html and "Hør Dorthe først." in html
    assert list(case.tasks.values_list("event_id", flat=True)) == ["draft"]
    assert "Hør Dorthe først." in bo.get("/til-godkendelse/besvaret/").content.decode()


def test_a_comment_is_still_wanted_when_it_is_sent_back(office: Office) -> None:
    case = office.drafted(REFUSED)
    response = at_the_page(office.cast.bo).post(approval_url(case), post(case, "return"))
    assert response.status_code == 422
    assert '<a href="#felt-comment">Kommentar – ' in response.content.decode()
    assert list(case.events.filter(event_id="send_back")) == []


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
