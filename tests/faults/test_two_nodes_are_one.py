"""Two web nodes on one PostgreSQL: nobody can tell which of them they meet."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.person import Answer, Person
from tests.faults.site import Site, site_on

NODES = 2
Two = tuple[Site, dict[str, Any], list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with site_on("postgresql", tmp_path_factory.mktemp("two")) as started:
        world = started.script("prepare", "4")
        yield started, world, [started.serve(workers=1) for _node in range(NODES)]


def test_who_logs_in_on_one_is_in_on_the_other(site: Two) -> None:
    _site, world, (first, second) = site
    anna = Person(first).log_in(world["people"]["anna"])
    there = anna.at(second)
    assert "Anna Dam" in there.get("/sager/").text
    out = there.post("/log-ud/", there.token("/sager/"))
    assert out.status == 302
    assert anna.get("/sager/").status == 302


def test_a_form_from_one_is_taken_by_the_other(site: Two) -> None:
    started, world, (first, second) = site
    anna = Person(first).log_in(world["people"]["anna"])
    path = f"/sager/{world['cases'][0]}/trin/note/"
    form = anna.form(path) | {"text": "Skrevet på den ene."}
    assert anna.at(second).post(path, form).status == 302
    # And the same again at the first, as after a lost answer: it is the same step.
    assert anna.post(path, form).status == 302
    keys = started.script("account")["cases"][world["cases"][0]]["keys"]
    assert keys[1:] == [form["idempotency_key"]]


def test_two_people_on_two_nodes_at_once_and_one_wins(
    site: Two,
) -> None:
    started, world, urls = site
    case = world["cases"][1]
    path = f"/sager/{case}/trin/triage/"
    people = [Person(url).log_in(world["people"]["anna"]) for url in urls]
    forms = [person.form(path) | {"course": "handle"} for person in people]
    assert forms[0]["idempotency_key"] != forms[1]["idempotency_key"]
    answers: list[Answer] = []
    barrier = threading.Barrier(NODES)

    def send(person: Person, form: dict[str, str]) -> None:
        barrier.wait()
        answers.append(person.post(path, form))

    threads = [threading.Thread(target=send, args=pair) for pair in zip(people, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [302, 422]
    lost = next(answer for answer in answers if answer.status == 422)
    assert "Der er sket noget" in lost.text
    found = started.script("account")["cases"][case]
    assert len(found["keys"]) == 2
    assert found["replayed"]
    assert found["audit"]


def test_what_one_publishes_the_other_follows(site: Two) -> None:
    """Engines are kept by version, and a version never changes: both answer the same."""
    _site, world, urls = site
    pages = [
        Person(url).log_in(world["people"]["anna"]).get(f"/sager/{world['cases'][2]}/").text
        for url in urls
    ]
    steps = [sorted(set(re.findall(r"/trin/([a-z_]+)/", page))) for page in pages]
    assert steps[0] == steps[1] != []


def test_the_menus_count_is_the_same_on_both(site: Two) -> None:
    _site, world, urls = site
    counts = []
    for url in urls:
        page = Person(url).log_in(world["people"]["bo"]).get("/til-godkendelse/").text
        counts.append(re.findall(r'class="site-nav__count">\s*([^<]*)<', page))
    assert counts[0] == counts[1]


def test_a_worker_seen_by_one_is_seen_by_both(site: Two) -> None:
    _site, _world, urls = site
    answers = [Person(url).get("/sundhed/klar") for url in urls]
    assert len({answer.text for answer in answers}) == 1
    assert "arbejder: nej" in answers[0].text
