"""A view without ``@access`` is open to the world by accident; here none is."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from faelled.base.access.decorators import AccessRule, access
from faelled.base.access.requests import ActorRequest

# The log-in itself stands outside: nobody is anybody before it.
OTHERS = ("allauth.", "django.views.static", "django.contrib.staticfiles.")


def routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, Callable[..., object]]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(list(pattern.url_patterns), address)
        else:
            yield address, pattern.callback


def without_rule(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [
        address
        for address, view in routes(patterns)
        if not view.__module__.startswith(OTHERS)
        and not isinstance(getattr(view, "access", None), AccessRule)
    ]


def test_every_route_says_who_may_open_it() -> None:
    assert without_rule(list(get_resolver().url_patterns)) == []


def test_a_view_that_says_nothing_is_found() -> None:
    def silent(request: ActorRequest) -> HttpResponse:
        return HttpResponse()

    said = access(who="employee", purpose="case-work")(silent)
    assert without_rule([path("a/", silent), path("b/", said)]) == ["a/"]


@pytest.mark.parametrize("prefix", OTHERS)
def test_no_view_of_ours_stands_outside(prefix: str) -> None:
    assert not prefix.startswith("faelled")
