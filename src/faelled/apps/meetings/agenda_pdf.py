"""The agenda as accessible PDF."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.apps.meetings.models import Meeting
from faelled.apps.meetings.page import ItemRow
from faelled.casework.documents.pdf import compile_layout
from faelled.lib.dates import COPENHAGEN


def agenda_pdf(meeting: Meeting, rows: Sequence[ItemRow], *, now: datetime) -> bytes:
    """``agenda_pdf(meeting, rows, now=now)[:5] == b"%PDF-"``: the items in ``rows``, and no others,
    with the numbers that they have on the whole agenda.
    """
    here = localtime(meeting.starts_at, COPENHAGEN), localtime(meeting.ends_at, COPENHAGEN)
    when = f"{date_format(here[0], 'j. F Y')} kl. {date_format(here[0], 'G.i')}–"
    facts = [
        [_("Tid"), when + date_format(here[1], "G.i")],
        [_("Sted"), meeting.place],
        [_("Mødeleder"), meeting.chair.name],
        [_("Sekretær"), meeting.secretary.name],
    ]
    data = {
        "language": translation.get_language() or "da",
        "title": meeting.title,
        "authority": meeting.authority.name,
        "facts": [row for row in facts if row[1]],
        "items": [_item(row) for row in rows],
        "labels": {
            "agenda": _("Dagsorden"),
            "decision": _("Beslutning"),
            "papers": _("Bilag"),
            "page": _("Side"),
            "of": _("af"),
        },
    }
    return compile_layout("agenda.typ", data, now)


def _item(row: ItemRow) -> dict[str, object]:
    item = row.item
    notes = [_("Lukket punkt")] if item.closed else []
    if item.case is not None:
        notes.append(_("Sag %(number)s") % {"number": item.case.number})
    if item.presenter is not None:
        notes.append(_("Fremlægges af %(name)s") % {"name": item.presenter.name})
    return {
        "number": row.number,
        "title": item.title,
        "notes": " · ".join(notes),
        "text": item.text,
        "papers": [document.title for document in row.documents],
        "decision": item.decision,
    }
