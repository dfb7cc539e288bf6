"""One case: what I can do, what I cannot do yet and why, what has happened, who has looked."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faelled.apps.intake.case_view import phases_of
from faelled.apps.intake.party import looks_at
from faelled.apps.intake.tests.graphs import camp
from faelled.apps.intake.tests.journey import Journey
from faelled.base.access.log import log_read
from faelled.base.audit.models import Entry
from faelled.casework.cases.models import Case, CaseType, Deadline, Status
from faelled.casework.processes.engines import graph_for
from faelled.casework.processes.models import ProcessVersion
from faelled.lib.dcr import Marking


def test_what_can_be_done_now_and_what_must_wait(dorthe: Journey) -> None:
    case = dorthe.asked()
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    for step in ("answer", "withdraw"):
        assert f'href="/mine-sager/{case.uuid}/trin/{step}/"' in page
    for step in ("confirm", "decide", "secret", "apply"):
        assert f"trin/{step}/" not in page
    assert "Bekræft, at barnet kommer" in page
    assert "<li>Du kan først svare, når der er truffet afgørelse.</li>" in page
    assert "Træf afgørelse" not in page
    assert "Du skal svare senest" in page and "(om 14 dage)" in page


def test_a_rule_without_a_reason_of_its_own_names_no_inner_step(
    dorthe: Journey, publish_graph: Callable[[bytes], ProcessVersion]
) -> None:
    """A graph from the portal has no sentences: the step in the way must not be named by that."""
    source = (
        camp()
        .decode()
        .replace(
            'is = "decide -->* confirm"',
            'is = "secret -->* confirm"\n[[relations]]\nis = "decide -->* confirm"',
        )
    )
    publish_graph(source.encode())
    case = dorthe.asked()
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "<li>Kommunen skal gøre noget i sagen først.</li>" in page
    assert "Intern drøftelse" not in page
    assert "Intern drøftelse" not in dorthe.page(f"/mine-sager/{case.uuid}/trin/confirm/", 409)


def test_who_has_the_case_and_what_comes_next_is_said_first(dorthe: Journey) -> None:
    case = dorthe.apply()
    head = dorthe.page(f"/mine-sager/{case.uuid}/").partition('id="now"')[0]
    assert "Børnehandicap har sagen." in head and "Kommunen skal svare senest" in head
    dorthe.official("ask", case)
    head = dorthe.page(f"/mine-sager/{case.uuid}/").partition('id="now"')[0]
    assert "Du skal svare senest" in head and "Kommunen skal svare" not in head


def test_a_party_is_shown_where_to_ask_for_the_papers(
    dorthe: Journey, access_to_documents: CaseType
) -> None:
    case = dorthe.apply()
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert 'href="/selvbetjening/aktindsigt/"' in page and f"sag {case.number}" in page
    CaseType.objects.filter(pk=access_to_documents.pk).update(open_to_citizens=False)
    assert "/selvbetjening/aktindsigt/" not in dorthe.page(f"/mine-sager/{case.uuid}/")


def test_what_waited_can_be_done_when_the_rules_allow_it(dorthe: Journey) -> None:
    case = dorthe.apply()
    dorthe.official("decide", case)
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert f"/mine-sager/{case.uuid}/trin/confirm/" in page
    assert "Du kan først svare" not in page


def test_only_what_the_party_may_read_has_happened(dorthe: Journey) -> None:
    case = dorthe.apply()
    dorthe.official("secret", case)
    dorthe.official("decide", case)
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "Træf afgørelse" in page and "Søg om tilskud til sommerlejr" in page
    assert "Intern drøftelse" not in page
    assert "Anna" not in page


def test_deadlines_of_the_authority_are_known_and_the_missed_stay_said(dorthe: Journey) -> None:
    case = dorthe.apply()
    assert "Kommunen skal svare senest" in dorthe.page(f"/mine-sager/{case.uuid}/")
    Deadline.objects.update(due_at=timezone.now() - timedelta(days=1))
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "Fristen er overskredet." in page and "retssikkerhedsloven § 3, stk. 2" in page


def test_who_has_looked_is_unit_day_and_purpose_and_never_a_name(dorthe: Journey) -> None:
    case = dorthe.apply()
    now = timezone.now()
    for _ in range(3):
        anna = dorthe.cast.actor(dorthe.cast.anna, now)
        log_read(anna, subjects=[case.ref], page="cases:case", now=now)
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "Børnehandicap" in page and "Sagsbehandling" in page
    assert "Anna" not in page
    [by_us, by_her] = sorted(looks_at(case), key=lambda look: -look.times)
    assert (by_us.unit, by_us.times) == ("Børnehandicap", 3)
    assert by_her.unit == "Dig selv eller en anden part"
    assert "Sagsbehandling" in dorthe.page(f"/mine-sager/{case.uuid}/opslag/")


def test_the_party_s_own_look_is_logged_too(dorthe: Journey) -> None:
    case = dorthe.apply()
    dorthe.page(f"/mine-sager/{case.uuid}/")
    entry = Entry.objects.filter(action="read", actor_id=dorthe.who.id).latest("pk")
    assert entry.purpose == "self-service" and str(case.uuid) in entry.subjects


def test_how_far_the_case_is(dorthe: Journey) -> None:
    case = dorthe.apply()
    assert phases(case) == [("Ansøgning", "current"), ("Afgørelse", "todo")]
    dorthe.official("decide", case)
    assert phases(case) == [("Ansøgning", "done"), ("Afgørelse", "current")]
    Case.objects.update(status=Status.CLOSED, closed_at=timezone.now())
    assert phases(case) == [("Ansøgning", "done"), ("Afgørelse", "done")]


def phases(case: Case) -> list[tuple[str, str]]:
    case.refresh_from_db()
    graph, marking = graph_for(case.version_id), Marking.from_json(case.marking)
    return [(mark.label, mark.state) for mark in phases_of(case, graph, marking)]


def test_a_case_that_rests_or_has_ended_offers_nothing_to_press(dorthe: Journey) -> None:
    case = dorthe.asked()
    Case.objects.update(status=Status.SUSPENDED, status_reason="Vi venter på lægen")
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "Sagen er sat i bero" in page and "Vi venter på lægen" in page and "/trin/" not in page
    Case.objects.update(status=Status.CLOSED, closed_at=timezone.now())
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "Sagen er afsluttet" in page and "/trin/" not in page


def test_a_long_case_costs_no_more_queries_than_a_short_one(dorthe: Journey) -> None:
    case = dorthe.apply()
    dorthe.page(f"/mine-sager/{case.uuid}/")
    with CaptureQueriesContext(connection) as short:
        dorthe.page(f"/mine-sager/{case.uuid}/")
    for _ in range(6):
        dorthe.official("ask", case)
    with CaptureQueriesContext(connection) as long:
        dorthe.page(f"/mine-sager/{case.uuid}/")
    assert len(long) <= len(short) + 1
    assert len(long) <= 25
