"""The link that opens a card where it stands: fifty on a page, so it is no template of its own."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.rows import TurnRow
from faelled.apps.decisions.rows import WaitingRow

LINK = (
    '<p class="in-place__open"><a class="button button-secondary" href="{url}#{key}" '
    'hx-get="{url}" hx-target="#waiting" hx-swap="outerHTML" aria-describedby="{key}">'
    "{said}</a></p>"
)


def answer_link(row: WaitingRow | TurnRow, side: int) -> str:
    """``Svar her`` for a card on page ``side``; nothing while it cannot be answered."""
    if isinstance(row, WaitingRow) and not row.possible:
        return ""
    url = f"?side={side}&aaben={row.key}"
    return format_html(LINK, url=url, key=row.key, said=_("Svar her"))
