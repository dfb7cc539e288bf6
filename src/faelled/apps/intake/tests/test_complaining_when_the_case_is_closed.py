"""A closed case ends the authority's work, not the party's right to complain."""

import pytest
from django.conf import settings
from django.utils import timezone

from faelled.apps.intake.effects import REOPENS, told
from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.graphs import camp
from faelled.apps.intake.tests.journey import Journey
from faelled.base.audit.models import Entry
from faelled.casework.cases.models import Case, JournalEntry, Status
from faelled.lib.dcr.formats.read import load_graph

COMPLAIN = """
[[events]]
id = "complain"
label = "Klag over afgørelsen"
roles = ["citizen", "caseworker"]
phase = "decision"
effects = [{ kind = "note" }, { kind = "reopens" }]
fields = [{ id = "why", label = "Hvad er du uenig i?", type = "longtext", required = true }]

[[events]]
id = "look_again"
label = "Se på sagen igen"
roles = ["caseworker"]
included = false

[[relations]]
is = "decide -->* complain"
why = "Der er ikke truffet nogen afgørelse endnu."
[[relations]]
is = "complain -->+ look_again"
[[relations]]
is = "complain *--> look_again"
"""


@pytest.fixture
def closed(dorthe: Journey, publish_graph: Publish) -> Case:
    """Dorthe's case: decided, and closed afterwards."""
    publish_graph(camp("2.0.0") + COMPLAIN.encode())
    case = dorthe.apply()
    dorthe.official("decide", case)
    close(case)
    return case


def close(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status=Status.CLOSED, closed_at=timezone.now())
    case.refresh_from_db()


def complaint(case: Case) -> str:
    return f"/mine-sager/{case.uuid}/trin/complain/"


def test_it_can_be_sent_online_and_takes_the_case_up_again(dorthe: Journey, closed: Case) -> None:
    page = dorthe.page(f"/mine-sager/{closed.uuid}/")
    assert "Sagen er afsluttet" in page and complaint(closed) in page
    assert "Bekræft, at barnet kommer" not in page.partition("Så langt er sagen")[0]
    dorthe.fill(complaint(closed), {"why": "Prisen er regnet forkert"})
    dorthe.send(Draft.objects.get(case=closed, sent_at=None))
    closed.refresh_from_db()
    assert (closed.status, closed.closed_at) == (Status.OPEN, None)
    assert closed.tasks.get(event_id="look_again").possible
    said = JournalEntry.objects.filter(case=closed).values_list("text", flat=True)
    assert "Genåbnet, fordi en part har sendt: Klag over afgørelsen" in said


def test_the_log_says_that_the_system_opened_and_that_dorthe_complained(
    dorthe: Journey, closed: Case
) -> None:
    dorthe.fill(complaint(closed), {"why": "Prisen er regnet forkert"})
    dorthe.send(Draft.objects.get(case=closed, sent_at=None))
    entries = list(Entry.objects.filter(stream=closed.ref).order_by("pk"))[-2:]
    assert [entry.actor_id for entry in entries] == ["system", dorthe.who.id]


def test_looking_at_the_form_opens_nothing(dorthe: Journey, closed: Case) -> None:
    dorthe.page(complaint(closed))
    dorthe.fill(complaint(closed), {"why": "Prisen"})
    closed.refresh_from_db()
    assert closed.status == Status.CLOSED


def test_what_the_graph_does_not_open_stays_closed(dorthe: Journey, closed: Case) -> None:
    page = dorthe.page(f"/mine-sager/{closed.uuid}/trin/withdraw/", status=409)
    assert "Sagen er afsluttet." in page


def test_where_the_graph_says_no_the_case_stays_closed(
    dorthe: Journey, publish_graph: Publish
) -> None:
    publish_graph(camp("2.0.0") + COMPLAIN.encode())
    case = dorthe.apply()
    close(case)
    page = dorthe.page(complaint(case), status=409)
    assert "Der er ikke truffet nogen afgørelse endnu." in page
    case.refresh_from_db()
    assert case.status == Status.CLOSED


def test_another_citizen_opens_nothing(esben: Journey, closed: Case) -> None:
    esben.page(complaint(closed), status=404)
    assert esben.client.post(complaint(closed), {"why": "x"}).status_code == 404
    closed.refresh_from_db()
    assert closed.status == Status.CLOSED


def test_the_shipped_graphs_let_a_party_complain_late() -> None:
    opening = {}
    for name in ("aktindsigt", "tabt-arbejdsfortjeneste"):
        source = (settings.CONTENT / "graphs" / f"{name}.toml").read_bytes()
        opening[name] = {event.id for event in load_graph(source).events if told(event, REOPENS)}
    assert opening == {
        "aktindsigt": {"complain"},
        "tabt-arbejdsfortjeneste": {"complain", "ask_reopening"},
    }
