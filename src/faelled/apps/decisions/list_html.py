"""The leader's list as HTML: fifty cards, so the template does not walk through them itself."""

from collections.abc import Iterable, Mapping

from django.core.paginator import Page
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from faelled.apps.decisions.answer_html import answer_link
from faelled.apps.decisions.card_html import approval_card
from faelled.apps.decisions.chains.rows import TurnRow
from faelled.apps.decisions.rows import WaitingRow

Row = WaitingRow | TurnRow


def waiting_items(
    context: Context, rows: Iterable[Row], page: Page[object], opened: Mapping[str, object]
) -> SafeString:
    """``{% waiting_items rows page opened %}``: a list item for each, and in the one that is
    opened what is asked.
    """
    shown = opened.get("key")
    return format_html_join(
        "\n",
        '<li id="{}">{}{}</li>',
        (
            (
                row.key,
                *_line(
                    row,
                    _card(context, row),
                    _in_place(context, row) if row.key == shown else answer_link(row, page.number),
                ),
            )
            for row in rows
        ),
    )


def _line(row: Row, card: str, below: str) -> tuple[str, str]:
    """What is of another system is in no copy on the device: nobody here knows whom it is about."""
    if isinstance(row, WaitingRow) or row.line.ours:
        return card, below
    return format_html("<!--not-kept-->{}", card), format_html("{}<!--/not-kept-->", below)


def _card(context: Context, row: Row) -> SafeString:
    if isinstance(row, WaitingRow):
        return approval_card(row)
    return _drawn(context, "decisions/_turn_card.html", row)


def _in_place(context: Context, row: Row) -> SafeString:
    return _drawn(context, "decisions/_in_place.html", row)


def _drawn(context: Context, name: str, row: Row) -> SafeString:
    """A part with a template of its own, which knows what the page knows."""
    template = context.template
    assert template is not None
    with context.push(row=row):
        return template.engine.get_template(name).render(context)
