"""MeMo messages to and from XML. Reading is hardened: the file comes from outside.

message = from_xml(data)          # MemoError with every problem and its path
assert from_xml(to_xml(message)) == message
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from lxml import etree

from faelled.base.connect.digitalpost.model import Message
from faelled.base.connect.digitalpost.parts import NAMESPACES, Part, Slot, slots_of

VERSION = "1.2"
# BEK 2017/2021 § 18: the whole message, files and all.
MAX_MESSAGE_BYTES = 99_500_000
P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Problem:
    """Where and what, without the value: it may be a CPR number."""

    path: str
    text: str


class MemoError(Exception):
    """A message that cannot be read or must not be sent; ``problems`` holds all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.text}" if p.path else p.text for p in problems))
        self.problems = problems


def to_xml(message: Message) -> bytes:
    """The message as UTF-8 XML with the prefixes of the official examples."""
    root = etree.Element(f"{{{NAMESPACES['memo']}}}Message", nsmap=NAMESPACES)
    root.set("memoVersion", VERSION)
    _write(root, message)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["memo"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _write(parent: etree._Element, part: Part) -> None:
    for slot in slots_of(type(part)):
        value = getattr(part, slot.name)
        for one in value if slot.repeated else (value,):
            if one is None:
                continue
            child = etree.SubElement(parent, slot.qualified)
            if isinstance(one, Part):
                _write(child, one)
            else:
                child.text = _text(one)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def from_xml(data: bytes) -> Message:
    """Read a message; ``MemoError`` lists all that is missing, unknown, misplaced or malformed."""
    root = _root(data)
    problems: list[Problem] = []
    message = _read(root, Message, "", problems)
    if problems or message is None:
        raise MemoError(tuple(problems))
    return message


def _root(data: bytes) -> etree._Element:
    if len(data) > MAX_MESSAGE_BYTES:
        raise _refused(_("Meddelelsen er større end 99,5 MB."))
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        # A file's content is one long text; the size is bounded above and entities are off.
        huge_tree=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # lxml's own message may quote the text it stumbled over.
        raise _refused(
            _("Filen er ikke gyldig XML (linje %(line)s).") % {"line": error.lineno}
        ) from None
    if root.getroottree().docinfo.doctype:
        raise _refused(_("Filen har en DOCTYPE. Den slags læses ikke."))
    if root.tag != f"{{{NAMESPACES['memo']}}}Message":
        raise _refused(_("Filen er ikke en MeMo-meddelelse."))
    if root.get("memoVersion") != VERSION:
        raise _refused(_("Meddelelsen er ikke MeMo version 1.2."))
    return root


def _refused(text: str) -> MemoError:
    return MemoError((Problem("", text),))


def _read(element: etree._Element, kind: type[P], path: str, problems: list[Problem]) -> P | None:
    before = len(problems)
    values: dict[str, Any] = {}
    slots = slots_of(kind)
    for slot, child in _placed(element, slots, path, problems):
        value = _value(child, slot, f"{path}/{slot.tag.split(':')[1]}", problems)
        if slot.repeated:
            values[slot.name] = (*values.get(slot.name, ()), value)
        else:
            values[slot.name] = value
    problems += [
        Problem(f"{path}/{slot.tag.split(':')[1]}", _("mangler"))
        for slot in slots
        if slot.required and slot.name not in values
    ]
    return kind(**values) if len(problems) == before else None


def _placed(
    element: etree._Element, slots: tuple[Slot, ...], path: str, problems: list[Problem]
) -> Iterator[tuple[Slot, etree._Element]]:
    """Each child with its slot; a child that is unknown, doubled or out of order is a problem."""
    order = {slot.qualified: place for place, slot in enumerate(slots)}
    reached = -1
    for child in element:
        place = order.get(str(child.tag))
        name = etree.QName(child).localname
        if place is None:
            problems.append(Problem(f"{path}/{name}", _("er ukendt her")))
        elif place < reached:
            problems.append(Problem(f"{path}/{name}", _("står i forkert rækkefølge")))
        elif place == reached and not slots[place].repeated:
            problems.append(Problem(f"{path}/{name}", _("står to gange")))
        else:
            reached = place
            yield slots[place], child


def _value(child: etree._Element, slot: Slot, path: str, problems: list[Problem]) -> Any:
    if issubclass(slot.kind, Part):
        return _read(child, slot.kind, path, problems)
    text = (child.text or "").strip() if slot.kind is not str else child.text or ""
    if len(child):
        problems.append(Problem(path, _("må kun indeholde tekst")))
        return None
    read = READERS.get(slot.kind, slot.kind)
    try:
        return read(text)
    except (ValueError, InvalidOperation):
        problems.append(Problem(path, _("er ikke skrevet rigtigt")))
        return None


def _bool(text: str) -> bool:
    if text not in BOOLEANS:
        raise ValueError
    return BOOLEANS[text]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _bytes(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)


BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
READERS: Mapping[type, Callable[[str], Any]] = {
    bool: _bool,
    bytes: _bytes,
    date: date.fromisoformat,
    datetime: _moment,
    Decimal: Decimal,
}
