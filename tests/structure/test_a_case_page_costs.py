"""What a case page may cost, with the graph and the letters of the demo and every room's panel."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.municipality import STEPS, model_cases
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.test_work_list import is_overhead
from faelled.casework.documents.models import Direction, Document, Status
from tests.cast import NOW, Cast, the_cast

MOST_QUERIES, PAPERS = 14, 500


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


def lost_earnings(cast: Cast) -> Case:
    """A case of the demo's graph, all its steps done, with letters, and somebody let in."""
    case = model_cases(cast)[len(STEPS) - 1]
    anna, carla = cast.actor(cast.anna), [cast.carla.employee]
    actions.let_in(case, employees=carla, source="request:1", why="Ved det.", by=anna, now=NOW)
    assert case.documents.exists()
    return case


def own_queries(client: Client, address: str) -> list[str]:
    """Of the page itself, without session, user and the log of look-ups."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked if not is_overhead(query["sql"])]


def papers(case: Case, count: int) -> None:
    Document.objects.bulk_create(
        Document(
            case=case,
            title=f"Bilag {n}",
            direction=Direction.IN,
            status=Status.RECEIVED,
            received_at=NOW,
            created_at=timezone.now(),
            created_by_id="x",
            created_by_name="Anna Dam",
        )
        for n in range(count)
    )


def test_the_case_page_with_letters_asks_fourteen_times(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    asked = own_queries(client, reverse("cases:case", args=[lost_earnings(cast).uuid]))
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_five_hundred_papers_cost_no_more(cast: Cast, client: Client) -> None:
    case = lost_earnings(cast)
    client.force_login(cast.anna.user)
    page = reverse("cases:case", args=[case.uuid])
    before = own_queries(client, page)
    papers(case, PAPERS)
    assert len(own_queries(client, page)) == len(before)
    assert f"Se alle {case.documents.count()} dokumenter" in client.get(page).text
    assert len(own_queries(client, reverse("documents:list", args=[case.uuid]))) <= 8
