"""What the graph owes and leaves to the system is done at once."""

from datetime import timedelta

import pytest

from faelled.casework.cases import actions
from faelled.casework.cases.actions import passing
from faelled.casework.cases.clockwork import watch
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, WaitingFor
from faelled.casework.cases.page import case_page
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
roles = [{{ id = "caseworker", label = "Sagsbehandler" }}, {{ id = "system", label = "Systemet" }},
  {{ id = "manager", label = "Leder" }}]
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


# What may only be owed if somebody is late: retssikkerhedsloven § 3, stk. 2, as in lost earnings.
LIMIT = """
[[events]]
id = "decide"
label = "Afgør"
roles = ["manager"]
[[events]]
id = "limit_over"
label = "Fristen er gået"
roles = ["system"]
[[events]]
id = "notify"
label = "Giv besked"
roles = ["caseworker"]
[[relations]]
is = "two *--> decide, limit_over"
[[relations]]
is = "two -->* limit_over"
delay = "P8W"
[[relations]]
is = "limit_over *--> notify"
[[relations]]
is = "decide -->% limit_over, notify"
"""
BEFORE, AFTER = NOW + timedelta(weeks=8), NOW + timedelta(weeks=8, days=1)


def moves(case: Case) -> tuple[str, str, str]:
    case.refresh_from_db()
    return case.waiting_for, case.next_task, case.events.order_by("-seq")[0].event_id


def limited_case(house: House) -> Case:
    case = robot_case(house, more=LIMIT)
    house.do(case, "start", house.cast.anna)
    return case


def test_what_is_owed_only_when_the_limit_is_over_is_nobodys_move_before(house: House) -> None:
    case = limited_case(house)
    assert moves(case) == (WaitingFor.LEADER, "Afgør", "two")
    watch(BEFORE)
    assert moves(case) == (WaitingFor.LEADER, "Afgør", "two")
    house.do(case, "decide", house.cast.bo, now=BEFORE)
    assert moves(case) == (WaitingFor.NOBODY, "", "decide")
    watch(AFTER)
    assert moves(case)[2] == "decide"


def test_the_clock_does_the_systems_step_when_the_limit_is_over(house: House) -> None:
    case = limited_case(house)
    watch(AFTER)
    assert moves(case)[2] == "limit_over"
    assert {task.event_id for task in case.tasks.all()} == {"decide", "notify"}
    watch(AFTER)
    assert case.events.filter(event_id="limit_over").count() == 1


def test_what_only_the_system_is_to_do_is_what_nobody_waits_for(house: House) -> None:
    case = limited_case(house)
    page = case_page(case, house.cast.actor(house.cast.anna), works_here=True, now=NOW)
    shown = [*page.steps.now, *page.steps.blocked, *page.steps.others, *page.steps.away]
    assert "limit_over" not in {row.event.id for row in shown}
    assert case.tasks.filter(event_id="limit_over", possible=False).exists()


def test_a_limit_counts_from_the_day_a_paper_came(house: House) -> None:
    case = robot_case(house, more=LIMIT)
    came = NOW - timedelta(days=6)
    step = actions.Step(event_id="start", key="paper", at=came)
    actions.execute(case, step, by=house.cast.actor(house.cast.anna), now=NOW)
    assert set(case.events.values_list("at", flat=True)) == {came}


def test_a_step_that_has_to_wait_holds_no_other_case_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited_case(house)
    limited_case(house)
    tried: list[int] = []

    def refuse(case: Case, **_times: object) -> None:
        tried.append(case.pk)
        raise CaseError("Brevet kan ikke sendes.")

    monkeypatch.setattr(passing, "do_automatic_steps", refuse)
    assert watch(AFTER)["cases"] == len(tried) == 2
    assert watch(AFTER)["cases"] == 2
