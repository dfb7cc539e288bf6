"""Anna, Bo and Carla each read whose move it is, by the roles they hold in the case."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseTypeRole, Task
from faelled.casework.cases.moves import my_moves, role_in_case, waits_for
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.rows import work_rows
from faelled.casework.cases.tests.house import House
from faelled.casework.cases.work_list import Filters, work_list
from tests.cast import NOW, Worker


def carla_approves_in(house: House, case: Case) -> None:
    """Carla is given the leader's role in this one case."""
    actions.let_in(
        case,
        employees=[house.cast.carla.employee],
        role="manager",
        source="request:1",
        why="Kender vejen.",
        by=house.cast.system,
        now=NOW,
    )


def badge(house: House, who: Worker, case: Case) -> str:
    [row] = work_rows(Case.objects.filter(pk=case.pk), house.cast.actor(who), now=NOW)
    return str(row.badge.text)


def waiting(house: House, who: Worker, scope: str = "mig") -> list[Case]:
    return list(work_list(house.cast.actor(who), Filters(scope=scope), now=NOW))


def test_it_waits_for_whoever_holds_the_role_and_for_nobody_else(house: House) -> None:
    case, cast = house.drafted(), house.cast
    carla_approves_in(house, case)
    assert badge(house, cast.carla, case) == "Venter på dig"
    assert badge(house, cast.anna, case) == "Venter på lederen"
    assert waiting(house, cast.carla) == [case]
    assert waiting(house, cast.anna) == []
    assert waiting(house, cast.erik) == []


def test_what_anna_could_do_meanwhile_is_not_what_the_case_waits_for(house: House) -> None:
    case, cast = house.drafted(), house.cast
    open_to_her = Task.objects.get(case=case, role="manager")
    open_to_her.pk, open_to_her.role, open_to_her.event_id = None, "caseworker", "inform"
    open_to_her.label, open_to_her.possible = "Giv besked", True
    open_to_her.save()
    assert badge(house, cast.anna, case) == "Venter på lederen"
    assert waiting(house, cast.anna) == []


def test_the_case_page_says_the_same(house: House, client: Client) -> None:
    case, cast = house.drafted(), house.cast
    carla_approves_in(house, case)
    said = {cast.carla: "Venter på dig", cast.anna: "Venter på lederen"}
    for who, words in said.items():
        client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/sager/{case.uuid}/").context["page"].waiting == words


def test_when_it_is_done_it_waits_for_the_next(house: House) -> None:
    case, cast = house.drafted(), house.cast
    carla_approves_in(house, case)
    house.do(case, "approve", cast.carla)
    assert badge(house, cast.carla, case) == "Venter på os"
    assert waiting(house, cast.carla) == []
    actions.take(case, by=cast.actor(cast.anna), now=NOW)
    assert waiting(house, cast.anna) == [case]


def test_a_case_that_waits_for_its_own_handler_does_not_wait_for_others(house: House) -> None:
    case, cast = house.drafted(), house.cast
    actions.take(case, by=cast.actor(cast.anna), now=NOW)
    assert waiting(house, cast.anna, "venter") == [case]
    actions.let_in(
        case,
        employees=[cast.anna.employee],
        role="manager",
        source="request:2",
        why="I lederens sted.",
        by=cast.system,
        now=NOW,
    )
    assert waiting(house, cast.anna, "venter") == []
    assert waiting(house, cast.anna) == [case]


def test_a_case_that_rests_waits_for_nobody(house: House) -> None:
    case, cast = house.drafted(), house.cast
    carla_approves_in(house, case)
    actions.suspend_case(
        case,
        by=cast.actor(cast.anna),
        now=NOW,
        reason="Venter på en dom.",
        until=date(2026, 6, 1),
    )
    assert badge(house, cast.carla, case) == "Sat i bero"
    assert waiting(house, cast.carla) == []


@pytest.mark.parametrize("opened", [False, True])
def test_the_lists_and_the_case_agree_about_roles(house: House, opened: bool) -> None:
    case, cast = house.drafted(), house.cast
    carla_approves_in(house, case)
    if opened:
        CaseTypeRole.objects.create(case_type=case.case_type, role="manager")
    case.refresh_from_db()
    for who in (cast.anna, cast.bo, cast.carla, cast.erik, cast.frida):
        actor = cast.actor(who)
        roles = roles_in_case(actor, case, now=NOW)
        tasks = Task.objects.filter(role_in_case(actor, NOW), case=case)
        assert set(tasks.values_list("role", flat=True)) == roles & {"manager", "caseworker"}
        asked = my_moves([case], actor, now=NOW)
        assert bool(asked) == ("manager" in roles)
        assert Case.objects.filter(waits_for(actor, NOW)).exists() == ("manager" in roles)


def test_to_know_it_costs_one_query_a_page(house: House) -> None:
    cases = [house.drafted() for _ in range(3)]
    for case in cases:
        case.refresh_from_db()
    bo = house.cast.actor(house.cast.bo)
    with CaptureQueriesContext(connection) as asked:
        assert my_moves(cases, bo, now=NOW) == {case.pk for case in cases}
    assert len(asked) == 1
    fresh = house.case()
    with CaptureQueriesContext(connection) as asked:
        my_moves([fresh], bo, now=NOW)
    assert len(asked) == 0
