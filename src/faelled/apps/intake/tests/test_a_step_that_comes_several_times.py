"""Dorthe answers each of several letters in her case: the steps of each letter are her own."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from faelled.apps.intake.tests.conftest import Publish
from faelled.casework.cases import actions
from tests.cast import NOW, Cast

GRAPH = """
id = "breve"
version = "1"
title = "Breve"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
roles = [{ id = "citizen", label = "Borger" }, { id = "caseworker", label = "Sagsbehandler" }]
phases = [{ id = "answers", label = "Svar" }]
[[events]]
id = "ask"
label = "Send brev"
roles = ["caseworker"]
[[events]]
id = "letter"
label = "Brev"
type = "template"
[[events]]
id = "answer"
label = "Svar på brevet"
roles = ["citizen"]
group = "letter"
pending = true
phase = "answers"
[[relations]]
is = "ask -->> letter"
"""


def test_each_letter_is_answered_for_itself_and_one_not_sent_is_not_found(
    cast: Cast, publish_graph: Publish, client: Client
) -> None:
    version = publish_graph(GRAPH.encode())
    frida, anna = cast.actor(cast.frida), cast.actor(cast.anna)
    case_type = actions.use_process(
        version.process, cast.disability, by=frida, now=NOW, open_to_citizens=True
    )
    party = actions.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = actions.open_case(case_type, by=anna, now=NOW, parties=[party])
    for _letter in range(2):
        actions.execute(case, actions.Step(event_id="ask", key=str(uuid4())), by=anna, now=NOW)
    client.force_login(cast.dorthe.user)
    page = client.get(reverse("intake:case", args=[case.uuid])).text
    assert "Svar på brevet (Brev 1)" in page
    assert "Svar på brevet (Brev 2)" in page
    second, third = (
        reverse("intake:step", args=[case.uuid, f"letter#{number}.answer"]) for number in (2, 3)
    )
    assert client.get(second, follow=True).status_code == 200
    assert client.get(third).status_code == 404
