"""Matters of a foreign case system: read strictly, asked with a name, answered once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faelled.base.connect.esdh.client import Asker, EsdhClient, EsdhError, Verdict
from faelled.base.connect.esdh.fake import MATTERS, FakeEsdh
from faelled.base.connect.esdh.model import UnreadableError, read_matter
from faelled.base.connect.loopback import serve
from faelled.base.connect.systems import System

ANNA = Asker("anna", "bo")
YES = Verdict("approved", "3", "bo", "Bo Lind", "Enig.")


@pytest.fixture
def fake(tmp_path: Path) -> FakeEsdh:
    return FakeEsdh(tmp_path, "key")


@pytest.fixture
def client(fake: FakeEsdh) -> Iterator[EsdhClient]:
    with serve(fake) as origin:
        system = System("esdh", "Sagssystemet", own_hosts=lambda: (f"private {origin}",))
        yield EsdhClient(origin, "key", system)


def test_what_waits_is_listed_for_who_may_see_it(client: EsdhClient) -> None:
    assert [one.id for one in client.matters(ANNA)] == ["F-2041", "F-2077"]
    assert client.matters(Asker("carla", "carla")) == ()


def test_a_matter_comes_with_lines_and_papers_and_both_names_reach_the_neighbour(
    client: EsdhClient, fake: FakeEsdh
) -> None:
    found = client.matter("F-2041", ANNA)
    assert found is not None
    assert (found.version, found.documents[0].title) == ("3", "Indstilling")
    paper = client.document("F-2041", "indstilling", ANNA)
    assert paper is not None
    assert paper[1] == "text/plain"
    assert ("matters/F-2041", "anna", "bo") in fake.asked


def test_what_one_may_not_see_is_not_there(client: EsdhClient) -> None:
    assert client.matter("F-2041", Asker("carla", "carla")) is None
    assert client.matter("F-9999", ANNA) is None


def test_the_same_key_twice_is_one_verdict_and_another_is_refused(
    client: EsdhClient, fake: FakeEsdh
) -> None:
    for _twice in range(2):
        client.post_verdict("F-2041", YES, key="one")
    with pytest.raises(EsdhError, match="Sagen er afgjort") as refused:
        client.post_verdict("F-2041", YES, key="two")
    assert refused.value.refused
    verdict = fake.verdict_on("F-2041")
    assert verdict is not None
    assert (verdict["by"], verdict["key"]) == ("bo", "one")


def test_the_neighbour_s_no_reaches_the_page_in_its_words(client: EsdhClient) -> None:
    with pytest.raises(EsdhError, match="Partshøringen er ikke slut"):
        client.post_verdict("F-2077", YES, key="one")


def test_a_neighbour_that_is_down_is_no_answer(client: EsdhClient, fake: FakeEsdh) -> None:
    fake.down = True
    with pytest.raises(EsdhError, match="Sagssystemet kan ikke svare") as refused:
        client.matters(ANNA)
    assert not refused.value.refused


def test_a_wrong_token_is_no_answer(client: EsdhClient) -> None:
    wrong = EsdhClient(client.origin, "other", client.system)
    with pytest.raises(EsdhError, match="kan ikke svare"):
        wrong.matters(ANNA)


@pytest.mark.parametrize("id", ["", "../secret", "F 2041", "a/b", "x" * 81])
def test_an_odd_id_never_reaches_an_address(client: EsdhClient, fake: FakeEsdh, id: str) -> None:
    with pytest.raises(EsdhError):
        client.matter(id, ANNA)
    assert fake.asked == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 7},
        {"title": ""},
        {"title": "x" * 201},
        {"deadline": "2026-11-24T10:00:00"},
        {"deadline": "i morgen"},
        {"prepared_by": "gitte"},
        {"blocked": [None]},
        {"documents": [{"id": "a", "title": "A", "media_type": "text/plain", "size": -1}]},
    ],
)
def test_an_answer_that_is_not_as_agreed_is_no_answer(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        read_matter({**MATTERS[1], **wrong})
