"""One chat as a page shows it, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_read
from faelled.casework.cases.looks import subjects_of
from faelled.casework.cases.queries import worked_on_by
from faelled.casework.chats.actions import LONGEST, mark_read
from faelled.casework.chats.models import Chat, Member, Message
from faelled.casework.chats.queries import about, membership, messages_for
from faelled.casework.chats.subjects import SUBJECTS
from faelled.lib.dates import COPENHAGEN
from faelled.lib.dcr import Field, FieldType

NEWEST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One message; ``own`` is the reader's, ``new`` has not been shown to them before."""

    message: Message
    own: bool
    new: bool


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What the page shows. ``works``: the reader works on the case, so may write a note in it."""

    chat: Chat
    member: Member
    said: Sequence[Said]
    earlier: int
    names: Sequence[str]
    works: bool

    @property
    def open(self) -> bool:
        return not self.chat.closed

    @property
    def late(self) -> bool:
        """Whether the reader was let in later than the beginning."""
        return self.member.sees_from > self.chat.opened_at


def message_field() -> Field:
    """What is asked of who writes."""
    return Field("text", _("Skriv en besked"), FieldType.LONGTEXT, required=True, max=str(LONGEST))


def read_chat(
    chat: Chat, actor: Actor, *, now: datetime, page: str, everything: bool = False
) -> ChatPage | None:
    """The chat, read: logged as a look, and remembered as read. None for who is not in it."""
    member = membership(chat, actor)
    if member is None:
        return None
    found = messages_for(chat, member)
    total = found.count()
    shown = found if everything else found[max(total - NEWEST, 0) :]
    said = [Said(one, one.author_id == actor.id, one.seq > member.read_seq) for one in shown]
    log_look(chat, actor, page=page, now=now)
    if said:
        mark_read(chat, member, said[-1].message.seq, by=actor, now=now)
    return ChatPage(
        chat=chat,
        member=member,
        said=said,
        earlier=total - len(said),
        names=list(
            chat.members.order_by("employee__name").values_list("employee__name", flat=True)
        ),
        works=works_on_case(chat, actor, now=now),
    )


def chat_context(subject: str, actor: Actor, now: datetime) -> dict[str, object]:
    """What ``chats/_chat.html`` takes, for the page of an approval or an agenda item.

    ``chat_start`` is where a chat is begun, where there is none and one may be.
    """
    chat = about(subject, actor, now=now)
    page = read_chat(chat, actor, now=now, page="chats:part") if chat else None
    start = ""
    if page is None or not page.open:
        thing = SUBJECTS.about(subject, actor, now)
        start = reverse("chats:begin", args=[subject]) if thing and thing.open else ""
    return {"chat_page": page, "chat_start": start, "chat_field": message_field(), "chat_error": ""}


def log_look(chat: Chat, actor: Actor, *, page: str, now: datetime) -> None:
    """One entry, about the chat and its case."""
    about_case = subjects_of(chat.case) if chat.case else []
    log_read(actor, subjects=[chat.ref, *about_case], page=page, now=now)


def works_on_case(chat: Chat, actor: Actor, *, now: datetime) -> bool:
    """Whether the reader may write a note in the case that the chat is about."""
    if chat.case_id is None:
        return False
    return worked_on_by(actor, now=now).filter(pk=chat.case_id).exists()


def as_note(page: ChatPage) -> str:
    """What was said, as the first words of a note; the one who writes it takes out what the case
    does not need.
    """
    lines = []
    for one in page.said:
        at = date_format(localtime(one.message.at, COPENHAGEN), "j. F Y \\k\\l. G.i")
        lines.append(f"{one.message.shown_name}, {at}:\n{one.message.text}")
    return "\n\n".join(lines)
