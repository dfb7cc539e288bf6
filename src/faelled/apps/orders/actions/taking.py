"""A message from another authority is taken: once, and only into what it is about."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.orders.actions.holding import hand_to
from faelled.apps.orders.actions.papers import attach
from faelled.apps.orders.models import PROCESS, Intake, Kind, Order, Reach, Taken, Visibility
from faelled.apps.orders.recipients import GROUP, Recipient, sender_name
from faelled.base.access.actor import Actor, system_actor
from faelled.base.access.log import log_write
from faelled.base.connect.neighbour.contract import Message, MessageKind, to_bytes
from faelled.base.files.actions import store_upload
from faelled.base.files.problems import UploadRefusedError
from faelled.base.people.models import Authority
from faelled.casework.cases import actions as cases
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, CaseType, JournalKind
from faelled.lib.dates import Duration, local_day
from faelled.lib.text.cpr import redact


class NotTaken(Exception):
    """The message is refused for good; says why, and nothing of what stood in it."""


class TakenOtherwise(NotTaken):
    """The same message came before with another content."""


def take(message: Message, *, sender: str, authority: Authority, now: datetime) -> Taken:
    """Take one message from ``sender`` (``"neighbour:<key>"``, ``"authority:<uuid>"``) for one
    authority of ours. The same message again gives the same row and changes nothing.
    """
    sha256 = hashlib.sha256(to_bytes(message)).hexdigest()
    with transaction.atomic():
        row, new = Taken.objects.get_or_create(
            sender=f"{sender}"[:60],
            message=message.id,
            defaults={"sha256": sha256, "taken_at": now},
        )
        if not new and row.sha256 != sha256:
            raise TakenOtherwise(_("Beskeden er kommet før med et andet indhold."))
        if new:
            message = replace(message, sender=sender_name(sender, message.sender))
            by = replace(system_actor(authority.pk), name=message.sender)
            HANDLERS[message.kind](message, sender, authority, by, now)
    return row


def _take_order(
    message: Message, sender: str, authority: Authority, by: Actor, now: datetime
) -> None:
    """The authority's own case, with the asked text and the papers; nothing else has crossed."""
    intake = Intake.objects.filter(authority=authority).select_related("unit").first()
    case_type = _case_type(intake)
    if intake is None or case_type is None:
        raise NotTaken(_("Myndigheden tager ikke imod bestillinger."))
    asked = message.asked
    if asked is None or asked.kind not in Kind.values or not message.title.strip():
        raise NotTaken(_("Bestillingen er ikke hel."))
    if asked.internal is not None and asked.internal > asked.formal:
        raise NotTaken(_("Fristerne passer ikke sammen."))
    if Order.objects.filter(authority=authority, thread=message.thread, incoming=True).exists():
        raise NotTaken(_("Bestillingen er kommet før i en anden besked."))
    try:
        case = cases.open_case(case_type, by=by, now=now, title=redact(message.title))
        order = Order.objects.create(
            authority=authority,
            case=case,
            batch=message.thread,
            kind=asked.kind,
            reach=Reach.GROUP if sender.startswith(GROUP) else Reach.EXTERNAL,
            visibility=Visibility.UNIT,
            formal_deadline=asked.formal,
            internal_deadline=asked.internal,
            incoming=True,
            thread=message.thread,
            partner=sender,
            outside=message.sender,
            ordered_at=now,
        )
        for one in message.attachments:
            attach(case, one.name, one.content, by=by, now=now)
        _do(case, "order", _asked_answers(message, now), by=by, now=now)
        hand_to(order, Recipient(intake.unit.name, "", unit=intake.unit), by=by, now=now)
    except CaseError as refusal:
        raise NotTaken(" ".join(refusal.messages)) from refusal


def _take_accepted(
    message: Message, sender: str, authority: Authority, by: Actor, now: datetime
) -> None:
    order = _our_end(message, sender, authority, incoming=False)
    _do_or_note(order, "accept", {}, by=by, now=now)


def _take_answer(
    message: Message, sender: str, authority: Authority, by: Actor, now: datetime
) -> None:
    """The other end has answered: its paper becomes ours, and the answer is reported done."""
    order = _our_end(message, sender, authority, incoming=False)
    files = []
    for one in message.attachments[:1]:
        upload = ContentFile(one.content, name=one.name)
        ref = order.case.ref
        try:
            stored = store_upload(upload, stream=ref, subjects=[ref], by=by, now=now)
        except UploadRefusedError as refusal:
            raise NotTaken(str(refusal)) from refusal
        files.append(str(stored.uuid))
    if not files:
        raise NotTaken(_("Svaret mangler."))
    _do_or_note(order, "attach_answer", {"file": files}, by=by, now=now)
    _do_or_note(order, "report_done", {"comment": _texts(message)}, by=by, now=now)


def _take_evaluation(event_id: str, field: str) -> Callable[..., None]:
    def take_it(
        message: Message, sender: str, authority: Authority, by: Actor, now: datetime
    ) -> None:
        order = _our_end(message, sender, authority, incoming=True)
        answers = {field: _texts(message)} if field else {}
        _do_or_note(order, event_id, answers, by=by, now=now)

    return take_it


HANDLERS: Mapping[MessageKind, Callable[[Message, str, Authority, Actor, datetime], None]] = {
    MessageKind.ORDER: _take_order,
    MessageKind.ACCEPTED: _take_accepted,
    MessageKind.ANSWER: _take_answer,
    MessageKind.SENT_BACK: _take_evaluation("send_back", "comment"),
    MessageKind.APPROVED: _take_evaluation("accept_answer", ""),
    MessageKind.FINALISED: _take_evaluation("finalise", ""),
    MessageKind.WITHDRAWN: _take_evaluation("withdraw", "why"),
}


def _our_end(message: Message, sender: str, authority: Authority, *, incoming: bool) -> Order:
    order = (
        Order.objects.filter(authority=authority, thread=message.thread, incoming=incoming)
        .filter(partner=sender)
        .select_related("case__authority", "answer")
        .first()
    )
    if order is None:
        raise NotTaken(_("Bestillingen kendes ikke her."))
    return order


def _case_type(intake: Intake | None) -> CaseType | None:
    if intake is None:
        return None
    rows = CaseType.objects.filter(authority=intake.authority, unit=intake.unit, active=True)
    return rows.filter(process__key=PROCESS).first()


def _asked_answers(message: Message, now: datetime) -> dict[str, list[str]]:
    asked, today = message.asked, local_day(now)
    assert asked is not None
    days = {"formal_within": asked.formal, "internal_within": asked.internal}
    return {
        "what": [message.text or message.title],
        "kind": [asked.kind],
        **{
            name: [Duration(days=max((day - today).days, 1)).format()]
            for name, day in days.items()
            if day is not None
        },
        "finalise_itself": ["false"],
    }


def _do_or_note(
    order: Order, event_id: str, answers: dict[str, list[str]], *, by: Actor, now: datetime
) -> None:
    """What the other end did is done here too; where our case has moved on, it is written down."""
    try:
        with transaction.atomic():
            _do(order.case, event_id, answers, by=by, now=now)
    except CaseError as refusal:
        with transaction.atomic():
            cases.write_entry(
                order.case,
                by=by,
                now=now,
                kind=JournalKind.RECEIVED,
                short_text=_("Besked fra %(name)s kunne ikke udføres") % {"name": order.outside},
                text=" ".join(refusal.messages),
            )
            log_write(
                by,
                stream=order.case.ref,
                action="order.not-done",
                subjects=[order.case.ref],
                detail={"event": event_id},
                now=now,
            )


def _do(
    case: Case, event_id: str, answers: dict[str, list[str]], *, by: Actor, now: datetime
) -> None:
    step = cases.Step(event_id=event_id, key=str(uuid4()), answers=answers)
    cases.execute(case, step, by=by, now=now)


def _texts(message: Message) -> list[str]:
    return [message.text] if message.text else []
