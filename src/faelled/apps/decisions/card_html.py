"""An approval as a card: the leader's list has fifty of them, so it is no template of its own."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from faelled.apps.decisions.rows import WaitingRow
from faelled.base.ui import words
from faelled.base.ui.addresses import address_of_each
from faelled.base.ui.badges import badge_for
from faelled.base.ui.drawn import due_words, shown_badge
from faelled.lib.dates import local_day

CARD = """<article class="approval-card{}">
  <p class="approval-card__badges">{}{} {}</p>
  <{} class="approval-card__title"><a href="{}">{}{}</a></{}>
  {}
  <p class="approval-card__meta meta">{}{}</p>
  {}
</article>"""


def approval_card(row: WaitingRow, below: bool = False) -> SafeString:
    """``{% approval_card row %}``; ``below``: under a heading of the page, as what comes next."""
    heading = "h4" if below else "h2"
    address = address_of_each("decisions:approval", row.task.event_id)
    return format_html(
        CARD,
        " approval-card--overdue" if row.overdue else "",
        _haste(row),
        _hindrance(row),
        _deadline(row),
        heading,
        address(row.case.uuid),
        row.case.title,
        f" – {row.party}" if row.party else "",
        heading,
        _headline(row),
        row.case.number,
        _made(row),
        _missing(row),
    )


def _haste(row: WaitingRow) -> str:
    if row.overdue:
        return shown_badge(badge_for("overdue"))
    return shown_badge(badge_for("urgent")) if row.urgent else ""


def _hindrance(row: WaitingRow) -> str:
    if row.own:
        return shown_badge(badge_for("waiting", _("Dit eget arbejde")))
    if row.possible:
        return ""
    return shown_badge(badge_for("waiting", _("Kan ikke godkendes endnu")))


def _deadline(row: WaitingRow) -> str:
    due, now = row.deadline, row.now
    if due is None:
        return format_html('<span class="meta">{}</span>', _("Ingen frist"))
    said = words.deadline_words(due, now)
    shown = due_words(due, said, words.day_words(local_day(due)), words.urgency(due, now))
    if not row.of_case:
        return shown
    return format_html('<span class="meta">{}</span> {}', _("Sagens frist"), shown)


def _headline(row: WaitingRow) -> str:
    if not row.headline:
        return ""
    return format_html('<p class="approval-card__headline">{}</p>', row.headline)


def _made(row: WaitingRow) -> str:
    if row.made is None:
        return ""
    known = {"who": row.made_by, "when": words.day_words(local_day(row.made.at))}
    return " · " + _("Udkast af %(who)s %(when)s") % known


def _missing(row: WaitingRow) -> str:
    if not row.missing:
        return ""
    reasons = format_html_join("", "<li>{}</li>", ((reason,) for reason in row.missing))
    return format_html('<ul class="approval-card__missing">{}</ul>', reasons)
