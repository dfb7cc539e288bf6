"""A template made into a tree that a test can ask: ``html('{% badge "new" %}').text_content()``."""

from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from lxml.html import HtmlElement, fragment_fromstring


def html(source: str, request: HttpRequest | None = None, **context: Any) -> HtmlElement:
    """Render ``source`` (with the ui tags loaded) inside one ``div``."""
    template = engines["django"].from_string("{% load ui i18n %}" + source)
    request = request or RequestFactory().get("/")
    return fragment_fromstring(template.render(context, request), create_parent="div")


def words(element: HtmlElement) -> str:
    """What one reads, with single spaces."""
    return " ".join(element.text_content().split())
