"""Before Frida publishes she is told how many open cases keep the version they began with."""

import pytest

from faelled.base.access.actor import system_actor
from faelled.casework.cases.models import Case, Status
from faelled.casework.cases.tests.house import GRAPH, House, the_house
from faelled.casework.processes.actions import publish
from faelled.casework.processes.running import RUNNING
from tests.cast import NOW, authority_named


@pytest.fixture
def house(db: None) -> House:
    return the_house()


def test_the_open_cases_of_every_version_count_and_the_closed_do_not(house: House) -> None:
    frida, process = house.cast.actor(house.cast.frida), house.case_type.process_id
    first, _second = house.case(), house.case()
    source = GRAPH.format(id="tilskud").replace("P4W", "P6W")
    publish(source.encode(), by=frida, now=NOW)
    house.case()
    assert RUNNING.count(process, frida) == 3
    Case.objects.filter(pk=first.pk).update(status=Status.CLOSED, closed_at=NOW)
    assert RUNNING.count(process, frida) == 2


def test_another_municipality_counts_its_own_only(house: House) -> None:
    house.case()
    other = authority_named("Nabokøbing Kommune", code="0998")
    assert RUNNING.count(house.case_type.process_id, system_actor(other.pk)) == 0
