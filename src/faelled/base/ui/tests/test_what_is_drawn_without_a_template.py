"""Icons, badges, lists and addresses that a page shows many times: the same words, all escaped."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix
from django.utils import translation

from faelled.base.ui.addresses import address, address_of_each
from faelled.base.ui.assets import asset
from faelled.base.ui.badges import Badge
from faelled.base.ui.drawn import definitions, due_words, icon, menu_link, shown_badge, timeline
from faelled.base.ui.navigation import MenuLink
from faelled.base.ui.words import Urgency, day_words

EVIL = '<b onclick="x">&'
SAFE = "&lt;b onclick=&quot;x&quot;&gt;&amp;"
AT = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    label: str
    value: object
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Entry:
    at: datetime
    title: str
    who: str = ""
    text: str = ""
    url: str = ""
    icon: str = ""


@pytest.mark.parametrize(
    "drawn",
    [
        definitions([Line(EVIL, EVIL, url=EVIL, action=EVIL)]),
        timeline([Entry(AT, EVIL, EVIL, EVIL, EVIL, EVIL)]),
        timeline([Entry(AT, EVIL)]),
        shown_badge(Badge(EVIL, "info")),
        due_words(AT, EVIL, EVIL, Urgency.LATER),
        menu_link(MenuLink(EVIL, EVIL, False)),
        icon("print", EVIL),
    ],
)
def test_nothing_that_is_shown_becomes_markup(drawn: str) -> None:
    assert SAFE in drawn
    assert EVIL not in drawn


def test_a_definition_without_a_value_says_so_and_one_with_a_way_on_has_it() -> None:
    plain, led = definitions([Line("Enhed", "")]), definitions([Line("Emne", "99", url="/emne/")])
    assert "<dd>–</dd>" in plain
    assert "<a" not in plain
    assert '<a href="/emne/">Ret<span class="sr-only"> Emne</span></a>' in led


def test_a_line_of_the_timeline_has_its_lines_and_its_moment() -> None:
    drawn = timeline([Entry(AT, "Notat", "Anna Dam", "Første\nAnden")])
    assert "4. marts 2026 kl. 9.30" in drawn
    assert "Første<br>Anden" in drawn


def test_a_day_is_said_in_the_reader_s_language() -> None:
    day = date(2026, 5, 4)
    assert day_words(day) == "4. maj 2026"
    with translation.override("en"):
        assert "May" in day_words(day)
    assert day_words(day) == "4. maj 2026"


def test_addresses_that_are_kept_are_those_that_django_gives() -> None:
    uuid = uuid4()
    assert address("cases:list") == reverse("cases:list")
    assert address_of_each("cases:case")(uuid) == reverse("cases:case", args=[uuid])
    step = reverse("cases:step", args=[uuid, "hør part"])
    assert address_of_each("cases:step", "hør part")(uuid) == step
    with pytest.raises(NoReverseMatch):
        address("cases:nowhere")


def test_a_site_below_another_address_has_its_own() -> None:
    before = address("cases:list"), get_script_prefix()
    set_script_prefix("/faelled/")
    try:
        assert address("cases:list") == f"/faelled{before[0]}"
        assert address_of_each("cases:case")(uuid4()).startswith("/faelled/sager/")
    finally:
        set_script_prefix(before[1])
    assert address("cases:list") == before[0]


def test_a_file_is_named_as_static_names_it() -> None:
    assert asset("ui/faelled.css").endswith("ui/faelled.css")
