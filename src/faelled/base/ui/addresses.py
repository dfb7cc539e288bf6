"""Addresses worked out once, and not once a row or once a page: to reverse one costs as much as
to show a row.
"""

from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

NONE = UUID(int=0)
KEPT = 256


def address(url_name: str) -> str:
    """``address("cases:list")``: of a page that is the same for everybody, as the menu's are."""
    return _address_under(get_script_prefix(), get_urlconf(), url_name)


@lru_cache(maxsize=KEPT)
def _address_under(prefix: str, urlconf: str | None, url_name: str) -> str:
    # The prefix is in the answer: a site below /faelled/ has its pages there.
    return reverse(url_name, urlconf)


def address_of_each(url_name: str, *rest: str) -> Callable[[UUID], str]:
    """``address_of_each("cases:case")(case.uuid)`` is ``reverse("cases:case", args=[case.uuid])``,
    for pages that are found by a UUID, and ``rest`` after it.
    """
    before, after = _around(get_script_prefix(), get_urlconf(), url_name, rest)
    return lambda uuid: f"{before}{uuid}{after}"


@lru_cache(maxsize=KEPT)
def _around(
    prefix: str, urlconf: str | None, url_name: str, rest: tuple[str, ...]
) -> tuple[str, str]:
    before, _none, after = reverse(url_name, urlconf, args=[NONE, *rest]).partition(str(NONE))
    return before, after
