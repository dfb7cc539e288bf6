"""A step of a case by its party: the same form, check and receipt as an application."""

from uuid import uuid4

import pytest

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.journey import Journey, check_of
from faelled.casework.cases.models import CaseEvent, Task
from faelled.lib.dcr.values import from_json


def test_dorthe_answers_what_was_asked(dorthe: Journey) -> None:
    case = dorthe.asked()
    url = f"/mine-sager/{case.uuid}/trin/answer/"
    page = dorthe.page(url)
    assert "Skriv det, vi har spurgt om." in page and "Du skal svare senest" in page
    assert not Draft.objects.filter(case=case).exists()
    address = dorthe.fill(url, {"text": "Lejren er i juli"})
    draft = Draft.objects.get(case=case)
    assert address == check_of(draft)
    assert f"{url}#felt-text" in dorthe.page(address)
    receipt = dorthe.page(dorthe.send(draft))
    assert "Tak. Det er sendt" in receipt and "Lejren er i juli" in receipt
    event = CaseEvent.objects.get(event_id="answer")
    assert from_json(event.data) == {"text": "Lejren er i juli"}
    assert (event.actor_id, event.role, event.key) == (dorthe.who.id, "citizen", str(draft.uuid))
    assert not Task.objects.filter(event_id="answer").exists()


def test_pressing_send_twice_is_one_step(dorthe: Journey) -> None:
    case = dorthe.asked()
    dorthe.fill(f"/mine-sager/{case.uuid}/trin/answer/", {"text": "Juli"})
    draft = Draft.objects.get(case=case)
    assert dorthe.send(draft) == dorthe.send(draft)
    assert CaseEvent.objects.filter(event_id="answer").count() == 1


def test_a_step_without_questions_is_checked_and_sent(dorthe: Journey) -> None:
    case = dorthe.apply()
    url = f"/mine-sager/{case.uuid}/trin/withdraw/"
    assert "Der er ikke noget at udfylde." in dorthe.page(url)
    dorthe.fill(url, {})
    dorthe.send(Draft.objects.get(case=case))
    assert CaseEvent.objects.filter(event_id="withdraw").exists()


def test_what_came_meanwhile_is_shown_before_it_is_sent(dorthe: Journey) -> None:
    case = dorthe.asked()
    dorthe.fill(f"/mine-sager/{case.uuid}/trin/answer/", {"text": "Juli"})
    draft = Draft.objects.get(case=case)
    dorthe.official("secret", case)
    dorthe.official("decide", case)
    page = dorthe.send(draft, status=409)
    assert "Der er kommet noget nyt i sagen" in page and "Træf afgørelse" in page
    assert "Intern drøftelse" not in page and "Juli" in page
    assert "/kvittering/" in dorthe.send(draft)


def test_the_authority_s_inner_work_stops_nobody(dorthe: Journey) -> None:
    case = dorthe.asked()
    dorthe.fill(f"/mine-sager/{case.uuid}/trin/answer/", {"text": "Juli"})
    dorthe.official("secret", case)
    assert "/kvittering/" in dorthe.send(Draft.objects.get(case=case))


@pytest.mark.parametrize("event", ["decide", "secret", "ask", "findes-ikke"])
def test_a_step_of_the_authority_is_not_there(dorthe: Journey, event: str) -> None:
    case = dorthe.apply()
    dorthe.page(f"/mine-sager/{case.uuid}/trin/{event}/", status=404)


def test_a_step_that_is_not_possible_yet_says_why(dorthe: Journey) -> None:
    case = dorthe.apply()
    page = dorthe.page(f"/mine-sager/{case.uuid}/trin/confirm/", status=409)
    assert "<li>Du kan først svare, når der er truffet afgørelse.</li>" in page


def test_the_receipt_is_for_the_one_who_sent_it(dorthe: Journey) -> None:
    case = dorthe.apply()
    dorthe.official("decide", case)
    dorthe.page(f"/mine-sager/{case.uuid}/kvittering/1/")
    dorthe.page(f"/mine-sager/{case.uuid}/kvittering/2/", status=404)
    dorthe.page(f"/mine-sager/{uuid4()}/kvittering/1/", status=404)


def test_the_form_of_a_step_goes_on_where_it_was_left(dorthe: Journey) -> None:
    case = dorthe.asked()
    url = f"/mine-sager/{case.uuid}/trin/answer/"
    dorthe.post(url, {"shown": ["text"], "text": "Jeg er ved at", "update": "1"}, status=200)
    assert "Jeg er ved at" in dorthe.page(url)
    assert "Gør færdig" in dorthe.page(f"/mine-sager/{case.uuid}/")
    draft = Draft.objects.get(case=case)
    assert dorthe.client.get(f"/selvbetjening/kladde/{draft.uuid}/")["Location"] == url
