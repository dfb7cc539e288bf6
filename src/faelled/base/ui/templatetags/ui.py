"""The components of a page as template tags; ``docs/modules/ui.md`` has the table of them.

``{% load ui %}``. Words and dates are filters, parts of a page are tags with a template beside
(``ui/_field.html`` ...), so that a room can override one without touching the others.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from faelled.base.access.actor import Actor
from faelled.base.ui import words
from faelled.base.ui.addresses import address
from faelled.base.ui.assets import asset
from faelled.base.ui.badges import badge_for
from faelled.base.ui.drawn import (
    definitions,
    due_words,
    icon,
    menu_link,
    moment,
    shown_badge,
    timeline,
)
from faelled.base.ui.fieldview import FieldView, dom_id, field_view
from faelled.base.ui.navigation import NAVIGATION, MenuLink, Place
from faelled.lib.dates import local_day
from faelled.lib.dcr.graph import Field
from faelled.lib.text.markdown import to_html

register = template.Library()

KEY_FIELD = "idempotency_key"

register.filter("file_size", words.file_size)
register.filter(moment)
register.filter(menu_link)
register.filter(shown_badge)
for tag in (address, asset, definitions, due_words, icon, timeline):
    register.simple_tag(tag)


@register.filter
def day(value: date | None) -> str:
    """``{{ case.opened|day }}``: "4. marts 2026"; a moment is shown as its day in Denmark."""
    if isinstance(value, datetime):
        value = local_day(value)
    return words.day_words(value) if value else ""


@register.filter
def markdown(text: str) -> SafeString:
    """``{{ guide.body|markdown }}``: the small Markdown of ``lib.text``, which lets no HTML in.

    The one place where text is marked safe (tests/structure/test_templates.py).
    """
    return mark_safe(to_html(text))  # noqa: S308 - to_html has escaped all of it


@register.simple_tag(takes_context=True)
def idempotency_key(context: Context) -> SafeString:
    """``{% idempotency_key %}`` in every form that writes: pressed twice, done once.

    A form shown again after a refusal keeps the key it was posted with.
    """
    request = context.get("request")
    posted = request.POST.get(KEY_FIELD, "") if isinstance(request, HttpRequest) else ""
    try:
        key = str(uuid.UUID(posted))
    except ValueError:
        key = str(uuid.uuid4())
    return format_html('<input type="hidden" name="{}" value="{}">', KEY_FIELD, key)


@register.inclusion_tag("ui/_field.html")
def field(field: Field, **known: Any) -> dict[str, FieldView]:
    """``{% field f value=typed error=problem %}``; also hint, prefix, required, attached.

    Takes a graph's Field. A form with fields of its own makes one: ``Field("reason", "Begrundelse",
    FieldType.LONGTEXT, required=True)``.
    """
    return {"field": field_view(field, **{k: v for k, v in known.items() if v is not None})}


@register.simple_tag
def field_attributes(field: FieldView) -> SafeString:
    """What a control says to a screen reader beside its label; for ``ui/_field.html`` alone."""
    return format_html_join(" ", '{}="{}"', field.attributes)


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(
    errors: Mapping[str, str | Sequence[str]] | None, prefix: str = ""
) -> dict[str, list[tuple[str, str]]]:
    """``{% error_summary errors %}`` above the form: one link per message, to the field itself.

    ``errors`` is field name -> message or messages; what concerns no single field has the
    name "". No errors, nothing shown.
    """
    rows = [
        (f"#{dom_id(prefix + name)}" if name else "", message)
        for name, messages in (errors or {}).items()
        for message in ([messages] if isinstance(messages, str) else messages)
    ]
    return {"problems": rows}


@register.inclusion_tag("ui/_alert.html")
def alert(kind: str, text: str, heading: str = "", assertive: bool = False) -> dict[str, object]:
    """``{% alert "warning" _("Fristen er overskredet.") %}``: info, success, warning or error."""
    return {"kind": kind, "text": text, "heading": heading, "assertive": assertive}


@register.simple_tag
def badge(kind: str, text: str = "") -> SafeString:
    """``{% badge "overdue" %}`` or ``{% badge "waiting" _("Venter på Dorthe") %}``."""
    return shown_badge(badge_for(kind, text))


@register.simple_tag(takes_context=True)
def deadline(context: Context, due: datetime | None, now: datetime | None = None) -> str:
    """``{% deadline task.due %}``: "om 3 dage" with the date beside; nothing when there is none."""
    at = now or context["now"]
    if due is None:
        return ""
    return due_words(due, words.deadline_words(due, at), day(due), words.urgency(due, at))


@register.inclusion_tag("ui/_pagination.html", takes_context=True)
def pagination(
    context: Context, page: "Page[Any]", param: str = "side", target: str = ""
) -> dict[str, object]:
    """``{% pagination page %}``: links that keep the rest of the query string.

    With ``target="#list"`` the links also swap that part by htmx.
    """
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(n, link(context, param, n)) if isinstance(n, int) else None for n in numbers],
        "previous": link(context, param, page.number - 1) if page.has_previous() else "",
        "next": link(context, param, page.number + 1) if page.has_next() else "",
        "target": target,
    }


@register.inclusion_tag("ui/_sort_header.html", takes_context=True)
def sort_header(
    context: Context, key: str, label: str, param: str = "sort", target: str = ""
) -> dict[str, object]:
    """``{% sort_header "due" _("Frist") %}``: a ``<th>``; ``?sort=due``, then ``?sort=-due``."""
    current = context["request"].GET.get(param, "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    wanted = f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "direction": direction,
        "url": link(context, param, wanted),
        "target": target,
    }


def link(context: Context, param: str, value: object) -> str:
    """``?side=2&status=aktiv``: the address one is at, with one thing changed.

    Another sorting starts at the first page again.
    """
    query = context["request"].GET.copy()
    query[param] = str(value)
    if param != "side":
        query.pop("side", None)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/_steps.html")
def steps(steps: Iterable[object]) -> dict[str, Iterable[object]]:
    """``{% steps plan %}``: each has label, state (done, current, todo, error), maybe url, hint."""
    return {"steps": steps}


@register.inclusion_tag("ui/_tabs.html")
def tabs(tabs: Iterable[object], label: str) -> dict[str, object]:
    """``{% tabs views _("Udsnit") %}``: each has label, url, current, and maybe count."""
    return {"tabs": tabs, "label": label}


@register.simple_tag(takes_context=True)
def leader_tabs(context: Context) -> tuple[MenuLink, ...]:
    """``{% leader_tabs as tabs %}``: what the reader sees of the leadership service, counted.

    One tab alone leads nowhere, so then there are none.
    """
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if not isinstance(request, HttpRequest) or not isinstance(actor, Actor):
        return ()
    links = NAVIGATION.links_for(actor, request.path, Place.LEADERSHIP)
    return links if len(links) > 1 else ()


@register.inclusion_tag("ui/_empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """``{% empty _("Ingen sager") %}``: a list with nothing in it says so, and what one can do."""
    return {"title": title, "text": text, "url": url, "action": action}
