"""What two installations say to one another about an order: one JSON object, version 1.

    {"version": 1, "id": "<uuid>", "thread": "<uuid>", "kind": "order",
     "sent_at": "2026-05-04T09:00:00+00:00", "sender": "Fælleskøbing Kommune, Børnehandicap",
     "title": "...", "text": "...", "asked": {...},
     "attachments": [{"name": "Bilag.pdf", "sha256": "...", "content": "<base64>"}]}

``thread`` is the order's own, the same in all messages about it. Only an ``order`` has ``asked``:
``{"kind": "statement", "formal": "2026-05-18", "internal": "2026-05-14" or null}``. Nothing of the
case that the order was made from is in a message but what the orderer wrote and attached.
"""

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

VERSION = 1
LONGEST_TITLE, LONGEST_TEXT, MOST_ATTACHMENTS = 200, 20_000, 20
MAX_BYTES = 30 * 1024 * 1024
# Names, sums and the message's own fields.
ROOM = 64 * 1024
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database and no file takes these


class MessageKind(StrEnum):
    ORDER = "order"
    ACCEPTED = "accepted"
    ANSWER = "answer"
    SENT_BACK = "sent-back"
    APPROVED = "approved"
    FINALISED = "finalised"
    WITHDRAWN = "withdrawn"


class ContractError(ValueError):
    """The message is not one of ours; says what is wrong, and nothing of what stood in it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes

    def __repr__(self) -> str:
        return "<Attachment>"  # its name may be a person's

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks: the kind of answer, and the days it is due."""

    kind: str
    formal: date
    internal: date | None = None


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    thread: UUID
    kind: MessageKind
    sent_at: datetime
    sender: str
    title: str = ""
    text: str = ""
    asked: Asked | None = None
    attachments: tuple[Attachment, ...] = ()

    def __repr__(self) -> str:
        return f"<Message {self.kind} {self.id}>"


def to_bytes(message: Message) -> bytes:
    """The JSON as it is signed and sent; the same message gives the same bytes."""
    asked = message.asked
    table = {
        "version": VERSION,
        "id": str(message.id),
        "thread": str(message.thread),
        "kind": message.kind.value,
        "sent_at": message.sent_at.isoformat(),
        "sender": message.sender,
        "title": message.title,
        "text": message.text,
        "asked": asked
        and {
            "kind": asked.kind,
            "formal": asked.formal.isoformat(),
            "internal": asked.internal.isoformat() if asked.internal else None,
        },
        "attachments": [
            {
                "name": one.name,
                "sha256": one.sha256,
                "content": b64encode(one.content).decode("ascii"),
            }
            for one in message.attachments
        ],
    }
    return json.dumps(table, ensure_ascii=False, sort_keys=True).encode()


def fits(sizes: Sequence[int], text: str = "") -> bool:
    """Whether attachments of so many bytes each can go in one message: known before anything is
    read. A letter of the text may take six bytes in JSON, and what is round them has its own room.
    """
    packed = sum(4 * ((size + 2) // 3) for size in sizes)
    return len(sizes) <= MOST_ATTACHMENTS and packed + 6 * len(text) + ROOM <= MAX_BYTES


def from_bytes(body: bytes) -> Message:
    """Read a message from a stranger; ``ContractError`` names the field that does not hold."""
    if len(body) > MAX_BYTES:
        raise ContractError("The message is too large.")
    try:
        table = json.loads(body)
    except (ValueError, RecursionError):
        raise ContractError("The message is not JSON.") from None
    if not isinstance(table, dict) or table.get("version") != VERSION:
        raise ContractError("The message has another version.")
    kind = _kind(table)
    asked = _asked(table.get("asked")) if kind is MessageKind.ORDER else None
    return Message(
        id=_uuid(table, "id"),
        thread=_uuid(table, "thread"),
        kind=kind,
        sent_at=_moment(table),
        sender=_text(table, "sender", LONGEST_TITLE),
        title=_text(table, "title", LONGEST_TITLE),
        text=_text(table, "text", LONGEST_TEXT),
        asked=asked,
        attachments=_attachments(table.get("attachments")),
    )


def _kind(table: Mapping[str, Any]) -> MessageKind:
    try:
        return MessageKind(str(table.get("kind")))
    except ValueError:
        raise ContractError("kind") from None


def _uuid(table: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(table, name, 36))
    except ValueError:
        raise ContractError(name) from None


def _moment(table: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(table, "sent_at", 40))
    except ValueError:
        raise ContractError("sent_at") from None
    if at.tzinfo is None:
        raise ContractError("sent_at")
    return at


def _text(table: Mapping[str, Any], name: str, longest: int) -> str:
    value = table.get(name, "")
    if not isinstance(value, str) or len(value) > longest or UNSTORABLE.search(value):
        raise ContractError(name)
    return value


def _asked(table: object) -> Asked:
    if not isinstance(table, dict):
        raise ContractError("asked")
    internal = table.get("internal")
    return Asked(
        kind=_text(table, "kind", 20),
        formal=_day(table.get("formal"), "asked.formal"),
        internal=None if internal is None else _day(internal, "asked.internal"),
    )


def _day(value: object, name: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ContractError(name) from None


def _attachments(rows: object) -> tuple[Attachment, ...]:
    if not isinstance(rows, list) or len(rows) > MOST_ATTACHMENTS:
        raise ContractError("attachments")
    return tuple(_attachment(row) for row in rows)


def _attachment(row: object) -> Attachment:
    if not isinstance(row, dict):
        raise ContractError("attachments")
    try:
        content = b64decode(str(row.get("content", "")), validate=True)
    except ValueError:
        raise ContractError("attachments.content") from None
    attachment = Attachment(_text(row, "name", LONGEST_TITLE), content)
    if attachment.sha256 != row.get("sha256"):
        raise ContractError("attachments.sha256")
    return attachment
