"""Somebody opens a case."""

from datetime import date

import pytest

from faelled.base.audit.models import Entry
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, CaseTypeRole
from faelled.casework.cases.tests.house import GRAPH, House
from faelled.casework.processes.actions import publish
from tests.cast import NOW, authority_named, citizen


def test_a_citizen_opens_a_case_for_herself(house: House) -> None:
    case = house.case()
    assert case.number == "2026-00001"
    assert case.title == "Tilskud"
    assert (case.kle_subject, case.kle_facet) == ("99.01.01", "G01")
    assert case.main_person == house.cast.dorthe.person
    assert case.journal.get().short_text == "Sagen er åbnet"
    assert Entry.objects.filter(stream=case.ref, action="case.open").count() == 1


def test_a_mother_opens_a_case_for_her_child(house: House) -> None:
    case = actions.open_case(
        house.case_type,
        by=house.cast.actor(house.cast.dorthe),
        now=NOW,
        parties=[actions.NewParty(house.cast.emil, "child", "citizen", sees_case=True)],
    )
    assert case.main_person == house.cast.emil


def test_a_citizen_cannot_open_a_case_for_a_stranger(house: House) -> None:
    stranger = citizen(house.cast.authority, "Signe", "Bruun", "460990-0005", date(1990, 9, 16))
    with pytest.raises(NotYours):
        actions.open_case(
            house.case_type,
            by=house.cast.actor(house.cast.dorthe),
            now=NOW,
            parties=[actions.NewParty(stranger.person, "applicant", "citizen", sees_case=True)],
        )
    assert not Case.objects.exists()


def test_a_citizen_cannot_start_what_is_not_open_to_citizens(house: House) -> None:
    frida = house.cast.actor(house.cast.frida)
    actions.use_process(house.case_type.process, house.cast.disability, by=frida, now=NOW)
    house.case_type.refresh_from_db()
    with pytest.raises(NotYours):
        house.case()


def test_carla_cannot_open_a_case_in_annas_unit(house: House) -> None:
    with pytest.raises(NotYours):
        house.case(house.cast.carla)


def test_a_party_of_another_authority_is_refused(house: House) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    stranger = citizen(other, "Karen", "Vestergaard", "430651-0010", date(1990, 9, 16))
    with pytest.raises(CaseError):
        actions.open_case(
            house.case_type,
            by=house.cast.actor(house.cast.anna),
            now=NOW,
            parties=[actions.NewParty(stranger.person, "applicant")],
        )


def test_numbers_follow_one_another_through_the_year(house: House) -> None:
    numbers = [house.case().number for _ in range(3)]
    assert numbers == ["2026-00001", "2026-00002", "2026-00003"]


def test_a_case_keeps_its_version_when_a_newer_one_is_published(house: House) -> None:
    old = house.case()
    source = GRAPH.format(id="tilskud").replace("1.0.0", "1.1.0").replace("P4W", "P6W")
    publish(source.encode(), by=house.cast.actor(house.cast.frida), now=NOW)
    new = house.case()
    old.refresh_from_db()
    assert (old.version.number, new.version.number) == (1, 2)


def test_only_the_publisher_of_processes_puts_one_to_use(house: House) -> None:
    with pytest.raises(PermissionError):
        actions.use_process(
            house.case_type.process,
            house.cast.technical,
            by=house.cast.actor(house.cast.carla),
            now=NOW,
        )


def test_a_role_that_a_case_type_is_open_to_is_stored_once(house: House) -> None:
    CaseTypeRole.objects.create(case_type=house.case_type, role="board")
    assert house.case_type.open_to.count() == 1
