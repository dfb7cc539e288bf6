"""Bo sends a draft back, and must say why."""

from faelled.apps.decisions.tests.matter import (
    GRANTED,
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)


def test_the_draft_is_anna_s_again_with_his_comment(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    response = bo.post(approval_url(case), post(case, "return", "Skriv timetallet."), follow=True)
    assert (
        "Sendt tilbage" in response.content.decode() or "Send tilbage" in response.content.decode()
    )
    assert "Skriv timetallet." in response.content.decode()
    assert list(case.tasks.values_list("event_id", flat=True)) == ["draft"]


def test_without_a_comment_nothing_happens_and_the_field_says_why(office: Office) -> None:
    case = office.drafted()
    response = at_the_page(office.cast.bo).post(approval_url(case), post(case, "return"))
    assert response.status_code == 422
    assert '<a href="#felt-comment">Kommentar – Skriv et svar.</a>' in response.content.decode()
    assert answers_given(case) == []


def test_a_refused_answer_keeps_what_was_written(office: Office) -> None:
    case = office.drafted()
    office.do(case, office.actor(office.cast.anna), "draft", GRANTED)
    stale = post(case, "return", "Skriv timetallet.") | {"seen_seq": str(case.seq - 1)}
    response = at_the_page(office.cast.bo).post(approval_url(case), stale)
    assert response.status_code == 422
    assert "Skriv timetallet.</textarea>" in response.content.decode()
    assert answers_given(case) == []


def test_a_condition_written_beside_is_not_dropped(office: Office) -> None:
    case = office.drafted()
    sent = post(case, "return", "Skriv timetallet.") | {"condition_text": "Kun til juni."}
    response = at_the_page(office.cast.bo).post(approval_url(case), sent)
    assert response.status_code == 422
    assert "hører ikke til »Send tilbage«" in response.content.decode()
    assert "Kun til juni.</textarea>" in response.content.decode()


def test_nobody_sends_back_their_own_work(office: Office) -> None:
    case = office.drafted(by=office.actor(office.cast.bo))
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    assert 'value="return"' not in html


def test_an_answer_that_the_graph_does_not_know_is_refused(office: Office) -> None:
    case = office.drafted()
    response = at_the_page(office.cast.bo).post(approval_url(case), post(case, "burn"))
    assert response.status_code == 422
    assert answers_given(case) == []


def test_a_new_draft_waits_for_bo_again_and_the_story_tells_both(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    bo.post(approval_url(case), post(case, "return", "Skriv timetallet."))
    case.refresh_from_db()
    office.do(case, office.actor(office.cast.anna), "draft", GRANTED, now=case.last_step_at)
    html = bo.get(approval_url(case)).content.decode()
    assert "Skriv timetallet." in html
    assert 'name="verdict" value="approve"' in html
