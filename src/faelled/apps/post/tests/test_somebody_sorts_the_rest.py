"""What no case was found for: put on one, a new one opened, handed on, or set aside; each by whom
it concerns, and each look in the log.
"""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.post import actions
from faelled.apps.post.models import Received, State
from faelled.apps.post.queries import listed, visible_to
from faelled.apps.post.tests.mail import CAME, ESBEN, STRANGER, Mail, a_file
from faelled.base.audit.models import Entry
from faelled.base.people.actions import register_person
from faelled.base.people.models import Person
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case
from faelled.lib.text.cpr import REAL_AND_DEMO, parse
from tests.cast import Worker


def at(client: Client, who: Worker) -> Client:
    client.force_login(who.user)
    return client


def address(row: Received, change: str = "") -> str:
    if change:
        return reverse("post:change", args=[row.uuid, change])
    return reverse("post:message", args=[row.uuid])


@pytest.fixture(autouse=True)
def clock() -> object:
    """Pages are opened some days after the mail came."""
    with patch.object(timezone, "now", return_value=CAME + timedelta(hours=2)) as now:
        yield now


def to_disability(mail: Mail, **said: Any) -> Received:
    row = mail.came(STRANGER, **said)
    cast = mail.office.cast
    return actions.hand_over(row, cast.disability, by=cast.actor(mail.grete, CAME), now=CAME)


def test_who_sorts_hands_it_to_a_unit_and_reads_it_no_more(mail: Mail, client: Client) -> None:
    cast, row = mail.office.cast, mail.came(STRANGER, label="Om støtte til Emil")
    page = at(client, mail.grete).get(reverse("post:list"))
    assert "Om støtte til Emil" in page.text
    unit = {"unit": str(cast.disability.uuid), "note": "Er det jer?"}
    done = client.post(address(row, "giv-videre"), unit)
    assert done.status_code == 302
    assert client.get(address(row)).status_code == 404
    page = at(client, cast.anna).get(address(row))
    assert "Er det jer?" in page.text and "Villy Vest" in page.text
    back = {"unit": "sorters", "note": "Nej"}
    assert client.post(address(row, "giv-videre"), back).status_code == 302
    row.refresh_from_db()
    assert row.unit is None


def test_others_see_neither_list_nor_message(mail: Mail, client: Client) -> None:
    waiting, handed = mail.came(STRANGER, label="Hemmelig A"), to_disability(mail, label="Hem. B")
    cast = mail.office.cast
    for who in (cast.carla, cast.erik, cast.frida):
        actor = cast.actor(who, CAME)
        assert not visible_to(actor, now=CAME).exists()
        for row in (waiting, handed):
            assert at(client, who).get(address(row)).status_code == 404
            assert (
                client.post(address(row, "kraever-ikke-mere"), {"reason": "x"}).status_code == 404
            )
            with pytest.raises(NotYours):
                actions.set_aside(row, reason="Nej", by=actor, now=CAME)
    client.force_login(cast.dorthe.user)
    assert client.get(address(waiting)).status_code in (302, 403, 404)


def test_a_caseworker_opens_a_case_with_it_and_the_clocks_run_from_the_day_it_came(
    mail: Mail, client: Client
) -> None:
    row, cast = to_disability(mail, files=[a_file()]), mail.office.cast
    form = {"case_type": str(mail.office.case_type.pk), "title": ""}
    done = at(client, cast.anna).post(address(row, "ny-sag"), form)
    case = Case.objects.get()
    assert done["Location"].startswith(reverse("cases:step", args=[case.uuid, "apply"]))
    assert "papir=07-05-2026" in done["Location"]
    assert client.get(done["Location"]).status_code == 200
    assert case.opened_at == CAME
    villy = Person.objects.get(family_name="Vest")
    assert case.main_person == villy
    assert [one.party.person for one in case.documents.all() if one.party] == [villy, villy]
    row.refresh_from_db()
    assert (row.state, row.case, row.seen_at is None) == (State.PLACED, case, False)


def test_a_sender_who_has_come_to_be_known_meanwhile_is_not_made_twice(mail: Mail) -> None:
    row, cast = to_disability(mail), mail.office.cast
    anna = cast.actor(cast.anna, CAME)
    villy = register_person(
        cast.authority,
        given_name="Villy",
        family_name="Vest",
        cpr=parse(STRANGER.id, REAL_AND_DEMO),
        by=anna,
        now=CAME,
    )
    case = actions.open_with(row, mail.office.case_type, by=anna, now=CAME)
    assert case.main_person == villy


def test_it_is_laid_on_a_case_by_choice_or_by_number(mail: Mail, client: Client) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    grete = cast.actor(mail.grete, CAME)
    own, other = mail.came(), mail.came(ESBEN)
    for row in (own, other):
        actions.hand_over(row, cast.disability, by=grete, now=CAME)
    page = at(client, cast.anna).get(address(own, "laeg-paa-sag"))
    assert case.number in page.text
    assert client.post(address(own, "laeg-paa-sag"), {"case": str(case.uuid)}).status_code == 302
    wrong = client.post(address(other, "laeg-paa-sag"), {"case": "other", "number": "2026-99999"})
    assert wrong.status_code == 422 and "Du arbejder ikke på en sag" in wrong.text
    by_number = {"case": "other", "number": f" {case.number} "}
    right = client.post(address(other, "laeg-paa-sag"), by_number)
    assert right["Location"] == reverse("cases:case", args=[case.uuid])
    other.refresh_from_db()
    # Esben is no party of it: he does not get to read it through the case.
    assert other.case == case
    assert [p.party for p in case.documents.filter(kind="received", step=None)][-1] is None


def test_a_case_one_does_not_work_on_is_no_place_for_it(mail: Mail) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    row = mail.came(STRANGER)
    with pytest.raises(NotYours):
        actions.place(row, case, by=cast.actor(mail.grete, CAME), now=CAME)
    assert Received.objects.get().waits


def test_two_who_take_it_at_once_do_it_once(mail: Mail, client: Client) -> None:
    row, cast = to_disability(mail), mail.office.cast
    anna = cast.actor(cast.anna, CAME)
    actions.open_with(row, mail.office.case_type, by=anna, now=CAME)
    with pytest.raises(CaseError, match="En anden har allerede"):
        actions.set_aside(row, reason="Reklame", by=anna, now=CAME)
    page = at(client, cast.anna).post(address(row, "ny-sag"), {"case_type": "1"}, follow=True)
    assert "En anden har allerede taget sig af meddelelsen" in page.text
    assert Case.objects.count() == 1


def test_what_needs_no_more_says_why(mail: Mail, client: Client) -> None:
    row = mail.came(STRANGER)
    empty = at(client, mail.grete).post(address(row, "kraever-ikke-mere"), {"reason": " "})
    assert empty.status_code == 422
    client.post(address(row, "kraever-ikke-mere"), {"reason": "Tak for hjælpen"})
    row.refresh_from_db()
    assert (row.state, row.note, row.settled_by_name) == (
        State.SET_ASIDE,
        "Tak for hjælpen",
        "Grete Holt",
    )


def test_the_case_page_shows_what_nobody_has_seen_and_the_steps_it_may_be(
    mail: Mail, client: Client
) -> None:
    case, cast = mail.office.case(), mail.office.cast
    row = mail.came(case_id=str(case.uuid), label="Her er svaret")
    page = at(client, cast.anna).get(reverse("cases:case", args=[case.uuid]))
    assert "Ny Digital Post" in page.text and "Her er svaret" in page.text
    step = reverse("cases:step", args=[case.uuid, "apply"])
    assert f"{step}?papir=07-05-2026" in page.text
    assert "Nyt i sager" in client.get(reverse("post:list")).text
    done = client.post(reverse("post:seen", args=[row.uuid]))
    assert done["Location"] == reverse("cases:case", args=[case.uuid])
    assert "Ny Digital Post" not in client.get(done["Location"]).text


def test_every_look_is_in_the_log_with_the_sender(mail: Mail, client: Client) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    row = mail.came(case_id=str(case.uuid), files=[a_file()])
    pages = (address(row), reverse("post:list") + "?liste=nyt")
    file = reverse("post:file", args=[row.uuid, 1])
    for url in (*pages, file):
        assert at(client, cast.anna).get(url).status_code == 200
        entry = Entry.objects.filter(stream=f"lookups:{cast.anna.id}").latest("pk")
        assert row.ref in entry.subjects
        assert f"person:{cast.dorthe.person.uuid}" in entry.subjects
    assert client.get(reverse("post:file", args=[row.uuid, 9])).status_code == 404


def test_no_page_shows_a_number_of_a_person_or_a_protected_address(
    mail: Mail, client: Client
) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    Person.objects.filter(pk=cast.dorthe.person.pk).update(
        address_protected_until=CAME.date() + timedelta(days=300)
    )
    row = mail.came(case_id=str(case.uuid))
    for url in (address(row), reverse("post:list") + "?liste=nyt"):
        said = at(client, cast.anna).get(url).text
        assert "Dorthe Friis" in said
        assert "Engvej" not in said and "410384" not in said


def test_the_lists_cost_the_same_with_many(
    mail: Mail, django_assert_max_num_queries: object
) -> None:
    cast = mail.office.cast
    for _n in range(3):
        mail.came(STRANGER)
    rows = listed(cast.actor(mail.grete, CAME), "fordeling", now=CAME)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        assert len([(row.title, row.sender_name, row.case, row.unit) for row in rows]) == 3
