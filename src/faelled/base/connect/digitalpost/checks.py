"""What a message must have before it may be sent: the minimum fields and the sender's limits.

No schema of MeMo 1.2 is published; these checks are ours, from the official examples and from
BEK 2017/2021 § 18 (99.5 MB for the message, at most ten attached files).
"""

import re
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.base.connect.digitalpost.memo_xml import MAX_MESSAGE_BYTES, MemoError, Problem, to_xml
from faelled.base.connect.digitalpost.model import IdType, Message, MessageType

MAX_ATTACHED_FILES = 10
LENGTHS = {IdType.CPR: 10, IdType.CVR: 8}


def build(message: Message) -> bytes:
    """The checked message as XML; ``MemoError`` lists everything that is wrong with it."""
    problems = tuple(check(message))
    if problems:
        raise MemoError(problems)
    data = to_xml(message)
    if len(data) > MAX_MESSAGE_BYTES:
        raise MemoError((Problem("", _("Meddelelsen er større end 99,5 MB.")),))
    return data


def check(message: Message) -> Iterator[Problem]:
    """Every reason why ``message`` may not be sent; none of them repeats a value from it."""
    header = message.header
    if not _is_uuid(header.uuid):
        yield Problem("/MessageHeader/messageUUID", _("skal være et UUID"))
    if not header.label.strip():
        yield Problem("/MessageHeader/label", _("mangler"))
    if not header.sender.label.strip():
        yield Problem("/MessageHeader/Sender/label", _("mangler"))
    if not _is_number(header.sender.id, header.sender.id_type):
        yield Problem("/MessageHeader/Sender/senderID", _("har ikke det rigtige antal cifre"))
    if not _is_number(header.recipient.id, header.recipient.id_type):
        yield Problem("/MessageHeader/Recipient/recipientID", _("har ikke det rigtige antal cifre"))
    if header.type is MessageType.NEMSMS:
        yield from _check_sms(message)
    else:
        yield from _check_letter(message)


def _check_sms(message: Message) -> Iterator[Problem]:
    if not (message.header.notification or "").strip():
        yield Problem("/MessageHeader/notification", _("mangler"))


def _check_letter(message: Message) -> Iterator[Problem]:
    body = message.body
    if body is None:
        yield Problem("/MessageBody", _("mangler"))
        return
    if body.main is None or not body.main.files:
        yield Problem("/MessageBody/MainDocument/File", _("mangler"))
    # The main document's first file is the letter; the rest are attached to it.
    if len(message.files) - 1 > MAX_ATTACHED_FILES:
        yield Problem("/MessageBody", _("har flere end ti vedhæftede filer"))
    for number, file in enumerate(message.files, start=1):
        path = f"/MessageBody/File[{number}]"
        if not file.content:
            yield Problem(f"{path}/content", _("er tom"))
        if not file.name.strip() or re.search(r"[/\\\x00-\x1f]", file.name):
            yield Problem(f"{path}/filename", _("er ikke et filnavn"))
        if not file.language:
            yield Problem(f"{path}/language", _("mangler"))
        if "/" not in file.media_type:
            yield Problem(f"{path}/encodingFormat", _("er ikke en filtype"))


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_number(text: str, kind: IdType) -> bool:
    return text.isascii() and text.isdigit() and len(text) == LENGTHS[kind]
