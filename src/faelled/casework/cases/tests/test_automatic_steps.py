"""What the graph owes and leaves to the system is done at once."""

import pytest

from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House
from faelled.casework.processes.actions import publish
from tests.cast import NOW

GRAPH = """
id = "robot"
version = "1"
title = "Robot"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
roles = [{{ id = "caseworker", label = "Sagsbehandler" }}, {{ id = "system", label = "Systemet" }}]
[[events]]
id = "start"
label = "Begynd"
roles = ["caseworker"]
[[events]]
id = "one"
label = "Første automatiske trin"
roles = ["system"]
[[events]]
id = "two"
label = "Andet automatiske trin"
roles = ["system"]
[[relations]]
is = "start *--> one"
[[relations]]
is = "start -->* one"
[[relations]]
is = "one *--> two"
[[relations]]
is = "start -->* two"
{more}
"""

# Somebody can stop it, so the graph has an end and may be published.
RING = """
[[events]]
id = "stop"
label = "Stop"
roles = ["caseworker"]
[[relations]]
is = "two *--> one"
[[relations]]
is = "stop -->% one, two"
"""


def robot_case(house: House, more: str = "") -> Case:
    frida = house.cast.actor(house.cast.frida)
    version = publish(GRAPH.format(more=more).encode(), by=frida, now=NOW)
    case_type = actions.use_process(version.process, house.cast.disability, by=frida, now=NOW)
    return actions.open_case(case_type, by=house.cast.actor(house.cast.anna), now=NOW)


def test_one_step_of_annas_brings_the_systems_two_after_it(house: House) -> None:
    case = robot_case(house)
    house.do(case, "start", house.cast.anna)
    done = list(case.events.order_by("seq").values_list("event_id", "actor_kind"))
    assert done == [("start", "employee"), ("one", "system"), ("two", "system")]


def test_nobody_else_does_the_systems_steps(house: House) -> None:
    case = robot_case(house)
    with pytest.raises(CaseError):
        house.do(case, "one", house.cast.anna)


def test_steps_that_owe_each_other_for_ever_are_stopped_with_all_they_did(house: House) -> None:
    case = robot_case(house, more=RING)
    with pytest.raises(CaseError, match="i ring"):
        house.do(case, "start", house.cast.anna)
    case.refresh_from_db()
    assert (case.seq, case.events.count()) == (0, 0)
