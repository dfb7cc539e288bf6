"""What lies in the outbox: MeMo messages, and the accessible PDF in each."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from faelled.base.connect.digitalpost.memo_xml import from_xml
from faelled.base.connect.digitalpost.model import Message
from faelled.base.connect.digitalpost.outbox import FileOutbox
from faelled.lib.dates import danish_calendar, local_day
from tests.browser.site import Site

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the outbox, and the day the carrier took it."""

    message: Message
    day: date

    @property
    def pdf(self) -> bytes:
        (file,) = self.message.files
        return file.content


def sent_to(site: Site, recipient: str, title: str) -> Sent:
    """The one message to ``recipient`` with ``title``."""
    outbox = site.var / "digitalpost" / "outbox"
    messages = (from_xml(path.read_bytes()) for path in outbox.glob("*.xml"))
    (message,) = (one for one in messages if _is(one, recipient, title))
    receipt = FileOutbox(outbox).find(message.header.uuid)
    assert receipt is not None
    return Sent(message, local_day(receipt.accepted_at))


def _is(message: Message, recipient: str, title: str) -> bool:
    return (message.header.recipient.id, message.header.label) == (recipient, title)


def shortcomings(pdf: bytes) -> list[str]:
    """What the PDF lacks of what a screen reader needs (PDF/UA-1, ISO 14289-1)."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    held = {
        "tags": root.get("/MarkInfo", {}).get("/Marked", False) and "/StructTreeRoot" in root,
        "language": str(root.get("/Lang", "")).startswith("da"),
        "title": bool(reader.metadata and reader.metadata.title),
        "title shown": root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False),
        "says PDF/UA-1": b"pdfuaid" in root["/Metadata"].get_data(),
    }
    return [name for name, there in held.items() if not there]


def complaint_day(sent: date) -> date:
    """Four weeks from the sending; to the next working day when it ends on another."""
    last = sent + timedelta(weeks=4)
    calendar = danish_calendar()
    return last if calendar.is_working_day(last) else calendar.next_working_day(last)


def in_words(day: date) -> str:
    """``"tirsdag den 22. december 2026"``."""
    return f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]} {day.year}"
