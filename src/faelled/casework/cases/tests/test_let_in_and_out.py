"""Carla and her unit are let into one case of another unit, and out again."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.base.audit.models import Entry
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, NotYours, StepNotAllowed
from faelled.casework.cases.models import Assignment, Case
from faelled.casework.cases.queries import roles_in_case, visible_to, worked_on_by
from faelled.casework.cases.tests.house import House
from tests.cast import NOW, Worker, the_cast

SOURCE = "request:1"
LATER, END = NOW + timedelta(days=1), NOW + timedelta(days=7)


def carla_in(house: House, case: Case, role: str = "", **terms: Any) -> list[Assignment]:
    """Anna lets Carla in."""
    given: dict[str, Any] = {"employees": [house.cast.carla.employee], "source": SOURCE}
    given |= {"why": "Kender vejen.", "by": house.cast.actor(house.cast.anna), "now": NOW}
    return actions.let_in(case, role=role, **given | terms)


def sees(house: House, who: Worker, now: datetime = NOW) -> bool:
    return visible_to(house.cast.actor(who, now), now=now).exists()


def test_carla_works_on_the_case_in_the_role_that_she_was_given(house: House) -> None:
    case, carla = house.case(), house.cast.carla
    house.do(case, "apply", house.cast.dorthe, amount="500")
    carla_in(house, case, "caseworker")
    assert roles_in_case(house.cast.actor(carla), case, now=NOW) == {"caseworker"}
    assert house.do(case, "hear", carla).actor_name == "Carla Holm"


def test_carla_reads_the_case_and_does_no_step(house: House, client: Client) -> None:
    case, carla = house.case(), house.cast.carla
    house.do(case, "apply", house.cast.dorthe, amount="500")
    carla_in(house, case)
    assert sees(house, carla)
    assert not worked_on_by(house.cast.actor(carla), now=NOW).exists()
    assert roles_in_case(house.cast.actor(carla), case, now=NOW) == set()
    with pytest.raises(NotYours):
        house.do(case, "hear", carla)
    with pytest.raises(NotYours):
        reader = house.cast.actor(carla)
        actions.add_note(case, by=reader, now=NOW, short_text="Set", text="Set.")
    client.force_login(house.cast.carla.user)
    page = client.get(reverse("cases:case", args=[case.uuid]))
    assert page.status_code == 200
    assert "Du kan se sagen, men du arbejder ikke på den." in page.text
    assert reverse("cases:step", args=[case.uuid, "hear"]) not in page.text
    post = {"idempotency_key": "", "seen_seq": str(case.seq)}
    assert client.post(reverse("cases:step", args=[case.uuid, "hear"]), post).status_code == 422
    assert not case.events.filter(event_id="hear").exists()


def test_a_whole_unit_is_let_in(house: House) -> None:
    case, cast = house.case(), house.cast
    carla_in(house, case, "caseworker", employees=(), units=[cast.technical])
    assert sees(house, cast.carla)
    assert sees(house, cast.erik)
    assert not sees(house, cast.frida)
    assert roles_in_case(cast.actor(cast.erik), case, now=NOW) == {"caseworker"}


def test_they_are_in_from_the_first_moment_until_the_last(house: House) -> None:
    case, carla = house.case(), house.cast.carla
    carla_in(house, case, starts_at=LATER, ends_at=END)
    moments = (NOW, LATER - timedelta(seconds=1), LATER, END - timedelta(seconds=1), END)
    assert [sees(house, carla, now) for now in moments] == [False, False, True, True, False]


def test_they_are_let_out_by_what_let_them_in(house: House) -> None:
    case, cast, anna = house.case(), house.cast, house.cast.actor(house.cast.anna)
    carla_in(house, case, units=[cast.it])
    carla_in(house, case, "caseworker", source="chat:1")
    assert actions.let_out(case, source=SOURCE, unit=cast.it, by=anna, now=LATER) == 1
    assert not sees(house, cast.frida, LATER)
    assert actions.let_out(case, source=SOURCE, by=anna, now=LATER) == 1
    assert sees(house, cast.carla, LATER)
    assert actions.let_out(case, source="chat:1", by=anna, now=LATER) == 1
    assert not sees(house, cast.carla, LATER)
    assert actions.let_out(case, source="chat:1", by=anna, now=LATER) == 0
    assert set(case.assignments.values_list("valid_from", "valid_to")) == {(NOW, LATER)}


def test_one_who_was_to_come_never_comes(house: House) -> None:
    case = house.case()
    carla_in(house, case, starts_at=LATER)
    anna = house.cast.actor(house.cast.anna)
    assert actions.let_out(case, source=SOURCE, by=anna, now=NOW) == 1
    assert not sees(house, house.cast.carla, LATER)


def test_to_let_in_twice_is_to_let_in_once(house: House) -> None:
    case = house.case()
    first = carla_in(house, case)
    assert carla_in(house, case, now=LATER) == first
    assert carla_in(house, case, "caseworker") != first
    assert case.assignments.count() == 2


def test_it_is_told_in_the_journal_and_logged(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    carla_in(house, case)
    actions.let_out(case, source=SOURCE, by=anna, now=LATER)
    assert case.journal.get(short_text="Lukket ind i sagen: Carla Holm").text == "Kender vejen."
    assert case.journal.filter(short_text="Ikke længere lukket ind: Carla Holm").exists()
    entries = Entry.objects.filter(stream=case.ref, action__in=["case.let_in", "case.let_out"])
    assert [entry.actor_id for entry in entries] == [anna.id, anna.id]
    told = json.dumps([house.cast.carla.employee.pk])
    assert all(json.dumps(json.loads(e.detail)["employees"]) == told for e in entries)


@pytest.mark.parametrize("who", ["carla", "frida", "dorthe"])
def test_one_who_does_not_work_on_it_lets_nobody_in_or_out(house: House, who: str) -> None:
    case, cast = house.case(), house.cast
    carla_in(house, case)
    other = cast.actor(getattr(cast, who))
    with pytest.raises(NotYours):
        carla_in(house, case, employees=[cast.erik.employee], by=other)
    with pytest.raises(NotYours):
        actions.let_out(case, source=SOURCE, by=other, now=NOW)
    assert case.assignments.filter(valid_to=None).count() == 1


def test_anna_gives_no_role_on_that_she_does_not_have(house: House) -> None:
    """Else Anna and Carla could each make the other the leader of a case."""
    case = house.drafted()
    with pytest.raises(NotYours, match="som du selv har"):
        carla_in(house, case, "manager")
    carla_in(house, case, "manager", by=house.cast.actor(house.cast.bo))
    carla_in(house, case, "manager", by=house.cast.system, employees=[house.cast.erik.employee])
    assert house.do(case, "approve", house.cast.carla).role == "manager"


def test_what_does_not_hold_is_refused_whole(house: House) -> None:
    case, other = house.case(), the_cast(code="0998")
    wrong: list[dict[str, Any]] = [
        {"employees": [house.cast.carla.employee, other.carla.employee]},
        {"employees": (), "units": [other.technical]},
        {"employees": ()},
        {"why": "  "},
        {"source": ""},
        {"ends_at": NOW},
        {"role": "kejser"},
    ]
    for terms in wrong:
        with pytest.raises(CaseError):
            carla_in(house, case, **terms)
    assert not case.assignments.exists()


def test_the_database_takes_one_or_the_other(house: House) -> None:
    cast = house.cast
    with pytest.raises(IntegrityError):
        Assignment.objects.create(
            case=house.case(), employee=cast.carla.employee, unit=cast.it, valid_from=NOW
        )


def test_a_handler_from_another_unit_is_given_a_role_and_brings_none(house: House) -> None:
    case, cast = house.drafted(), house.cast
    anna, erik = cast.actor(cast.anna), cast.actor(cast.erik)
    actions.assign(case, cast.erik.employee, role="caseworker", by=anna, now=NOW)
    assert roles_in_case(erik, case, now=NOW) == {"caseworker"}
    with pytest.raises(StepNotAllowed):
        house.do(case, "approve", cast.erik)
    actions.assign(case, cast.anna.employee, by=erik, now=LATER)
    assert not sees(house, cast.erik, LATER)


def test_the_page_says_who_is_in_by_whom_why_and_until_when(house: House, client: Client) -> None:
    case, until = house.case(), timezone.now() + timedelta(days=7)
    carla_in(house, case, "caseworker", ends_at=until)
    carla_in(house, case, employees=(), units=[house.cast.it], source="chat:1")
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid]))
    carla, unit = page.context["page"].let_in
    assert (unit.name, carla.name) == ("It og Digitalisering", "Carla Holm")
    assert (carla.may, carla.by, carla.why) == ("Sagsbehandler", "Anna Dam", "Kender vejen.")
    assert carla.until == until
    for word in ("Carla Holm", "lukket ind af Anna Dam", "Kender vejen.", "It og Digitalisering"):
        assert word in page.text


def test_anna_ends_it_from_the_page_and_a_reader_cannot(house: House, client: Client) -> None:
    case = house.case()
    [row] = carla_in(house, case)
    way_out = reverse("cases:let_out", args=[case.uuid, row.pk])
    client.force_login(house.cast.carla.user)
    assert way_out not in client.get(reverse("cases:case", args=[case.uuid])).text
    assert client.post(way_out).status_code == 422
    client.force_login(house.cast.erik.user)
    assert client.get(way_out).status_code == 404
    client.force_login(house.cast.anna.user)
    assert way_out in client.get(reverse("cases:case", args=[case.uuid])).text
    assert "Carla Holm kan ikke længere se sagen" in client.get(way_out).text
    assert client.post(way_out).status_code == 302
    row.refresh_from_db()
    assert row.valid_to is not None
    assert "Carla Holm" not in [
        line.name
        for line in client.get(reverse("cases:case", args=[case.uuid])).context["page"].let_in
    ]
