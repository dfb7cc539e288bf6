"""The rows of the work list as HTML: one pattern, filled a hundred times.

A template costs some thirty steps for each value it shows, and a list of a hundred rows shows a
thousand. Everything that goes in is escaped here as there (`format_html`).
"""

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from faelled.base.ui.drawn import due_words, shown_badge
from faelled.casework.cases.rows import Due, WorkRow

NONE = "–"
# With the labels of the page first, then once for each row.
PATTERN = """<tr>
  <td class="work-list__case"><a href="{{url}}">{{title}}</a>\
<span class="work-list__number">{{number}}</span>{{case_type}}</td>
  <td data-label="{party}">{{party}}</td>
  <td data-label="{status}">{{badge}}</td>
  <td data-label="{next_task}">{{next_task}}</td>
  <td data-label="{due}">{{due}}</td>
  <td data-label="{handler}">{{handler}}</td>
</tr>
"""


def lines_html(rows: Iterable[WorkRow]) -> SafeString:
    """The ``<tr>`` of each row; on a phone the labels stand where the headings are not seen."""
    pattern = format_html(
        PATTERN,
        party=_("Part"),
        status=_("Status"),
        next_task=_("Næste"),
        due=_("Frist"),
        handler=_("Sagsbehandler"),
    )
    nobody = _("Ikke fordelt")
    return format_html_join("", pattern, (_cells(row, nobody) for row in rows))


def _cells(row: WorkRow, nobody: str) -> Mapping[str, str]:
    return {
        "url": row.url,
        "title": row.title,
        "number": row.number,
        "case_type": _kind(row.case_type),
        "party": row.party or NONE,
        "badge": shown_badge(row.badge),
        "next_task": row.next_task or NONE,
        "due": _due(row.due),
        "handler": row.handler or nobody,
    }


def _kind(case_type: str) -> str:
    if not case_type:
        return ""
    return format_html('<span class="work-list__type">{}</span>', case_type)


def _due(due: Due | None) -> str:
    return due_words(due.at, due.words, due.day, due.urgency) if due else NONE
