"""Frida proposes at a page, Bo approves at another; Anna and Carla see nothing of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faelled.base.people import actions
from faelled.base.people.models import GrantKind, GrantProposal, GrantState
from tests.cast import Cast, Worker, worker

REASON = "Hun overtager Gittes sager."


def at(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def page(who: Worker, url: str) -> str:
    return at(who).get(url).content.decode()


def of(who: Worker) -> str:
    return f"/medarbejdere/{who.employee.uuid}/"


def posted(people: Cast, who: Worker, **more: str) -> tuple[int, str]:
    answer = at(who).post(
        f"{of(people.anna)}foreslaa/position/",
        {
            "unit": str(people.disability.pk),
            "role": "manager",
            "title": "Teamleder",
            "leads": "false",
            "reason": REASON,
            **more,
        },
    )
    return answer.status_code, answer.content.decode()


def proposal(people: Cast) -> GrantProposal:
    assert posted(people, people.frida)[0] == 302
    return GrantProposal.objects.get()


def test_frida_proposes_and_bo_approves(people: Cast) -> None:
    row = proposal(people)
    url = f"/medarbejdere/forslag/{row.uuid}/"
    assert "Teamleder" not in page(people.bo, of(people.anna)).split("Stillinger og roller")[1]
    html = page(people.bo, url)
    assert REASON in html
    assert "Bo Lind" in html
    assert at(people.bo).post(f"{url}godkend/").status_code == 302
    assert "Teamleder, Børnehandicap" in page(people.bo, of(people.anna))


def test_frida_has_no_button_to_approve_her_own_and_a_post_changes_nothing(people: Cast) -> None:
    row = proposal(people)
    url = f"/medarbejdere/forslag/{row.uuid}/"
    assert ">Godkend<" not in page(people.frida, url)
    answer = at(people.frida).post(f"{url}godkend/", follow=True)
    assert "selv har lavet" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == GrantState.WAITING


def test_what_was_typed_stays_when_something_is_missing(people: Cast) -> None:
    status, html = posted(people, people.frida, unit="")
    assert status == 422
    assert REASON in html
    assert 'value="Teamleder"' in html
    assert not GrantProposal.objects.exists()


def test_returned_it_is_put_right_with_what_stood_there(people: Cast) -> None:
    row = proposal(people)
    url = f"/medarbejdere/forslag/{row.uuid}/"
    at(people.bo).post(f"{url}send-tilbage/", {"comment": "Kun til sommer."})
    html = page(people.frida, url)
    assert "Kun til sommer." in html
    assert 'value="Teamleder"' in page(people.frida, f"{url}ret/")
    terms = {"unit": str(people.disability.pk), "role": "manager", "leads": "false"}
    at(people.frida).post(f"{url}ret/", {**terms, "valid_to": "1-7-2099", "reason": REASON})
    row.refresh_from_db()
    assert row.state == GrantState.WAITING
    assert row.terms["valid_to"] == "2099-07-01"
    at(people.frida).post(f"{url}traek-tilbage/")
    row.refresh_from_db()
    assert row.state == GrantState.WITHDRAWN


@pytest.mark.parametrize("who", ["carla", "erik"])
def test_others_find_neither_the_proposal_nor_anna(people: Cast, who: str) -> None:
    someone: Worker = getattr(people, who)
    row = proposal(people)
    for url in (
        f"/medarbejdere/forslag/{row.uuid}/",
        f"/medarbejdere/forslag/{row.uuid}/ret/",
        f"/medarbejdere/forslag/{row.uuid}/send-tilbage/",
        of(people.anna),
        f"{of(people.anna)}foreslaa/mandate/",
    ):
        assert at(someone).get(url).status_code == 404
    assert "Anna Dam" not in page(someone, "/medarbejdere/")
    assert "Anna Dam" not in page(someone, "/medarbejdere/forslag/")


def test_anna_reads_her_own_rights_and_takes_nothing_away(people: Cast) -> None:
    html = page(people.anna, of(people.anna))
    assert "Børnehandicap" in html
    assert "Fjern nu" not in html
    key = people.bo.employee.positions.get().pk
    right = {"right": f"position/{key}"}
    assert at(people.anna).post(f"{of(people.anna)}fjern/", right).status_code == 403


@pytest.mark.parametrize("right", ["position/{position}", "log-in/"])
def test_taken_away_anna_is_out_at_the_next_click(people: Cast, right: str) -> None:
    anna = at(people.anna)
    assert anna.get("/sager/").status_code == 200
    said = right.format(position=people.anna.employee.positions.get().pk)
    at(people.frida).post(f"{of(people.anna)}fjern/", {"right": said})
    answer = anna.get("/sager/")
    shown = answer.content.decode() if answer.status_code == 200 else ""
    assert answer.status_code in {200, 302}
    assert "Børnehandicap" not in shown


@pytest.mark.parametrize(
    "right", ["", "x/1", "position/²", "position/999999", "capability/1:fly", "mandate/-1"]
)
def test_odd_removals_take_nothing(people: Cast, right: str) -> None:
    answer = at(people.frida).post(f"{of(people.anna)}fjern/", {"right": right})
    assert answer.status_code in {302, 404}
    assert people.anna.employee.positions.get().valid_to is None


def test_an_employee_is_found_by_a_part_of_the_name(people: Cast) -> None:
    html = page(people.frida, "/medarbejdere/?q=anna+da")
    assert "Anna Dam" in html
    assert "Bo Lind" not in html.split("<main")[1]


def test_fifty_employees_cost_no_more_questions_than_ten(people: Cast) -> None:
    for number in range(60):
        worker(people.disability, f"Nr{number} Bang", role="caseworker")
    client = at(people.frida)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/medarbejdere/").status_code == 200
    assert len(asked) <= 13


def test_each_kind_has_a_form(people: Cast) -> None:
    actions.keep_to_leaders_pages(people.anna.employee, by=people.system, now=timezone.now())
    for kind in GrantKind.values:
        url = f"{of(people.anna)}foreslaa/{kind}/"
        assert at(people.frida).get(url).status_code == 200
    assert at(people.frida).get(f"{of(people.anna)}foreslaa/x/").status_code == 404
