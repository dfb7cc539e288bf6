"""Every write to a chat. The log tells who did it and when, and never a word of what was said."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_employee
from faelled.base.audit.chain import Json
from faelled.base.people.models import Employee
from faelled.casework.cases.models import Case
from faelled.casework.chats.errors import ChatError
from faelled.casework.chats.models import Chat, Member, Message
from faelled.casework.chats.queries import forget_count, visible_to

LONGEST = 4000


def open_chat(
    subject: str,
    *,
    title: str,
    members: Iterable[Employee],
    by: Actor,
    now: datetime,
    case: Case | None = None,
) -> Chat:
    """The chat about ``subject``, begun if there is none; who opens it is in it.

    Who is given as member of a chat that is open already is let in, and reads from now on. The
    room that owns the subject has asked whether ``by`` may open a chat about it.
    """
    require_employee(by)
    people = [*members, *_opener(by)]
    if any(employee.authority_id != by.authority_id for employee in people):
        raise ChatError(_("Kun medarbejdere i jeres egen myndighed kan være med i en chat."))
    with transaction.atomic():
        chat, begun = Chat.objects.get_or_create(
            authority_id=by.authority_id,
            subject=subject,
            closed_at=None,
            defaults={"title": title, "case": case, "opened_at": now, "last_at": now},
        )
        let_in = [_let_in(chat, employee, now, now) for employee in people]
        if begun:
            _tell(chat, "chat.open", {}, by=by, now=now)
        elif any(let_in):
            _tell(chat, "chat.invite", {"members": sum(let_in)}, by=by, now=now)
    return chat


def say(chat: Chat, text: str, *, key: str, by: Actor, now: datetime) -> Message:
    """One message, from a member, in a chat that is open."""
    text = text.strip()
    if not text:
        raise ChatError(_("Skriv en besked."))
    if len(text) > LONGEST:
        raise ChatError(_("Beskeden er for lang. Del den op, eller skriv den som notat på sagen."))
    with transaction.atomic():
        chat = _locked(chat, by=by, now=now)
        earlier = chat.messages.filter(key=key).first()
        if earlier is not None:
            if earlier.author_id != by.id:
                raise ChatError(_("Formularen er brugt. Hent siden igen, og send beskeden på ny."))
            return earlier
        chat.last_seq, chat.last_at = chat.last_seq + 1, now
        chat.save(update_fields=["last_seq", "last_at"])
        message = chat.messages.create(
            seq=chat.last_seq,
            author_id=by.id,
            author_name=by.name,
            on_behalf_of_name=by.on_behalf_of.name if by.on_behalf_of else "",
            text=text,
            at=now,
            key=key,
        )
        _tell(chat, "chat.say", {"seq": message.seq}, by=by, now=now)
    return message


def invite(
    chat: Chat, employee: Employee, *, by: Actor, now: datetime, sees_from: datetime | None = None
) -> Member:
    """Let a colleague in, also one who does not work on the case.

    They read what is written from now on; with ``sees_from`` (``chat.opened_at``) also what was
    written before. The one who invites decides that, for they know what stands there.
    """
    with transaction.atomic():
        chat = _locked(chat, by=by, now=now)
        if employee.authority_id != chat.authority_id:
            raise ChatError(_("Kun medarbejdere i jeres egen myndighed kan være med i en chat."))
        if _let_in(chat, employee, now, sees_from or now):
            _tell(chat, "chat.invite", {"members": 1}, by=by, now=now)
        return chat.members.get(employee=employee)


def mark_read(chat: Chat, member: Member, upto: int, *, by: Actor, now: datetime) -> None:
    """Remember what the member has been shown; the look itself is logged by the page."""
    if not visible_to(by, now=now).filter(pk=chat.pk).exists():
        raise ChatError(_("Du er ikke med i chatten."))
    Member.objects.filter(pk=member.pk, read_seq__lt=upto).update(read_seq=upto)
    forget_count(by)


def close_chat(subject: str, *, keep: timedelta, by: Actor, now: datetime) -> bool:
    """End the chat about ``subject``: nobody writes any more, its members read it for ``keep``,
    and then it is gone. With no time to keep it is gone at once. False where there was none.

    The room that owns the subject calls this when the matter is decided; ``by`` need not be in
    the chat, and reads nothing of it here.
    """
    require_employee(by)
    with transaction.atomic():
        chat = (
            Chat.objects.select_for_update()
            .filter(authority_id=by.authority_id, subject=subject, closed_at=None)
            .first()
        )
        if chat is None:
            return False
        chat.closed_at, chat.remove_at = now, now + max(keep, timedelta(0))
        chat.save(update_fields=["closed_at", "remove_at"])
        _tell(chat, "chat.close", {}, by=by, now=now)
        if chat.remove_at <= now:
            _remove(chat, by=by, now=now)
    return True


def remove_over(*, by: Actor, now: datetime) -> int:
    """Remove the chats whose time is over, in the authority of ``by``: how many."""
    if by.kind is not ActorKind.SYSTEM:
        raise ChatError(_("Det gør systemet selv."))
    removed = 0
    over = Chat.objects.filter(authority_id=by.authority_id, remove_at__lte=now)
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            chat = Chat.objects.select_for_update().filter(pk=pk).first()
            if chat is not None:
                _remove(chat, by=by, now=now)
                removed += 1
    return removed


def _opener(by: Actor) -> list[Employee]:
    return list(Employee.objects.filter(pk__in=by.employee_ids))


def _let_in(chat: Chat, employee: Employee, now: datetime, sees_from: datetime) -> bool:
    """Whether somebody new came in; who is in already keeps what they see."""
    defaults = {"joined_at": now, "sees_from": sees_from}
    return Member.objects.get_or_create(chat=chat, employee=employee, defaults=defaults)[1]


def _locked(chat: Chat, *, by: Actor, now: datetime) -> Chat:
    """The chat, locked until the transaction ends, for a member and while it is open."""
    mine = visible_to(by, now=now).filter(pk=chat.pk)
    found = Chat.objects.select_for_update(of=("self",)).filter(pk__in=mine.values("pk")).first()
    if found is None:
        raise ChatError(_("Du er ikke med i chatten."))
    if found.closed:
        raise ChatError(_("Chatten er lukket, så der kan ikke skrives mere i den."))
    return found


def _remove(chat: Chat, *, by: Actor, now: datetime) -> None:
    _tell(chat, "chat.remove", {}, by=by, now=now)
    chat.delete()


def _tell(chat: Chat, action: str, detail: Mapping[str, Json], *, by: Actor, now: datetime) -> None:
    case = [chat.case.ref] if chat.case else []
    log_write(
        by,
        stream=case[0] if case else chat.ref,
        action=action,
        subjects=[chat.ref, *case],
        detail=detail,
        now=now,
    )
