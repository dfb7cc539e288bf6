"""Whatever is typed into an address or a form gets an answer in words, and never a fault.

A fault is more than ugly: its line in the log quotes what was typed (casework.md 8.7).
"""

import logging
from uuid import uuid4

import pytest
from django.test import Client

from tests.structure.places import PLACES, addresses
from tests.structure.world import World, at_the_page

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
def clients(world: World) -> list[Client]:
    cast = world.cast
    people = (cast.anna, cast.bo, cast.frida, world.gerda, cast.dorthe)
    return [at_the_page(person) for person in people]


@pytest.mark.parametrize("odd", sorted(ODD))
def test_a_page_answers_whatever_is_typed(
    world: World, clients: list[Client], odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything is typed by the first for whom the page opens; each other has a turn."""
    caplog.set_level(logging.ERROR)
    typed = dict.fromkeys(FIELDS, ODD[odd])
    query = dict.fromkeys(("side", "type", "status", "sorter", "omfang", "next"), ODD[odd][:2000])
    turn = sorted(ODD).index(odd)
    urls = [url for name in PLACES for url in addresses(world, name)[:1]]
    for number, url in enumerate(urls):
        waiting = [at for at in range(len(clients)) if (at + number) % len(ODD) == turn]
        opened = False
        for at, client in enumerate(clients):
            if opened and at not in waiting:
                continue
            status = client.get(url, query).status_code
            assert status < 500, url
            if status in {403, 404} and at not in waiting:
                continue
            opened = opened or status not in {403, 404}
            form = {**typed, "idempotency_key": str(uuid4())}
            assert client.post(url, form).status_code < 500, url


def test_a_search_for_a_whole_page_of_words_is_answered(world: World) -> None:
    anna: Client = at_the_page(world.cast.anna)
    for words in ("ab " * 3000, "x" * 100_000, "a\0b", "%_%", "Friis"):
        assert anna.post("/sager/soeg/", {"q": words}).status_code == 200
    assert world.case.number in anna.post("/sager/soeg/", {"q": "Fri\0is"}).text
