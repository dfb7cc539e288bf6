"""Anna and Bo write to one another, see what is unread, and put what matters into the case."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from faelled.base.audit.models import Entry
from faelled.casework.cases.models import JournalKind
from faelled.casework.chats import actions
from faelled.casework.chats.models import Message
from faelled.casework.chats.page import chat_context
from faelled.casework.chats.queries import count_unread, forget_count
from faelled.casework.chats.subjects import About, Subjects
from faelled.casework.chats.tests.talk import (
    FIRST,
    KEY,
    SECOND,
    SUBJECT,
    Talk,
    address,
    at_the_page,
)
from tests.cast import worker


def test_the_list_says_how_much_is_unread_until_it_is_read(talk: Talk) -> None:
    anna = at_the_page(talk.house.cast.anna)
    assert "1 ulæst" in anna.get("/chats/").content.decode()
    anna.get(address("chat", talk.chat))
    assert "ulæst" not in anna.get("/chats/").content.decode()


def test_ones_own_words_are_not_unread(talk: Talk) -> None:
    bo = talk.actor(talk.house.cast.bo)
    assert count_unread(bo, now=talk.start) == 1
    talk.say(talk.house.cast.bo, "Og en ting til.")
    forget_count(bo)
    assert count_unread(bo, now=talk.start) == 1


def test_a_message_is_written_by_a_form_and_shown(talk: Talk) -> None:
    client = at_the_page(talk.house.cast.anna)
    post = {"text": "Skolen er enig.", "idempotency_key": KEY, "next": ""}
    page = client.post(address("say", talk.chat), post, follow=True).content.decode()
    assert "Skolen er enig." in page


def test_pressed_twice_it_is_said_once(talk: Talk) -> None:
    client = at_the_page(talk.house.cast.anna)
    for _press in range(2):
        client.post(address("say", talk.chat), {"text": "Hej", "idempotency_key": KEY})
    assert Message.objects.filter(key=KEY).count() == 1


def test_what_is_too_long_is_refused_and_still_stands_there(talk: Talk) -> None:
    typed = "langt " * 1000
    client = at_the_page(talk.house.cast.anna)
    answer = client.post(address("say", talk.chat), {"text": typed, "idempotency_key": KEY})
    assert answer.status_code == 422
    assert typed.strip() in answer.content.decode()
    assert client.post(address("say", talk.chat), {"text": "  "}).status_code == 422


def test_it_goes_back_to_the_page_it_was_written_on_and_never_elsewhere(talk: Talk) -> None:
    client = at_the_page(talk.house.cast.anna)
    post = {"text": "Hej", "idempotency_key": KEY, "next": "/til-godkendelse/"}
    assert client.post(address("say", talk.chat), post)["Location"] == "/til-godkendelse/#chat"
    post = {"text": "Hej", "idempotency_key": "k2", "next": "//evil.example/"}
    assert client.post(address("say", talk.chat), post)["Location"] == address("chat", talk.chat)


def test_waiting_fetches_only_when_there_is_something_new_and_logs_only_then(talk: Talk) -> None:
    client = at_the_page(talk.house.cast.anna)
    assert client.get(address("new", talk.chat)).status_code == 200
    looks = Entry.objects.count()
    assert client.get(address("new", talk.chat)).status_code == 204
    assert Entry.objects.count() == looks
    talk.say(talk.house.cast.bo, "Har du ringet?", now=timezone.now())
    assert "Har du ringet?" in client.get(address("new", talk.chat)).content.decode()


def test_anna_writes_what_matters_as_a_note_in_the_case(talk: Talk) -> None:
    client = at_the_page(talk.house.cast.anna)
    form = client.get(address("note", talk.chat)).content.decode()
    assert FIRST in form
    assert SECOND in form
    post = {"short_text": "Skolen skal høres", "text": "Aftalt med Bo Lind."}
    assert client.post(address("note", talk.chat), post).status_code == 302
    note = talk.case.journal.get(kind=JournalKind.NOTE)
    assert (note.short_text, note.text) == ("Skolen skal høres", "Aftalt med Bo Lind.")
    assert client.post(address("note", talk.chat), {"text": "Uden titel"}).status_code == 422


def test_the_note_stays_when_the_chat_is_gone(talk: Talk) -> None:
    client = at_the_page(talk.house.cast.anna)
    client.post(address("note", talk.chat), {"short_text": "Kort", "text": "Langt."})
    by = talk.actor(talk.house.cast.bo)
    actions.close_chat(SUBJECT, keep=timedelta(0), by=by, now=timezone.now())
    assert talk.case.journal.filter(kind=JournalKind.NOTE).count() == 1


def test_reading_is_logged_about_the_case_and_its_person(talk: Talk) -> None:
    at_the_page(talk.house.cast.bo).get(address("chat", talk.chat))
    entry = Entry.objects.filter(action="read", actor_id=talk.house.cast.bo.id).latest("pk")
    about = set(entry.about.values_list("subject", flat=True))
    dorthe = talk.house.cast.dorthe.person
    assert {talk.chat.ref, talk.case.ref, f"person:{dorthe.uuid}"} <= about
    assert entry.purpose == "leadership"


def test_another_page_may_show_it_and_offer_to_begin_one(talk: Talk, monkeypatch: Any) -> None:
    from faelled.casework.chats import page

    known = Subjects()
    known.register("test", lambda id, actor, now: About("Udkastet", "/sager/"))
    monkeypatch.setattr(page, "SUBJECTS", known)
    anna = talk.actor(talk.house.cast.anna)
    shown: Any = chat_context(SUBJECT, anna, talk.start)
    assert [one.message.text for one in shown["chat_page"].said] == [FIRST, SECOND]
    assert shown["chat_start"] == ""
    other = chat_context("test:2", anna, talk.start)
    assert other["chat_page"] is None
    assert other["chat_start"] == "/chats/om/test:2/"


def test_the_list_takes_the_same_number_of_queries_for_one_chat_and_for_thirty(
    talk: Talk, django_assert_max_num_queries: Any
) -> None:
    anna = talk.house.cast.anna
    client = at_the_page(anna)
    for number in range(30):
        actions.open_chat(
            f"test:many-{number}",
            title="Punkt",
            members=[],
            case=talk.case,
            by=talk.actor(anna),
            now=talk.start,
        )
    client.get("/chats/")
    with django_assert_max_num_queries(16):
        client.get("/chats/")


def test_a_chat_page_stays_within_its_queries(
    talk: Talk, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        talk.say(talk.house.cast.anna, f"Besked {number}")
    for number in range(5):
        talk.invite(worker(talk.house.cast.it, f"Kollega{number} Dam", role="caseworker"))
    client = at_the_page(talk.house.cast.bo)
    with django_assert_max_num_queries(30):
        client.get(address("chat", talk.chat))
