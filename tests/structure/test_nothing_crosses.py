"""Another authority in the same installation, and another department in the same authority: every
address, read and written to, gives nothing of a case and changes nothing of it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from faelled.apps.intake.models import Draft
from faelled.apps.staff.models import LogControl
from faelled.base.access.actor import Capability
from faelled.base.audit.models import Entry
from faelled.casework.cases.models import Case
from tests.cast import Citizen, Worker
from tests.structure.places import addresses, guarded_routes
from tests.structure.world import World, at_the_page, the_world

ROUTES = sorted(guarded_routes())
# The authority's own control of look-ups: who may read the log reads whom it is about.
OF_THE_LOG = frozenset(
    {
        "staff:lookups",
        "staff:lookups_csv",
        "staff:control",
        "staff:control_csv",
        "staff:finish_control",
        "staff:sample",
    }
)


def state(world: World) -> tuple[object, ...]:
    """Everything that a post could have changed."""
    case = Case.objects.get(pk=world.case.pk)
    return (
        case.seq,
        case.status,
        case.handler_id,
        case.marking,
        case.journal.count(),
        case.parties.count(),
        list(case.documents.order_by("pk").values()),
        Draft.objects.filter(pk__in=[world.application.pk, world.answer.pk]).count(),
        Entry.objects.filter(stream=case.ref).count(),
        Case.objects.filter(pk=world.order.case_id).values_list("seq", "status").get(),
        LogControl.objects.filter(pk=world.control.pk).values_list("finished_at").get(),
        world.control.samples.exclude(verdict="").count(),
    )


def answers(client: Client, url: str) -> Iterator[tuple[int, str]]:
    """What an address says to a read, to a full form, and to a part that is swapped."""
    form = {
        "q": "Friis",
        "idempotency_key": str(uuid4()),
        "seen_seq": "3",
        "short_text": "Nyt",
        "text": "Nyt",
        "reason": "Fordi",
        "until": "1-1-2099",
        "direction": "in",
        "more": "Mere",
        "verdict": "approve",
        "number": "2026-00001",
        "file": SimpleUploadedFile("a.txt", b"a"),
    }
    read = client.get(url)
    yield read.status_code, main_of(text_of(read))
    if read.status_code != 404:  # what is not there for a page is not there for a part of it
        part = client.get(url, headers={"HX-Request": "true"})
        yield part.status_code, main_of(text_of(part))
    posted = client.post(url, form)
    yield posted.status_code, main_of(text_of(posted))


def text_of(response: Any) -> str:
    """What was answered, also where it comes line by line."""
    found = response.getvalue() if response.streaming else response.content
    return bytes(found).decode(errors="replace")


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0] or page


def give_nothing(
    world: World,
    who: Worker | Citizen,
    hidden: frozenset[str],
    said: str,
    *,
    but: frozenset[str] = frozenset(),
) -> None:
    """Every address, read and written to by ``who``, shows none of ``hidden``."""
    client, before = at_the_page(who), state(world)
    for name in [one for one in ROUTES if one not in but]:
        for url in addresses(world, name):
            for status, text in answers(client, url):
                assert status < 500, f"{said} {url}"
                assert not [word for word in hidden if word in text], f"{said} {url}"
            assert state(world) == before, f"{said} {url}"


@pytest.mark.parametrize("name", ["carla", "erik", "frida"])
def test_another_department_gets_nothing(world: World, name: str) -> None:
    reads_the_log = Capability.READ_AUDIT in world.cast.actor(world.staff[name]).capabilities
    but = OF_THE_LOG if reads_the_log else frozenset()
    give_nothing(world, world.staff[name], world.said, name, but=but)


def test_the_other_parent_gets_nothing(world: World) -> None:
    """Esben may apply for Emil too, and so reads the names; of Dorthe's case he reads nothing."""
    hidden = world.said - {"Emil Friis", "Dorthe Friis"}
    give_nothing(world, world.cast.esben, hidden, "esben")


@pytest.mark.parametrize("name", ["anna", "bo", "frida", "gerda", "dorthe", "esben"])
def test_another_authority_gets_nothing(world: World, name: str) -> None:
    """The neighbour has the same people, the same process and the same case numbers."""
    neighbour = the_world(code="0998", word="Nabosag")
    people: dict[str, Worker | Citizen] = {**neighbour.staff, **neighbour.citizens}
    numbers = {world.case.number, world.order.case.number}
    hidden = world.said - numbers - {"Dorthe Friis", "Emil Friis"}
    give_nothing(world, people[name], hidden, name)
