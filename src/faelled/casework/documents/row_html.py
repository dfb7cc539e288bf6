"""The rows of a list of papers: one pattern, filled as often as there are papers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from faelled.base.ui.addresses import address_of_each
from faelled.base.ui.badges import Badge, badge_for
from faelled.base.ui.drawn import icon, shown_badge
from faelled.base.ui.words import day_words
from faelled.casework.documents.panel import Row
from faelled.lib.dates import local_day

# With the labels of the page first, then once for each row.
PATTERN = """<tr>
  <td data-label="{title}"><a class="main-link" href="{{url}}">{{title}}</a>{{lock}}</td>
  <td data-label="{direction}">{{direction}}</td>
  <td class="when" data-label="{day}">{{day}}</td>
  <td data-label="{status}">{{status}}{{problem}}</td>
</tr>
"""


def paper_lines(rows: Iterable[Row]) -> SafeString:
    """``{{ rows|paper_lines }}``; on a phone the labels stand where the headings are not seen."""
    pattern = format_html(
        PATTERN,
        title=_("Dokument"),
        direction=_("Retning"),
        day=_("Dato"),
        status=_("Status"),
    )
    address = address_of_each("documents:document")
    lock = format_html(" {}", icon("lock", _("Låst")))
    cells = (
        {
            "url": address(row.document.uuid),
            "title": row.document.title,
            "lock": lock if row.document.locked_by_name else "",
            "direction": row.document.get_direction_display(),
            "day": _day(row.day),
            "status": shown_badge(_state(row)),
            "problem": _problem(row.problem),
        }
        for row in rows
    )
    return format_html_join("", pattern, cells)


def _state(row: Row) -> Badge:
    if row.failed:
        return badge_for("error", _("Kunne ikke sendes"))
    if row.waits:
        return badge_for("waiting", _("Venter på afsendelse"))
    return badge_for(row.document.status)


def _problem(text: str) -> str:
    return format_html(' <span class="meta">{}</span>', text) if text else ""


def _day(at: date | datetime) -> str:
    return day_words(local_day(at) if isinstance(at, datetime) else at)
