"""The guidance pages are ours, readable by anybody, and whole."""

import pytest
from django.conf import settings
from django.test import Client

from faelled.apps.intake.guides import GuideError, guide_to, guides, read_guide
from faelled.lib.text.lix import lix
from faelled.lib.text.markdown import to_html

pytestmark = pytest.mark.django_db
EASY_ENOUGH = 45


@pytest.mark.parametrize("page", guides(), ids=lambda page: page.id)
def test_every_page_can_be_read(page: object) -> None:
    found = next(one for one in guides() if one is page)
    answer = Client().get(f"/vejledning/{found.id}/")
    text = answer.content.decode()
    assert answer.status_code == 200 and f"<h1>{found.title}</h1>" in text
    assert found.title in Client().get("/vejledning/").content.decode()


def test_the_pages_that_others_link_to_are_there() -> None:
    ids = {page.id for page in guides()}
    assert {"saadan-klager-du", "dine-rettigheder"} <= ids
    found = guide_to("tabt-arbejdsfortjeneste")
    assert found is not None and found.id in ids


def test_links_between_pages_lead_somewhere() -> None:
    ids = {page.id for page in guides()}
    for page in guides():
        for part in to_html(page.body).split('href="/vejledning/')[1:]:
            assert part.partition("/")[0] in ids


@pytest.mark.parametrize("name", sorted(p.name for p in (settings.CONTENT / "guidance").iterdir()))
def test_the_language_is_plain(name: str) -> None:
    text = (settings.CONTENT / "guidance" / name).read_text("utf-8").split("+++")[2]
    found = lix(text)
    assert found is not None and found.value < EASY_ENOUGH


def test_a_page_that_is_not_there_is_not_found() -> None:
    assert Client().get("/vejledning/findes-ikke/").status_code == 404


@pytest.mark.parametrize(
    "text", ["# Uden hoved", "+++\nid = 'a'\n+++\nText", "+++\nid = \n+++\nText", "x +++ +++ y"]
)
def test_a_file_that_cannot_be_read_says_which_one(text: str) -> None:
    with pytest.raises(GuideError, match=r"fejl\.md"):
        read_guide(text, "fejl.md")
