"""Whoever reads the log reads words: every page that writes into it has some."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import faelled
from faelled.apps.staff.page_words import PAGE_WORDS, page_words

SOURCE = Path(faelled.__file__).parent
ADDRESS = re.compile("[a-z]+:[a-z_]+")


def calls() -> Iterator[ast.Call]:
    for file in SOURCE.rglob("*.py"):
        if "tests" not in file.parts:
            tree = ast.parse(file.read_text("utf-8"))
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def named_in(call: ast.Call) -> Iterator[str]:
    """The pages a call names: as ``page=``, or as an address given to what writes the log."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = (word.value for word in call.keywords if word.arg == "page")
    for value in (one for one in given if not isinstance(one, ast.Call)):
        yield from texts_in(value)
    if "log" in name.split("_"):
        for value in call.args:
            yield from filter(ADDRESS.fullmatch, texts_in(value))


def texts_in(value: ast.expr) -> Iterator[str]:
    for part in ast.walk(value):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


PAGES = sorted({page for call in calls() for page in named_in(call)})


@pytest.mark.parametrize("page", PAGES)
def test_the_page_has_words(page: str) -> None:
    assert page_words(page) != page


def test_the_pages_were_found() -> None:
    assert {"cases:case", "documents:file", "meetings:list", "find-by-cpr"} <= set(PAGES)


def test_a_page_that_is_gone_keeps_its_key() -> None:
    assert page_words("old:page") == "old:page"
    assert all(str(words) for words in PAGE_WORDS.values())
