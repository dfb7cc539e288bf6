"""A chat about a decision: Anna has begun it with Bo, and they have said two things."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House
from faelled.casework.chats import actions
from faelled.casework.chats.models import Chat, Message
from tests.cast import Worker

SUBJECT = "test:1"
KEY = "3f0c8a7e-6d0b-4a53-9f2e-0d7c1a2b3c4d"
FIRST, SECOND = "Skal vi høre skolen først?", "Ja, ring til dem i dag."


@dataclass(frozen=True, slots=True)
class Talk:
    """``start`` is an hour before now: time enough for what happens in a test."""

    house: House
    case: Case
    chat: Chat
    start: datetime

    def actor(self, who: Worker, now: datetime | None = None) -> Actor:
        return self.house.cast.actor(who, now or self.start, "leadership")

    def say(self, who: Worker, text: str, *, now: datetime | None = None) -> Message:
        by, at = self.actor(who), now or self.start
        return actions.say(self.chat, text, key=str(uuid4()), by=by, now=at)

    def invite(self, who: Worker, *, earlier: bool = False, minutes: int = 1) -> None:
        sees_from = self.start if earlier else None
        actions.invite(
            self.chat,
            who.employee,
            by=self.actor(self.house.cast.anna),
            now=self.start + timedelta(minutes=minutes),
            sees_from=sees_from,
        )


def the_talk(house: House) -> Talk:
    case, cast = house.drafted(), house.cast
    start = timezone.now() - timedelta(hours=1)
    chat = actions.open_chat(
        SUBJECT,
        title="Udkastet om Emil",
        members=[cast.bo.employee],
        case=case,
        by=cast.actor(cast.anna, start),
        now=start,
    )
    talk = Talk(house, case, chat, start)
    talk.say(cast.anna, FIRST)
    talk.say(cast.bo, SECOND)
    chat.refresh_from_db()
    return talk


def at_the_page(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str, chat: Chat) -> str:
    return reverse(f"chats:{name}", args=[chat.uuid])
