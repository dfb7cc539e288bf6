"""Whatever is typed into an address or a form gets an answer in words, and never a fault.

A fault is more than ugly: its line in the log quotes what was typed (casework.md 8.7).
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from tests.structure.places import PLACES, addresses
from tests.structure.world import World, at_the_page, the_world

FIELDS = [
    "q",
    "number",
    "reason",
    "employee",
    "id",
    "verdict",
    "comment",
    "seen_seq",
    "party",
    "process",
    "unit",
    "number_pattern",
    "title",
    "open_to_citizens",
    "citizen_role",
    "case_type",
    "cpr",
    "direction",
    "received",
    "until",
    "short_text",
    "text",
    "more",
    "child_name",
    "child",
    "papers",
    "whom",
    "principal",
    "next",
    "language",
    "shown",
    "update",
    "kle_subject",
    "kle_facet",
]
ODD = {
    "nul": "a\0b",
    "digits": "9" * 5000,
    "words": "ab " * 3000,
    "long": "x" * 60_000,
    "lines": "Å\u202e\u2028\r\n\t" * 50,
}


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    with override_settings(
        MEDIA_ROOT=tmp_path / "files",
        DIGITAL_POST_OUTBOX=tmp_path / "outbox",
        DIGITAL_POST_LETTERS=tmp_path / "letters",
    ):
        yield the_world()


@pytest.mark.parametrize("odd", sorted(ODD))
def test_a_page_answers_whatever_is_typed(
    world: World, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    typed = dict.fromkeys(FIELDS, ODD[odd])
    query = dict.fromkeys(("side", "type", "status", "sorter", "omfang", "next"), ODD[odd][:2000])
    people = (world.cast.anna, world.cast.bo, world.cast.frida, world.gerda, world.cast.dorthe)
    clients = [at_the_page(person) for person in people]
    for name in PLACES:
        for url in addresses(world, name)[:1]:
            for client in clients:
                assert client.get(url, query).status_code < 500, url
                form = {**typed, "idempotency_key": str(uuid4())}
                assert client.post(url, form).status_code < 500, url


def test_a_search_for_a_whole_page_of_words_is_answered(world: World) -> None:
    anna: Client = at_the_page(world.cast.anna)
    for words in ("ab " * 3000, "x" * 100_000, "a\0b", "%_%", "Friis"):
        assert anna.post("/sager/soeg/", {"q": words}).status_code == 200
    assert world.case.number in anna.post("/sager/soeg/", {"q": "Fri\0is"}).text
