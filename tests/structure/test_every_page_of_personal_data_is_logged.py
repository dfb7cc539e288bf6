"""Whoever is shown a case or a person is in the log with it: each address, each person, for real.

CJEU C-579/21 and GDPR article 15: the citizen may ask who looked, and the answer must be whole.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from faelled.base.access.decorators import AccessRule
from faelled.base.audit.models import Entry
from faelled.base.audit.queries import READ
from tests.cast import Citizen, Worker
from tests.structure.places import PLACES, addresses, routes
from tests.structure.world import World, at_the_page

# Also those that anybody may open and that show a citizen their own: a draft, a receipt.
# The empty paper form is a file about nobody.
ROUTES = routes(
    lambda name, rule: (rule.who != "anyone" or name in PLACES) and name != "intake:paper"
)
# What these administer is how the authority works; no citizen stands on them.
ADMINISTRATION = "administration"
SHOWS = {200, 409, 410, 422}


def test_the_walk_knows_every_address() -> None:
    assert set(ROUTES) == set(PLACES) - {"intake:paper"}


WHO = ("anna", "bo", "carla", "erik", "frida", "gerda", "dorthe", "esben")


def test_the_walk_knows_everybody(world: World) -> None:
    assert {*world.staff, *world.citizens} == set(WHO)


@pytest.mark.parametrize("who", WHO)
def test_who_is_shown_a_case_or_a_person_is_in_the_log(world: World, who: str) -> None:
    """Every address in the same world: what a post changes is taken back after it."""
    people: dict[str, Worker | Citizen] = {**world.staff, **world.citizens}
    person = people[who]
    for name, rule in ROUTES.items():
        for url in addresses(world, name):
            for method in ("get", "post"):
                with taken_back():
                    walk(world, person, url, method, rule, f"{who} {method} {url}")


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk(
    world: World, person: Worker | Citizen, url: str, method: str, rule: AccessRule, said: str
) -> None:
    before = reads_by(person)
    typed = {"q": "Friis"} if method == "post" else {}
    response = getattr(at_the_page(person), method)(url, typed)
    assert response.status_code < 500, said
    if not shows(world, person, response) or rule.purpose == ADMINISTRATION:
        return
    entries = reads_by(person)[len(before) :]
    assert entries, f"{said}: shown, and not in the log"
    assert {entry.purpose for entry in entries} == {rule.purpose}, said
    home = getattr(person, "employee", None)
    assert all((entry.unit_id is not None) == (home is not None) for entry in entries), said
    about = {subject for entry in entries for subject in subjects_of(entry)}
    known = {world.case.ref, world.order.case.ref, *(f"person:{p.uuid}" for p in people_in(world))}
    assert about & known, f"{said}: logged, but not about whom"


def people_in(world: World) -> list[Any]:
    return [world.cast.dorthe.person, world.cast.emil]


def shows(world: World, person: Worker | Citizen, response: Any) -> bool:
    """Whether the case or somebody else than the reader stands on the page, or a file is given.

    A list that is streamed is read to its end: it is logged part by part, as it leaves.
    """
    if response.status_code not in SHOWS:
        return False
    if response.streaming:
        text = b"".join(response.streaming_content).decode()
        return any(word in text for word in world.said)
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return "octet-stream" not in response["Content-Type"]  # a process's source
    text = main_of(response.content.decode())
    own = {"Dorthe Friis"} if person == world.cast.dorthe else set()
    return any(word in text for word in world.said - own)


def main_of(page: str) -> str:
    """A page without its frame, where the reader's own name stands; a swapped part as it is."""
    return page.partition("<main")[2].partition("</main>")[0] or page


def reads_by(person: Worker | Citizen) -> list[Entry]:
    return list(Entry.objects.filter(actor_id=person.id, action=READ).order_by("pk"))


def subjects_of(entry: Entry) -> list[str]:
    return list(entry.about.values_list("subject", flat=True))


def test_a_look_through_broken_glass_is_logged_as_that(world: World) -> None:
    """The citizen who asks who looked sees that it was an emergency, and not case work."""
    client: Client = at_the_page(world.gerda)
    client.post(
        "/sager/noedadgang/",
        {"number": world.case.number, "reason": "Vagten er ringet op om barnet i aften."},
    )
    for url in (
        *addresses(world, "cases:case"),
        *addresses(world, "cases:journal"),
        *addresses(world, "cases:map"),
        *addresses(world, "documents:list"),
        *addresses(world, "documents:document"),
        *addresses(world, "documents:file"),
    ):
        assert client.get(url).status_code == 200, url
    assert {entry.purpose for entry in reads_by(world.gerda)} == {"break-glass"}
