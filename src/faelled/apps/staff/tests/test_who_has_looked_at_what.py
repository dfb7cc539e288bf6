"""Line 26: every view and search with who and for whom; found by Frida, and by nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faelled.apps.staff.exports import line, safe
from faelled.base.access.log import log_read
from faelled.base.audit.models import Entry
from faelled.base.people import actions
from tests.cast import Cast, Worker

URL = "/medarbejdere/opslag/"


def at(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def look(people: Cast, who: Worker, times: int = 1) -> None:
    subject = f"person:{people.dorthe.person.uuid}"
    for _time in range(times):
        actor = people.actor(who, timezone.now())
        log_read(actor, subjects=[subject], page="cases:case", now=timezone.now())


def main(client: Client, **asked: str) -> str:
    return client.post(URL, asked).content.decode().split("<main")[1]


def rows(html: str) -> int:
    return html.count('<td data-label="Side">')


def test_frida_sees_who_looked_at_dorthe(people: Cast) -> None:
    look(people, people.anna)
    html = main(at(people.frida))
    assert "Anna Dam" in html
    assert "Dorthe Friis" in html
    assert "Sagsbehandling" in html


@pytest.mark.parametrize("who", ["anna", "bo", "carla"])
def test_nobody_without_the_right_opens_it_or_fetches_the_file(people: Cast, who: str) -> None:
    someone: Worker = getattr(people, who)
    assert at(someone).get(URL).status_code == 403
    assert at(someone).post(f"{URL}csv/").status_code == 403


def test_both_names_stand_there_when_one_looked_on_behalf_of_another(people: Cast) -> None:
    now = timezone.now()
    actions.add_substitution(
        people.bo.employee,
        people.erik.employee,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        by=people.system,
        now=now,
    )
    erik = at(people.erik)
    erik.post("/paa-vegne-af/", {"principal": people.bo.id})
    erik.post("/sager/soeg/", {"q": "Friis"}, follow=True)
    erik.get("/sager/")
    for name in ("Bo Lind", "erik munk"):
        html = main(at(people.frida), employee=name)
        assert "Erik Munk" in html
        assert "på vegne af Bo Lind" in html


def test_it_is_narrowed_to_a_person_by_number_which_stands_in_no_address(people: Cast) -> None:
    look(people, people.anna)
    log_read(people.actor(people.bo), subjects=["case:x"], page="cases:list", now=timezone.now())
    client = at(people.frida)
    html = main(client, cpr="410384-0002")
    assert "Anna Dam" in html
    assert "Bo Lind" not in html
    assert "cpr=" not in html
    assert client.get(f"{URL}?cpr=410384-0002").status_code == 200
    entries = Entry.objects.filter(actor_id=people.frida.id)
    assert all("4103840002" not in entry.detail + entry.subjects for entry in entries)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"employee": "Ingen Sådan"}, "ingen medarbejder"),
        ({"number": "X-1"}, "ingen sag"),
        ({"cpr": "420882-0009"}, "CPR"),
        ({"cpr": "410384-0002", "number": "X-1"}, "Vælg kun det ene"),
        ({"start": "i går"}, "Se ved felterne|dato"),
    ],
)
def test_what_is_not_known_is_said_and_what_was_typed_stays(
    people: Cast, asked: dict[str, str], said: str
) -> None:
    answer = at(people.frida).post(URL, asked)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert any(word in html for word in said.split("|"))
    assert all(value in html for value in asked.values())


def test_a_period_ends_with_its_last_day(people: Cast) -> None:
    look(people, people.anna)
    today = timezone.localdate()
    client = at(people.frida)
    assert "Anna Dam" in main(client, start=today.isoformat(), end=today.isoformat())
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert "Anna Dam" not in main(client, start=tomorrow, end=tomorrow)


def test_every_row_is_reached_page_by_page(people: Cast) -> None:
    look(people, people.anna, 120)
    client, seen, after = at(people.frida), 0, ""
    for _page in range(4):
        html = main(client, employee="Anna Dam", after=after)
        seen += rows(html)
        if 'name="after" value="' not in html:
            break
        after = html.split('name="after" value="')[1].split('"')[0]
    assert seen == 120


def test_the_report_stands_in_the_log_itself(people: Cast) -> None:
    look(people, people.anna)
    main(at(people.frida))
    entry = Entry.objects.filter(actor_id=people.frida.id).latest("pk")
    assert entry.data == {"page": "staff:lookups"}
    assert entry.purpose == "control"
    subjects = entry.about.values_list("subject", flat=True)
    assert list(subjects) == [f"person:{people.dorthe.person.uuid}"]


def test_the_file_has_every_row_and_is_logged(people: Cast) -> None:
    look(people, people.anna, 3)
    answer = at(people.frida).post(f"{URL}csv/", {"employee": "Anna Dam"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.count("Anna Dam;") == 3
    assert "Dorthe Friis" in text
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.filter(actor_id=people.frida.id).latest("pk")
    assert entry.data == {"page": "staff:lookups_csv"}
    assert entry.about.count() == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert line([cell, "a;b"]).count(";") == 2


def test_fifty_rows_cost_no_more_questions_than_five(people: Cast) -> None:
    look(people, people.anna, 60)
    client = at(people.frida)
    with CaptureQueriesContext(connection) as asked:
        html = main(client)
    assert rows(html) == 50
    assert len(asked) <= 19
