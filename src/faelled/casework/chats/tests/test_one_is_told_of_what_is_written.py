"""Bo is told that somebody wrote; not of his own words, and not of what he has read."""

from datetime import timedelta

from faelled.base.notices.registry import Window
from faelled.casework.chats.notices import count_new
from faelled.casework.chats.tests.talk import Talk, at_the_page
from tests.cast import Worker

MINUTE = timedelta(minutes=1)


def new_for(talk: Talk, who: Worker, *, after: int, until: int) -> int:
    end = talk.start + until * MINUTE
    return count_new(talk.actor(who, end), Window(talk.start + after * MINUTE, end, end))


def test_a_chat_with_something_new_counts_once(talk: Talk) -> None:
    cast = talk.house.cast
    for minute in (5, 6):
        talk.say(cast.anna, "Jeg har ringet.", now=talk.start + minute * MINUTE)
    assert new_for(talk, cast.bo, after=1, until=10) == 1
    assert new_for(talk, cast.anna, after=1, until=10) == 0
    assert new_for(talk, cast.carla, after=1, until=10) == 0
    assert new_for(talk, cast.bo, after=7, until=10) == 0


def test_what_he_has_read_is_not_told(talk: Talk) -> None:
    bo = talk.house.cast.bo
    talk.say(talk.house.cast.anna, "Jeg har ringet.", now=talk.start + 5 * MINUTE)
    at_the_page(bo).get(f"/chats/{talk.chat.uuid}/")
    assert new_for(talk, bo, after=1, until=10) == 0
