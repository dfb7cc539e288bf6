"""Pressed twice it is done once; two leaders at once, and one of them is told."""

from uuid import uuid4

from faelled.apps.decisions.tests.matter import (
    Office,
    answers_given,
    approval_url,
    at_the_page,
    post,
)
from tests.cast import worker


def test_a_double_tap_is_one_approval(office: Office) -> None:
    case = office.drafted()
    bo, form = at_the_page(office.cast.bo), post(case, key=str(uuid4()))
    responses = [bo.post(approval_url(case), form) for _time in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert len(answers_given(case)) == 1


def test_the_second_leader_is_told_who_was_first_and_gets_the_text_back(office: Office) -> None:
    other = worker(office.cast.children_and_families, "Gerda Bang", role="manager", leads=True)
    case = office.drafted()
    first, second = post(case), post(case, "return", "Regn beløbet efter.")
    at_the_page(office.cast.bo).post(approval_url(case), first)
    response = at_the_page(other).post(approval_url(case), second)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Godkend afgørelsen (Bo Lind)" in html
    assert "Dit svar er ikke sendt." in html
    assert "Regn beløbet efter." in html
    assert 'name="verdict"' not in html
    assert [step.actor_name for step in answers_given(case)] == ["Bo Lind"]


def test_another_person_s_key_is_not_taken_for_theirs(office: Office) -> None:
    other = worker(office.cast.children_and_families, "Gerda Bang", role="manager", leads=True)
    case = office.drafted()
    form = post(case, key=str(uuid4()))
    at_the_page(office.cast.bo).post(approval_url(case), form)
    assert at_the_page(other).post(approval_url(case), form).status_code == 422
    assert len(answers_given(case)) == 1
