"""Anna orders visits: each is a process of its own in the case, with its own steps and answers."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, StepNotAllowed
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House
from faelled.casework.processes.actions import publish
from tests.cast import NOW

GRAPH = """
id = "besoeg"
version = "1"
title = "Besøg"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
roles = [{ id = "caseworker", label = "Sagsbehandler" }]
[[events]]
id = "order"
label = "Bestil besøg"
roles = ["caseworker"]
[[events.fields]]
id = "hours"
label = "Timer"
type = "integer"
required = true
[[events]]
id = "visit"
label = "Besøg"
type = "template"
roles = ["caseworker"]
[[events]]
id = "plan"
label = "Planlæg"
group = "visit"
pending = "P7D"
[[events.fields]]
id = "long"
label = "Er det et langt besøg?"
type = "boolean"
[[events.fields]]
id = "kind"
label = "Slags"
[[events]]
id = "report"
label = "Skriv rapport"
group = "visit"
pending = true
effects = [{ kind = "result", from = "plan.kind" }]
[[events.fields]]
id = "why"
label = "Hvorfor blev det langt?"
show_if = "plan.long and trigger.hours > 1"
[[events]]
id = "hearing"
label = "Høring"
type = "subprocess"
roles = ["caseworker"]
[[events]]
id = "reply"
label = "Modtag svar"
group = "hearing"
[[events]]
id = "close"
label = "Afslut"
roles = ["caseworker"]
[[relations]]
is = "order -->> visit"
[[relations]]
is = "plan -->* report"
[[relations]]
is = "plan -->% plan"
[[relations]]
is = "visit, hearing -->* close"
"""


@pytest.fixture
def case(house: House) -> Case:
    frida = house.cast.actor(house.cast.frida)
    version = publish(GRAPH.encode(), by=frida, now=NOW)
    case_type = actions.use_process(version.process, house.cast.disability, by=frida, now=NOW)
    return actions.open_case(case_type, by=house.cast.actor(house.cast.anna), now=NOW)


def test_a_graph_with_both_is_published_and_each_visit_is_done_for_itself(
    house: House, case: Case
) -> None:
    anna = house.cast.anna
    with pytest.raises(CaseError, match="ikke det trin"):
        house.do(case, "visit#1.plan", anna)
    house.do(case, "order", anna, hours="5")
    house.do(case, "order", anna, hours="1")
    tasks = case.tasks.order_by("event_id").values_list("event_id", "label", "possible")
    assert list(tasks) == [
        ("visit#1.plan", "Planlæg (Besøg 1)", True),
        ("visit#1.report", "Skriv rapport (Besøg 1)", False),
        ("visit#2.plan", "Planlæg (Besøg 2)", True),
        ("visit#2.report", "Skriv rapport (Besøg 2)", False),
    ]
    house.do(case, "visit#2.plan", anna, long="true", kind="kort")
    house.do(case, "visit#2.report", anna)
    with pytest.raises(StepNotAllowed):
        house.do(case, "visit#1.report", anna)
    house.do(case, "visit#1.plan", anna, long="true", kind="lang")
    house.do(case, "visit#1.report", anna, why="Trappe")
    house.do(case, "reply", anna)
    case.refresh_from_db()
    assert not case.tasks.exists()
    assert case.result == "lang"
    house.do(case, "close", anna)
    assert case.marking["instances"] == {"visit": 2}
    assert case.marking["values"]["visit#1.report"] == {"record": {"why": "Trappe"}}
    assert {"visit#1", "visit#2", "hearing"} <= case.marking["executed"].keys()


def test_annas_pages_show_the_visits_by_their_number(
    house: House, case: Case, client: Client
) -> None:
    anna = house.cast.anna
    client.force_login(anna.user)
    house.do(case, "order", anna, hours="5")
    house.do(case, "order", anna, hours="5")
    page = client.get(reverse("cases:case", args=[case.uuid]))
    steps = page.context["page"].steps
    assert [row.event.id for row in steps.now] == ["visit#1.plan", "visit#2.plan", "reply", "order"]
    assert "Planlæg (Besøg 2)" in page.text
    address = reverse("cases:step", args=[case.uuid, "visit#2.plan"])
    assert address in page.text
    form = client.get(address)
    assert "Planlæg (Besøg 2)" in form.text
    post = {
        "idempotency_key": str(uuid4()),
        "seen_seq": str(form.context["form"].seq),
        "long": "true",
    }
    done = client.post(address, post)
    assert done.status_code == 302
    case.refresh_from_db()
    assert "visit#2.plan" in case.marking["executed"]
    report = client.get(reverse("cases:step", args=[case.uuid, "visit#2.report"]))
    assert "Hvorfor blev det langt?" in report.text
    other = client.get(reverse("cases:step", args=[case.uuid, "visit#1.report"]))
    assert "»Planlæg (Besøg 1)« skal gøres først." in other.text
    assert client.get(reverse("cases:step", args=[case.uuid, "visit#3.plan"])).status_code == 404
    assert "Besøg" in client.get(reverse("cases:map", args=[case.uuid])).text


def test_the_process_page_says_what_lies_inside_and_who_does_it(
    house: House, case: Case, client: Client
) -> None:
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("processes:version", args=["besoeg", 1])).text
    assert "Sker af sig selv, når alt, der hører til det, er gjort: »Planlæg«" in page
    assert "Hører til »Besøg« og kan kun ske, når det kan." in page
    assert "Kan gøres af alle" not in page
    assert "<td>sker af sig selv</td>" in page
