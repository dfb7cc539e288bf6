from datetime import UTC, datetime
from types import SimpleNamespace as Row
from uuid import UUID, uuid4

import pytest
from django.test import RequestFactory

from faelled.base.ui.badges import BADGES
from faelled.base.ui.tests.page import html, words

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_an_alert_says_its_kind_to_those_who_cannot_see_the_colour() -> None:
    page = html('{% alert "warning" "Fristen er overskredet." "Husk" assertive=True %}')
    assert page.xpath(".//*[@role='img']/@aria-label") == ["Bemærk"]
    assert page.xpath(".//*[@role='alert']")
    assert words(page) == "Husk Fristen er overskredet."


@pytest.mark.parametrize("kind", [kind for kind, badge in BADGES.items() if badge.text])
def test_a_state_is_said_in_words(kind: str) -> None:
    assert words(html("{% badge kind %}", kind=kind)) == str(BADGES[kind].text)


def test_a_badge_takes_words_of_its_own_and_never_is_a_colour_alone() -> None:
    assert words(html('{% badge "waiting" "Venter på Dorthe" %}')) == "Venter på Dorthe"
    assert words(html('{% badge "ukendt" %}')) == "ukendt"


def test_steps_say_what_is_done_and_where_one_stands() -> None:
    steps = [
        Row(label="Du har søgt", state="done", url="/svar/"),
        Row(label="Vi undersøger", state="current", hint="Svar senest 4. marts."),
        Row(label="Afgørelse", state="error"),
    ]
    page = html("{% steps steps %}", steps=steps)
    assert page.xpath(".//*[@role='img']/@aria-label") == ["Gennemført", "Mangler noget"]
    assert words(page.xpath(".//*[@aria-current='step']")[0]) == (
        "2 Vi undersøger Svar senest 4. marts."
    )
    assert page.xpath(".//a/@href") == ["/svar/"]


def test_an_answer_can_be_changed_and_a_missing_one_is_a_dash() -> None:
    rows = [Row(label="Barn", value="Emil", url="/ret/"), Row(label="Bilag", value=None)]
    page = html("{% definitions rows %}", rows=rows)
    assert words(page) == "Barn Emil Ret Barn Bilag –"


def test_tabs_are_links_with_counts() -> None:
    tabs = [Row(label="Mine", url="?v=1", current=True, count=0), Row(label="Alle", url="?v=2")]
    page = html('{% tabs tabs "Udsnit" %}', tabs=tabs)
    assert [words(link) for link in page.xpath(".//a")] == ["Mine 0", "Alle"]
    assert page.xpath(".//a[@aria-current]/@href") == ["?v=1"]


def test_the_timeline_says_when_what_and_who() -> None:
    entry = Row(at=AT, title="Høring sendt", who="Anna Dam", text="a\nb", url="/d/", icon="send")
    page = html("{% timeline entries %}", entries=[entry])
    assert words(page) == "Høring sendt 2. marts 2026 kl. 9.00 Anna Dam ab"
    assert page.xpath(".//br")


def test_an_empty_list_says_what_one_can_do() -> None:
    page = html('{% empty "Ingen sager" "Alt er nået." "/sager/" "Se alle" %}')
    assert words(page) == "Ingen sager Alt er nået. Se alle"


def test_an_icon_is_silent_unless_it_has_words() -> None:
    assert html('{% icon "print" %}').xpath(".//svg/@aria-hidden") == ["true"]
    assert html('{% icon "print" "Udskriv" %}').xpath(".//svg/@aria-label") == ["Udskriv"]


def test_guidance_is_set_from_markdown_and_lets_no_html_in() -> None:
    page = html("{{ text|markdown }}", text="# Klag\n\nSkriv **til os**. <script>x</script>")
    assert [element.tag for element in page] == ["h2", "p"]
    assert words(page) == "Klag Skriv til os. <script>x</script>"


def key_in(page_key: list[str]) -> UUID:
    [value] = page_key
    return UUID(value)


def test_each_form_has_a_key_and_a_form_shown_again_keeps_it() -> None:
    first = key_in(html("{% idempotency_key %}").xpath(".//input/@value"))
    assert first != key_in(html("{% idempotency_key %}").xpath(".//input/@value"))
    posted = RequestFactory().post("/", {"idempotency_key": str(first)})
    assert key_in(html("{% idempotency_key %}", posted).xpath(".//input/@value")) == first


def test_a_key_that_is_no_key_is_replaced() -> None:
    posted = RequestFactory().post("/", {"idempotency_key": f"{uuid4()}x"})
    assert key_in(html("{% idempotency_key %}", posted).xpath(".//input/@value"))
