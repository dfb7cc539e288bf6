"""Addresses of static files, each worked out once: a page names a hundred, of which few differ."""

from functools import lru_cache

from django.templatetags.static import static
from django.urls import get_script_prefix

KEPT_FILES = 256


def asset(path: str) -> str:
    """``asset("ui/faelled.css")``: as ``{% static %}`` says it, for as long as the process lives;
    a file that changes has another name after the next start (``collectstatic``).
    """
    return _asset_under(get_script_prefix(), path)


@lru_cache(maxsize=KEPT_FILES)
def _asset_under(prefix: str, path: str) -> str:
    # The prefix is in the answer: a site below /faelled/ has its files there too.
    return static(path)
