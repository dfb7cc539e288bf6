"""A.1, 10-13 at the page: Sara's four lists for each leader, with ticks, notes and the rules."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faelled.apps.decisions import actions
from faelled.apps.decisions.actions import Gate
from faelled.apps.decisions.chains.gates import gate_of
from faelled.apps.decisions.models import Chain, ChainAct, ChainState
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from tests.cast import Worker

URL = "/til-godkendelse/sluse/"


def listed(browser: Client, leader: Worker, place: str) -> str:
    query = {"leder": str(leader.employee.uuid), "liste": place}
    return browser.get(URL, query).content.decode()


def press(browser: Client, leader: Worker, place: str, **posted: object) -> int:
    url = f"{URL}?leder={leader.employee.uuid}&liste={place}"
    return browser.post(url, {"idempotency_key": str(uuid4()), **posted}).status_code


def tasks_of(*chains: Chain) -> list[int]:
    return [chain.tasks.get().pk for chain in chains]


def test_it_goes_from_before_to_the_leader_to_after_and_onward(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = at_the_page(chained.secretary(bo))
    chain = chained.started(chained.step(bo))
    assert chain.number in listed(sara, bo, "foer")
    assert press(sara, bo, "foer", only=tasks_of(chain)[0], comment="Se bilag 2.") == 302
    assert chain.number in listed(sara, bo, "hos")
    assert chain.acts.get(verb="release").comment == "Se bilag 2."
    chained.act(chain, bo, "approve")
    assert chain.number in listed(sara, bo, "efter")
    assert press(sara, bo, "efter", only=tasks_of(chain)[0]) == 302
    chain.refresh_from_db()
    assert chain.state == ChainState.APPROVED
    assert chain.number in listed(sara, bo, "videre")
    for place in ("foer", "hos", "efter"):
        assert chain.number not in listed(sara, bo, place)


def test_she_takes_back_what_bo_has_not_answered(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = at_the_page(chained.secretary(bo))
    chain = chained.started(chained.step(bo))
    press(sara, bo, "foer", only=tasks_of(chain)[0])
    assert "Ikke åbnet af lederen" in listed(sara, bo, "hos")
    assert press(sara, bo, "hos", only=tasks_of(chain)[0]) == 302
    assert chained.waits(chain) == [("Bo Lind", "before")]


def test_she_releases_several_with_one_press_and_the_same_note(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = at_the_page(chained.secretary(bo))
    chains = [chained.started(chained.step(bo)) for _n in range(3)]
    assert press(sara, bo, "foer", task=tasks_of(*chains[:2]), comment="Til i dag.") == 302
    released = ChainAct.objects.filter(verb="release")
    assert {row.chain for row in released} == set(chains[:2])
    assert {row.comment for row in released} == {"Til i dag."}
    assert chains[2].number in listed(sara, bo, "foer")


def test_a_press_without_a_tick_keeps_the_note_and_says_what_is_missing(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = at_the_page(chained.secretary(bo))
    chained.started(chained.step(bo))
    url = f"{URL}?leder={bo.employee.uuid}&liste=foer"
    response = sara.post(url, {"comment": "Det havde jeg skrevet."})
    assert response.status_code == 422
    assert "Det havde jeg skrevet." in response.content.decode()
    assert "Sæt kryds" in response.content.decode()


def test_there_is_a_tab_for_each_leader_with_how_many_wait_for_her(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chained.keeps_gate(sara, cast.erik)
    to_bo = chained.started(chained.step(cast.bo))
    to_erik = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    browser = at_the_page(sara)
    html = listed(browser, cast.bo, "foer")
    assert to_bo.number in html
    assert to_erik.number not in html
    assert to_erik.number in listed(browser, cast.erik, "foer")
    assert f"leder={cast.erik.employee.uuid}" in html


def test_both_names_stand_on_what_a_stand_in_lets_through(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.bo))
    erik = chained.actor(cast.erik).acting_for(chained.actor(sara))
    task = chain.tasks.get()
    passed = actions.pass_gate(
        [task], "release", comment="", key=str(uuid4()), by=erik, now=chained.tick()
    )
    assert [row.shown_name for row in passed.done] == ["Erik Munk på vegne af Sara Vind"]


def test_what_has_moved_meanwhile_does_not_hold_up_the_others(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = chained.secretary(bo)
    moved, stays = (chained.started(chained.step(bo)) for _n in range(2))
    tasks = [moved.tasks.get(), stays.tasks.get()]
    chained.act(moved, chained.cast.anna, "stop")
    passed = actions.pass_gate(
        tasks, "release", comment="", key="k", by=chained.actor(sara), now=chained.tick()
    )
    assert [row.chain for row in passed.done] == [stays]
    assert len(passed.refused) == 1
    assert moved.title in passed.refused[0]


def test_carla_finds_no_gate_and_cannot_press_in_bo_s(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chained.keeps_gate(cast.carla, cast.erik)
    chain = chained.started(chained.step(cast.bo))
    carla, frida = at_the_page(cast.carla), at_the_page(cast.frida)
    assert carla.get(URL, {"leder": str(cast.bo.employee.uuid)}).status_code == 404
    assert press(carla, cast.bo, "foer", only=tasks_of(chain)[0]) == 404
    assert chain.number not in carla.get(URL).content.decode()
    press(carla, cast.erik, "foer", only=tasks_of(chain)[0])
    assert chained.waits(chain) == [("Bo Lind", "before")]
    assert "Du holder ikke slusen" in frida.get(URL).content.decode()
    rules = reverse("decisions:gate_rules", args=[cast.bo.employee.uuid])
    assert carla.get(rules).status_code == 404
    assert at_the_page(sara).get(rules).status_code == 200


def test_the_look_at_the_list_is_logged_with_its_chains(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = chained.secretary(bo)
    chain = chained.started(chained.step(bo))
    listed(at_the_page(sara), bo, "foer")
    told = Entry.objects.filter(action="read").values_list("subjects", "detail")
    assert any(chain.ref in subjects and "decisions:gate" in detail for subjects, detail in told)


def test_ten_cost_no_more_queries_than_two(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = at_the_page(chained.secretary(bo))
    counted = []
    for more in (2, 8):
        for _n in range(more):
            chained.started(chained.step(bo))
        listed(sara, bo, "foer")
        with CaptureQueriesContext(connection) as context:
            listed(sara, bo, "foer")
        counted.append(len(context))
    assert counted[0] == counted[1]
    assert counted[1] <= 20


def test_bo_lets_his_gate_work_by_itself_but_does_not_lift_his_own_limit(chained: Chained) -> None:
    bo = chained.cast.bo
    chained.secretary(bo)
    rules = reverse("decisions:gate_rules", args=[bo.employee.uuid])
    actions.set_gate(
        bo.employee, Gate(limited=True), by=chained.actor(chained.cast.frida), now=chained.tick()
    )
    browser = at_the_page(bo)
    assert "Sara Vind" in browser.get(rules).content.decode()
    assert browser.post(rules, {"auto_release": "1"}).status_code == 302
    gate = gate_of(bo.employee)
    assert (gate.auto_release, gate.auto_forward, gate.limited) == (True, False, True)
    with pytest.raises(Refused):
        actions.set_gate(bo.employee, Gate(), by=chained.actor(bo), now=chained.tick())


def test_sara_reads_the_rules_and_changes_nothing(chained: Chained) -> None:
    bo = chained.cast.bo
    sara = at_the_page(chained.secretary(bo))
    rules = reverse("decisions:gate_rules", args=[bo.employee.uuid])
    assert sara.post(rules, {"auto_forward": "1"}).status_code == 404
    assert not gate_of(bo.employee).auto_forward
