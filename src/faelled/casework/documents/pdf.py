"""Letters, receipts and empty forms as accessible PDF (PDF/UA-1), through typst.

The words go to the compiler as data (JSON), never as markup: whatever a person wrote is shown as it
stands. Nothing is fetched, and only the layouts' own folder can be read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import typst
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.casework.documents.letters import Letter
from faelled.lib.dates import COPENHAGEN, local_day

STANDARD: Literal["ua-1"] = "ua-1"


class PdfError(Exception):
    """The layout could not be set; a fault in ``content/letters``, not in what people wrote."""


@dataclass(frozen=True, slots=True, repr=False)
class ReceiptPage:
    """What a citizen sent, to keep: rows of question and answer, and what happens now."""

    title: str
    authority: str
    case_number: str
    sent_at: datetime
    rows: Sequence[tuple[str, str]]
    next_steps: Sequence[str] = ()
    lead: str = ""

    def __repr__(self) -> str:
        return "<ReceiptPage>"


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question with its boxes to tick, or its lines to write on."""

    label: str
    help: str = ""
    condition: str = ""
    options: Sequence[str] = ()
    lines: int = 0
    cites: str = ""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A section of a form."""

    title: str
    questions: Sequence[PaperQuestion]
    help: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """An empty form to print: nobody's data are in it. ``before`` stands above the questions,
    ``send`` below them.
    """

    title: str
    authority: str
    version: str
    lead: str
    before: Sequence[str]
    parts: Sequence[PaperPart]
    send: Sequence[str]


def render_form(form: PaperForm, *, now: datetime) -> bytes:
    """The form as PDF with tags and headings, so that it can be read aloud (PDF/UA-1)."""
    labels = {"page": _("Side"), "of": _("af"), "send": _("Sådan sender du")}
    data = {**asdict(form), "language": translation.get_language() or "da", "labels": labels}
    return compile_layout("form.typ", data, now)


def render_letter(letter: Letter, *, now: datetime) -> bytes:
    """The letter as PDF: ``render_letter(letter, now=now)[:5] == b"%PDF-"``."""
    with translation.override(letter.language):
        labels = {
            "date": _("Dato"),
            "case": _("Sagsnummer"),
            "handler": _("Sagsbehandler"),
            "greeting": _("Venlig hilsen"),
            "page": _("Side"),
            "of": _("af"),
        }
    return compile_layout("layout.typ", {**letter.to_json(), "labels": labels}, now)


def render_receipt(receipt: ReceiptPage, *, now: datetime) -> bytes:
    """A receipt as PDF, in the language of the page it is asked for on."""
    sent = localtime(receipt.sent_at, COPENHAGEN)
    data = {
        "language": translation.get_language() or "da",
        "title": receipt.title,
        "authority": receipt.authority,
        "lead": receipt.lead,
        "facts": [
            [_("Sagsnummer"), receipt.case_number],
            [
                _("Sendt"),
                _("%(day)s kl. %(time)s")
                % {
                    "day": date_format(local_day(receipt.sent_at), "j. F Y"),
                    "time": date_format(sent, "G.i"),
                },
            ],
        ],
        "rows": [list(row) for row in receipt.rows],
        "next": list(receipt.next_steps),
        "labels": {
            "answers": _("Det har du sendt"),
            "next": _("Det sker der nu"),
            "page": _("Side"),
            "of": _("af"),
        },
    }
    return compile_layout("receipt.typ", data, now)


def compile_layout(layout: str, data: Mapping[str, Any], now: datetime) -> bytes:
    """A layout of ``content/letters`` filled with ``data``; PdfError, which quotes none of it."""
    folder = settings.CONTENT / "letters"
    try:
        made = typst.compile(
            folder / layout,
            root=folder,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(now.timestamp()),
        )
    except RuntimeError as error:
        # The compiler's message may quote the data.
        raise PdfError(f"The layout {layout} could not be set.") from error
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once: the fonts of the site, and those that the compiler brings along."""
    paths = [path for path in settings.LETTER_FONTS if path.is_dir()]
    return typst.Fonts(include_system_fonts=False, font_paths=paths)
