"""What a received MeMo message says, in the words that the rest of the app uses; no database."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lxml import html
from lxml.etree import ParserError

from faelled.base.connect.digitalpost.memo_xml import to_xml
from faelled.base.connect.digitalpost.model import File, Header, IdType, Message
from faelled.base.files.kinds import KINDS
from faelled.base.files.names import clean_name, extensions
from faelled.lib.text.cpr import redact

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 150, 20_000, 200
# Text written in the sender's own window: shown as it stands, never as markup.
PLAIN, PAGE = "text/plain", "text/html"
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"})


@dataclass(frozen=True, slots=True, repr=False)
class SentFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """One message. ``answered`` are the UUIDs of our own letters in its thread, newest last;
    ``case_ids`` what it says our case is called. ``sha256`` tells two contents of one id apart.
    """

    message_uuid: UUID
    recipient_cvr: str
    sender_id: str
    sender_type: IdType
    sender_name: str
    representative: str
    title: str
    text: str
    files: tuple[SentFile, ...]
    answered: tuple[UUID, ...]
    case_ids: tuple[UUID, ...]
    created_at: datetime
    sha256: str


def read_message(message: Message, *, now: datetime) -> Incoming:
    """ValueError where the message's own id is none: then nothing can be taken once."""
    header = message.header
    written, attached = _parted(message)
    return Incoming(
        message_uuid=UUID(header.uuid),
        recipient_cvr=header.recipient.id if header.recipient.id_type is IdType.CVR else "",
        sender_id=header.sender.id,
        sender_type=header.sender.id_type,
        sender_name=_line(header.sender.label, LONGEST_NAME),
        representative=_line(_representative(header), LONGEST_NAME),
        title=_line(header.label, LONGEST_TITLE),
        text="\n\n".join(written) or (header.notification or ""),
        files=tuple(SentFile(_name(file), file.content) for file in attached),
        answered=tuple(_uuids(reply.message_uuid for reply in header.replies)),
        case_ids=tuple(_uuids(_case_ids(header))),
        created_at=message.body.created_at if message.body else now,
        sha256=hashlib.sha256(to_xml(message)).hexdigest(),
    )


def plain_text(data: bytes, media_type: str) -> str:
    """``plain_text(b"<p>Hej <b>Anna</b></p>", "text/html") == "Hej Anna"``; undecodable letters
    become a mark, for a letter must be readable before it is right.
    """
    text = _decoded(data)
    if media_type != PAGE:
        return _tidy(text)
    try:
        # As bytes: a page may say in which letters it was written, and is read all the same.
        root = html.document_fromstring(text.encode(), parser=_parser())
    except (ParserError, ValueError):
        return ""
    for hidden in root.xpath("//script | //style | //head"):
        hidden.drop_tree()
    for element in root.iter():
        if element.tag in BLOCKS:
            element.tail = "\n" + (element.tail or "")
    return _tidy(str(root.text_content()))


def _parser() -> html.HTMLParser:
    """Also a page with more boxes in boxes than a page has: its words are a letter to us."""
    return html.HTMLParser(encoding="utf-8", huge_tree=True)


def _parted(message: Message) -> tuple[list[str], list[File]]:
    """The words of the main document's first file, where they are words, and every other file."""
    main = bool(message.body and message.body.main and message.body.main.files)
    written, attached = [], []
    for place, file in enumerate(message.files):
        kind = file.media_type.partition(";")[0].strip().lower()
        text = plain_text(file.content, kind) if kind in (PLAIN, PAGE) else ""
        if main and not place and text and len(text) <= LONGEST_TEXT:
            written.append(text)
        elif text and kind == PAGE:
            # A page runs in a browser and is not taken as one; its words are kept whole.
            name = f"{file.name.rpartition('.')[0] or file.name}.txt"
            attached.append(File(media_type=PLAIN, name=name, content=text.encode()))
        else:
            attached.append(file)
    return written, attached


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def _name(file: File) -> str:
    """The file's name with an extension, and without what looks like a CPR number in it."""
    name = clean_name(redact(file.name))
    kind = file.media_type.partition(";")[0].strip().lower()
    if extensions(name):
        return name
    ending = next((end for end, known in KINDS.items() if known.media_type == kind), "")
    return f"{name}.{ending}" if ending else name


def _line(text: str, longest: int) -> str:
    """One line for lists and the journal: a CPR number in it is masked."""
    return redact(" ".join(text.split()))[:longest]


def _representative(header: Header) -> str:
    found = header.sender.representative
    return (found.label or "") if found else ""


def _case_ids(header: Header) -> Iterator[str]:
    if header.content and header.content.case:
        yield header.content.case.id
    yield from (reply.case_id for reply in header.replies if reply.case_id)


def _uuids(texts: Iterator[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
