"""Leadership 16: a chat with people outside the chain too, removed on final approval, and where
the authority wants it kept for some days first. What is removed is gone.
"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from faelled.base.access.actor import system_actor
from faelled.base.audit.models import Entry
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import JournalEntry
from faelled.casework.chats import actions, upkeep
from faelled.casework.chats.models import Chat, Member, Message
from faelled.casework.chats.queries import about, count_unread, visible_to
from faelled.casework.chats.tests.talk import (
    FIRST,
    KEY,
    SECOND,
    SUBJECT,
    Talk,
    address,
    at_the_page,
)

WEEK = timedelta(days=7)
AT_ONCE = timedelta(0)


def close(talk: Talk, keep: timedelta) -> bool:
    by = talk.actor(talk.house.cast.bo)
    return actions.close_chat(SUBJECT, keep=keep, by=by, now=timezone.now())


def rows() -> tuple[int, int, int]:
    return Chat.objects.count(), Member.objects.count(), Message.objects.count()


def test_final_approval_removes_it_at_once_where_nothing_is_kept(talk: Talk) -> None:
    assert close(talk, AT_ONCE)
    assert rows() == (0, 0, 0)
    assert at_the_page(talk.house.cast.anna).get(address("chat", talk.chat)).status_code == 404


def test_kept_for_a_week_it_can_be_read_and_not_written_in(talk: Talk) -> None:
    close(talk, WEEK)
    anna = at_the_page(talk.house.cast.anna)
    html = anna.get(address("chat", talk.chat)).content.decode()
    assert FIRST in html
    assert "Chatten er lukket" in html
    assert 'name="text"' not in html
    with pytest.raises(CaseError, match="lukket"):
        talk.say(talk.house.cast.anna, "Endnu en ting.", now=timezone.now())


def test_when_the_week_is_over_nobody_sees_it_even_before_the_job_has_been_by(talk: Talk) -> None:
    close(talk, WEEK)
    later = timezone.now() + WEEK
    assert not visible_to(talk.actor(talk.house.cast.anna), now=later).exists()
    assert about(SUBJECT, talk.actor(talk.house.cast.bo), now=later) is None


def test_the_job_removes_what_is_over_and_leaves_the_rest(talk: Talk) -> None:
    close(talk, WEEK)
    by = system_actor(talk.chat.authority_id)
    assert actions.remove_over(by=by, now=timezone.now() + timedelta(days=6)) == 0
    assert actions.remove_over(by=by, now=timezone.now() + WEEK) == 1
    assert rows() == (0, 0, 0)


def test_the_job_runs_by_its_name(talk: Talk) -> None:
    close(talk, WEEK)
    Chat.objects.update(remove_at=timezone.now() - timedelta(minutes=1))
    assert upkeep.remove_closed_chats.func() == 1


def test_nothing_that_was_said_is_left_in_journal_log_or_caches(talk: Talk) -> None:
    bo = talk.actor(talk.house.cast.bo)
    count_unread(bo, now=talk.start)
    at_the_page(talk.house.cast.anna).get(address("chat", talk.chat))
    close(talk, AT_ONCE)
    journal = [*JournalEntry.objects.values_list("short_text", "text")]
    log = [*Entry.objects.values_list("action", "detail")]
    kept = str(getattr(cache, "_cache", {}))
    for words in (FIRST, SECOND, talk.chat.title):
        assert words not in f"{journal}{log}{kept}"


def test_the_log_says_that_it_was_closed_and_removed(talk: Talk) -> None:
    close(talk, AT_ONCE)
    told = list(Entry.objects.filter(action__startswith="chat.").order_by("pk"))
    last = [(entry.action, entry.actor_id) for entry in told[-2:]]
    bo = talk.house.cast.bo.id
    assert last == [("chat.close", bo), ("chat.remove", bo)]
    assert [entry.detail for entry in told[-2:]] == ["{}", "{}"]


def test_what_is_written_is_ciphertext_in_the_database(talk: Talk) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM chats_message UNION SELECT title FROM chats_chat")
        stored = str(cursor.fetchall())
    for words in (FIRST, SECOND, talk.chat.title):
        assert words not in stored


def test_a_person_outside_the_chain_and_the_case_reads_and_writes(talk: Talk) -> None:
    talk.invite(talk.house.cast.carla, earlier=True)
    carla = at_the_page(talk.house.cast.carla)
    assert FIRST in carla.get(address("chat", talk.chat)).content.decode()
    post = {"text": "Jeg kender familien fra byggesagen.", "idempotency_key": KEY}
    assert carla.post(address("say", talk.chat), post).status_code == 302
    assert Message.objects.get(key=KEY).author_name == "Carla Holm"


def test_being_in_the_chat_opens_nothing_of_the_case(talk: Talk) -> None:
    talk.invite(talk.house.cast.carla)
    carla = at_the_page(talk.house.cast.carla)
    html = carla.get(address("chat", talk.chat)).content.decode()
    assert talk.case.number not in html
    assert carla.get(f"/sager/{talk.case.uuid}/").status_code == 404
    assert carla.get(address("note", talk.chat)).status_code == 404


def test_a_new_chat_about_the_same_thing_begins_empty(talk: Talk) -> None:
    close(talk, WEEK)
    anna = talk.actor(talk.house.cast.anna)
    again = actions.open_chat(SUBJECT, title="Nyt", members=[], by=anna, now=timezone.now())
    assert again.pk != talk.chat.pk
    assert again.messages.count() == 0


def test_to_close_where_there_is_no_chat_is_nothing(talk: Talk) -> None:
    assert close(talk, AT_ONCE)
    assert not close(talk, AT_ONCE)
