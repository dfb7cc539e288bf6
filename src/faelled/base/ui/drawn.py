"""The components that a page shows many times, as HTML without a template: each value a template
shows takes some thirty steps, and a case page shows hundreds. What goes in is escaped all the same
(`format_html`).
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django.template.defaultfilters import date as format_date
from django.template.defaultfilters import linebreaksbr
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.base.ui import words
from faelled.base.ui.assets import asset
from faelled.base.ui.badges import Badge
from faelled.base.ui.navigation import MenuLink
from faelled.lib.dates import COPENHAGEN

ICONS = "vendor/dkfds/icons/all.svg"
KEPT_ICONS, KEPT_DUES = 256, 1_024
NONE = "–"
# How near a deadline is, as an icon; what has time has none.
DUE_ICONS = {
    words.Urgency.OVERDUE: "error",
    words.Urgency.TODAY: "time",
    words.Urgency.SOON: "time",
}
DEFINITION = """
  <div class="definitions__row">
    <dt>{}</dt>
    <dd>{}</dd>
    {}
  </div>"""
TIMELINE_ENTRY = """
  <li class="timeline__entry">
    <span class="timeline__mark">{}</span>
    <div class="timeline__body">
      <p class="timeline__title">{}</p>
      <p class="timeline__meta"><time datetime="{}">{}</time>{}</p>
      {}
    </div>
  </li>"""
Text = str | Promise


class Definition(Protocol):
    """A line of a definition list; ``url`` and ``action`` ("Ret") may be left out."""

    @property
    def label(self) -> Text: ...

    @property
    def value(self) -> object: ...


class TimelineEntry(Protocol):
    """A line of a timeline; ``who``, ``text``, ``url`` and ``icon`` may be left out."""

    @property
    def at(self) -> datetime: ...

    @property
    def title(self) -> Text: ...


def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "print" %}``: decoration; with a label it is read aloud."""
    return _icon_in(asset(ICONS), name, label)


@lru_cache(maxsize=KEPT_ICONS)
def _icon_in(file: str, name: str, label: str) -> SafeString:
    """A page of a hundred rows has two hundred icons, of which four differ."""
    said = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else format_html('aria-hidden="{}"', "true")
    )
    return format_html(
        '<svg class="icon-svg" focusable="false" {}><use href="{}#{}"></use></svg>',
        said,
        file,
        name,
    )


def shown_badge(badge: Badge) -> SafeString:
    """``{{ row.badge|shown_badge }}``."""
    return _badge_in(asset(ICONS), badge.tone, badge.icon, str(badge.text))


@lru_cache(maxsize=KEPT_ICONS)
def _badge_in(file: str, tone: str, mark: str, text: str) -> SafeString:
    return format_html(
        '<span class="tag-state tag-state--{}">{}{}</span>',
        tone,
        _icon_in(file, mark, "") if mark else "",
        text,
    )


def due_words(due: datetime, said: str, shown: str, urgency: words.Urgency) -> SafeString:
    """A deadline whose words and day are worked out already."""
    return _due_in(asset(ICONS), said, shown, localtime(due).isoformat(), urgency)


@lru_cache(maxsize=KEPT_DUES)
def _due_in(file: str, said: str, shown: str, moment: str, urgency: words.Urgency) -> SafeString:
    mark = DUE_ICONS.get(urgency, "")
    return format_html(
        '<span class="deadline deadline--{}">{}<span class="deadline__words">{}</span> '
        '<time class="deadline__date" datetime="{}">{}</time></span>',
        urgency,
        _icon_in(file, mark, "") if mark else "",
        said,
        moment,
        shown,
    )


def moment(value: datetime | None) -> str:
    """``{{ entry.at|moment }}``: "4. marts 2026 kl. 9.30"."""
    if value is None:
        return ""
    here = localtime(value, COPENHAGEN)
    said = {"day": words.day_words(here.date()), "time": format_date(here, _("G.i"))}
    return _("%(day)s kl. %(time)s") % said


def menu_link(link: MenuLink) -> SafeString:
    """``{{ item|menu_link }}``: a line of the menu, with its number where it has one."""
    count = link.shown_count
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        link.url,
        format_html(' aria-current="{}"', "page") if link.current else "",
        link.label,
        format_html(' <span class="site-nav__count">{}</span>', count) if count else "",
    )


def definitions(rows: Iterable[Definition]) -> SafeString:
    """``{% definitions rows %}``: each has label, value, and maybe url with action ("Ret")."""
    lines = format_html_join(
        "", DEFINITION, ((row.label, row.value or NONE, _way_on(row)) for row in rows)
    )
    return format_html('<dl class="definitions">{}\n</dl>', lines)


def _way_on(row: Definition) -> str:
    url = getattr(row, "url", "")
    if not url:
        return ""
    return format_html(
        '<dd class="definitions__action"><a href="{}">{}<span class="sr-only"> {}</span></a></dd>',
        url,
        getattr(row, "action", "") or _("Ret"),
        row.label,
    )


def timeline(entries: Iterable[TimelineEntry]) -> SafeString:
    """``{% timeline journal %}``: each has at, title, and maybe who, text, url, icon."""
    lines = format_html_join("", TIMELINE_ENTRY, (_timeline_cells(entry) for entry in entries))
    return format_html('<ol class="timeline">{}\n</ol>', lines)


def _timeline_cells(entry: TimelineEntry) -> tuple[Text, ...]:
    mark, url = getattr(entry, "icon", ""), getattr(entry, "url", "")
    who, text = getattr(entry, "who", ""), getattr(entry, "text", "")
    return (
        icon(mark) if mark else "",
        format_html('<a href="{}">{}</a>', url, entry.title) if url else entry.title,
        localtime(entry.at).isoformat(),
        moment(entry.at),
        format_html(" <span>{}</span>", who) if who else "",
        format_html('<p class="timeline__text">{}</p>', linebreaksbr(text)) if text else "",
    )
