"""Reads of chats. Every one that reaches a screen starts at `visible_to` or `get_visible`."""

from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Employee, Position
from faelled.casework.chats.models import Chat, Member, Message
from faelled.lib.dates import local_day

COUNT_SECONDS = 30


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Chat]:
    """The chats that ``actor`` is in, as themselves or for the one they stand in for.

    Nothing else opens a chat: not the case, not a leader's place, not a broken glass. When its
    time is over it is gone, whether the job that removes it has been by or not.
    """
    if actor.kind is not ActorKind.EMPLOYEE:
        return Chat.objects.none()
    mine = Member.objects.filter(employee_id__in=actor.employee_ids)
    chats = Chat.objects.filter(authority_id=actor.authority_id, pk__in=mine.values("chat"))
    return chats.filter(Q(remove_at__isnull=True) | Q(remove_at__gt=now))


def get_visible(actor: Actor, uuid: UUID, *, now: datetime) -> Chat:
    """One chat; 404 where it does not exist and where the reader is not in it alike."""
    chat = visible_to(actor, now=now).select_related("case__main_person").filter(uuid=uuid).first()
    if chat is None:
        raise Http404
    return chat


def about(subject: str, actor: Actor, *, now: datetime) -> Chat | None:
    """The chat about a subject, where the reader is in it: the open one, else the latest."""
    chats = visible_to(actor, now=now).filter(subject=subject)
    return (
        chats.select_related("case__main_person")
        .order_by(F("closed_at").desc(nulls_first=True))
        .first()
    )


def chats_of(actor: Actor, *, now: datetime) -> QuerySet[Chat]:
    """The list: each with ``unread``, those with something unread first, then the latest."""
    waiting = Message.objects.filter(_unread(actor), chat=OuterRef("pk")).values("chat")
    counted = waiting.annotate(n=Count("pk", distinct=True)).values("n")
    return (
        visible_to(actor, now=now)
        .select_related("case__main_person")
        .annotate(unread=Coalesce(Subquery(counted), 0))
        .annotate(waits=Case(When(unread__gt=0, then=1), default=0))
        .order_by("-waits", "-last_at", "-pk")
    )


def unread_of(actor: Actor, *, now: datetime) -> QuerySet[Message]:
    """The messages that wait to be read; one may stand there twice for who acts for another."""
    return Message.objects.filter(_unread(actor), chat__in=visible_to(actor, now=now))


def count_unread(actor: Actor, *, now: datetime) -> int:
    """How many messages wait to be read; remembered half a minute, for it stands in the tabs."""
    known = cache.get(_count_key(actor))
    if isinstance(known, int):
        return known
    count = unread_of(actor, now=now).distinct().count()
    cache.set(_count_key(actor), count, COUNT_SECONDS)
    return count


def forget_count(actor: Actor) -> None:
    """Called when the actor has read."""
    cache.delete(_count_key(actor))


def membership(chat: Chat, actor: Actor) -> Member | None:
    """The reader's own place in the chat, before that of the one they stand in for."""
    places = chat.members.filter(employee_id__in=actor.employee_ids)
    return min(places, key=lambda one: one.employee_id != actor.employee_id, default=None)


def messages_for(chat: Chat, member: Member) -> QuerySet[Message]:
    """What this member may read: from the moment they were let in, or what they were shown of
    the time before it. In the order it was said.
    """
    return chat.messages.filter(at__gte=member.sees_from).order_by("seq")


def can_be_invited(actor: Actor, chat: Chat, *, now: datetime) -> QuerySet[Employee]:
    """Everybody at work in the authority who is not in the chat."""
    working = Position.objects.on(local_day(now)).values("employee")
    return (
        Employee.objects.filter(authority_id=actor.authority_id, pk__in=working)
        .exclude(pk__in=chat.members.values("employee"))
        .order_by("name", "pk")
    )


def _unread(actor: Actor) -> Q:
    return Q(
        seq__gt=F("chat__members__read_seq"),
        at__gte=F("chat__members__sees_from"),
        chat__members__employee_id__in=actor.employee_ids,
    ) & ~Q(author_id=actor.id)


def _count_key(actor: Actor) -> str:
    absent = actor.on_behalf_of.id if actor.on_behalf_of else ""
    return f"chats:unread:{actor.id}:{absent}"
