from django.core.paginator import Paginator
from django.test import RequestFactory

from faelled.base.ui.tests.page import html, words

AT = RequestFactory()


def test_a_header_sorts_up_then_down() -> None:
    first = html('{% sort_header "due" "Frist" %}', AT.get("/sager/", {"status": "ny"}))
    assert first.xpath(".//a/@href") == ["?status=ny&sort=due"]
    again = html('{% sort_header "due" "Frist" %}', AT.get("/sager/", {"sort": "due"}))
    assert again.xpath(".//a/@href") == ["?sort=-due"]
    assert again.xpath(".//th/@aria-sort") == ["ascending"]
    back = html('{% sort_header "due" "Frist" %}', AT.get("/sager/", {"sort": "-due"}))
    assert back.xpath(".//a/@href") == ["?sort=due"]
    assert back.xpath(".//th/@aria-sort") == ["descending"]


def test_another_sorting_starts_at_the_first_page() -> None:
    page = html('{% sort_header "due" "Frist" %}', AT.get("/sager/", {"side": "3"}))
    assert page.xpath(".//a/@href") == ["?sort=due"]


def test_pages_keep_the_rest_of_what_was_asked_for() -> None:
    page = html(
        "{% pagination page %}",
        AT.get("/sager/", {"sort": "due", "side": "2"}),
        page=Paginator(range(60), 20).get_page(2),
    )
    assert page.xpath(".//a[@rel='prev']/@href") == ["?sort=due&side=1"]
    assert page.xpath(".//a[@rel='next']/@href") == ["?sort=due&side=3"]
    assert page.xpath(".//a[@aria-current]/@aria-label") == ["Side 2"]
    assert "21–40 af 60" in words(page)


def test_one_page_needs_no_pages() -> None:
    assert words(html("{% pagination page %}", page=Paginator(range(3), 20).get_page(1))) == ""


def test_swapped_by_htmx_the_links_still_lead_somewhere() -> None:
    page = html("{% pagination page target='#list' %}", page=Paginator(range(60), 20).get_page(1))
    links = page.xpath(".//a")
    assert links
    assert [link.get("hx-get") for link in links] == [link.get("href") for link in links]
    assert {link.get("hx-target") for link in links} == {"#list"}
