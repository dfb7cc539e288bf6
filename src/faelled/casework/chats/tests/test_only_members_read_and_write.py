"""Carla, Bo's leader and the citizen: no list, page, count or swap says that the chat exists."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from faelled.base.access.actor import system_actor
from faelled.base.access.refusals import Refused
from faelled.base.people import actions as people
from faelled.base.people.actors import actor_on_behalf
from faelled.casework.cases.actions import let_in
from faelled.casework.cases.errors import CaseError
from faelled.casework.chats import actions
from faelled.casework.chats.models import Message
from faelled.casework.chats.queries import count_unread, visible_to
from faelled.casework.chats.tests.talk import FIRST, Talk, address, at_the_page
from tests.cast import the_cast

PAGES = ("chat", "new", "say", "invite", "note")


@pytest.mark.parametrize("who", ["carla", "erik", "frida"])
def test_who_is_not_in_it_finds_nothing(talk: Talk, who: str) -> None:
    outsider = getattr(talk.house.cast, who)
    client = at_the_page(outsider)
    assert talk.chat.title not in client.get("/chats/").content.decode()
    for name in PAGES:
        assert client.get(address(name, talk.chat)).status_code in (404, 405)
        assert client.post(address(name, talk.chat), {"text": "Hej"}).status_code in (404, 405)
    assert Message.objects.count() == 2
    assert count_unread(talk.actor(outsider), now=talk.start) == 0


def test_who_works_on_the_case_is_not_in_the_chat_for_that(talk: Talk) -> None:
    """The case page opens to all of the unit; what two people say to one another does not."""
    cast = talk.house.cast
    gitte = people.add_employee(cast.authority, name="Gitte", by=cast.system, now=talk.start)
    assert not visible_to(talk.actor(cast.erik), now=talk.start).exists()
    with pytest.raises(CaseError, match="ikke med"):
        actions.say(talk.chat, "Hej", key="1", by=talk.actor(cast.frida), now=talk.start)
    with pytest.raises(CaseError, match="ikke med"):
        actions.invite(talk.chat, gitte, by=talk.actor(cast.erik), now=talk.start)


def test_a_citizen_and_a_stranger_have_no_chats(talk: Talk) -> None:
    dorthe, nobody = Client(), Client()
    dorthe.force_login(
        talk.house.cast.dorthe.user, backend="django.contrib.auth.backends.ModelBackend"
    )
    assert dorthe.get("/chats/").status_code == 404
    assert dorthe.get(address("chat", talk.chat)).status_code == 404
    assert nobody.get("/chats/").status_code == 302
    with pytest.raises(Refused):
        actions.open_chat(
            "test:2",
            title="",
            members=[],
            by=talk.house.cast.actor(talk.house.cast.dorthe),
            now=talk.start,
        )


def test_nobody_of_another_authority_comes_in(talk: Talk) -> None:
    neighbour = the_cast(code="0998")
    anna = talk.actor(talk.house.cast.anna)
    with pytest.raises(CaseError, match="egen myndighed"):
        actions.invite(talk.chat, neighbour.anna.employee, by=anna, now=talk.start)
    with pytest.raises(CaseError, match="egen myndighed"):
        actions.open_chat(
            "test:2", title="", members=[neighbour.bo.employee], by=anna, now=talk.start
        )


def test_who_comes_late_reads_from_then_on(talk: Talk) -> None:
    talk.invite(talk.house.cast.carla)
    talk.say(talk.house.cast.anna, "Carla, hvad siger du?", now=talk.start + timedelta(minutes=2))
    html = at_the_page(talk.house.cast.carla).get(address("chat", talk.chat)).content.decode()
    assert "Carla, hvad siger du?" in html
    assert FIRST not in html


def test_who_invites_may_show_what_was_said_before(talk: Talk) -> None:
    carla = talk.house.cast.carla
    client = at_the_page(talk.house.cast.anna)
    post = {"employee": carla.employee.pk, "earlier": "true"}
    assert client.post(address("invite", talk.chat), post).status_code == 302
    assert FIRST in at_the_page(carla).get(address("chat", talk.chat)).content.decode()


def test_to_invite_again_shows_no_more_than_before(talk: Talk) -> None:
    talk.invite(talk.house.cast.carla)
    talk.invite(talk.house.cast.carla, earlier=True, minutes=2)
    assert (
        FIRST
        not in at_the_page(talk.house.cast.carla).get(address("chat", talk.chat)).content.decode()
    )


def test_erik_in_bos_place_reads_and_writes_with_both_names(talk: Talk) -> None:
    cast, now = talk.house.cast, timezone.now()
    people.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        reason="Ferie",
        by=cast.actor(cast.bo, now),
        now=now,
    )
    erik = actor_on_behalf(cast.erik.user, cast.bo.id, now)
    assert erik is not None
    said = actions.say(talk.chat, "Bo er på ferie.", key=str(uuid4()), by=erik, now=now)
    assert said.shown_name == "Erik Munk på vegne af Bo Lind"
    assert not visible_to(talk.actor(cast.erik, now), now=now).exists()
    cache.clear()


def test_a_form_s_key_used_by_another_is_refused_in_words(talk: Talk) -> None:
    cast = talk.house.cast
    actions.say(talk.chat, "Hej", key="1", by=talk.actor(cast.anna), now=talk.start)
    with pytest.raises(CaseError, match="Formularen er brugt"):
        actions.say(talk.chat, "Hej igen", key="1", by=talk.actor(cast.bo), now=talk.start)


def test_two_posts_without_a_key_are_two_messages(talk: Talk) -> None:
    anna = at_the_page(talk.house.cast.anna)
    for text in ("Et", "To"):
        assert anna.post(address("say", talk.chat), {"text": text}).status_code == 302
    assert Message.objects.count() == 4


def test_who_only_reads_the_case_is_offered_no_note_in_it(talk: Talk) -> None:
    carla = talk.house.cast.carla
    talk.invite(carla)
    let_in(
        talk.case,
        employees=[carla.employee],
        source="test:1",
        why="Skal læse med.",
        by=system_actor(talk.case.authority_id),
        now=talk.start,
    )
    assert at_the_page(carla).get(address("note", talk.chat)).status_code == 404
