"""KL's own schemas' samples are read: XML 2.0 and the REST variant. The plan itself is not here."""

from datetime import date
from pathlib import Path

import pytest

from faelled.base.access.actor import system_actor
from faelled.casework.subjects.actions import import_plan
from faelled.casework.subjects.models import PlanRow
from faelled.casework.subjects.queries import in_force
from faelled.lib.text.kle_plan import KlePlan, KlePlanError, Level, read_plan
from tests.cast import NOW

pytestmark = pytest.mark.realdata


def plan(data: Path, name: str) -> KlePlan:
    return read_plan((data / "kle" / name).read_bytes())


def count(found: KlePlan, level: Level) -> int:
    return sum(row.level == level for row in found.rows)


def test_the_reduced_plan_of_2015_is_read_whole(data: Path) -> None:
    found = plan(data, "KLE-valid-data.xml")
    assert found.published == date(2015, 2, 1)
    assert count(found, Level.MAIN_GROUP) == 3
    assert count(found, Level.SUBJECT) == 104
    assert sum(row.preservation == "B" for row in found.rows) == 45
    assert {row.deletion_days for row in found.rows} == {None, 1800}
    assert all(row.title == row.title.strip() and row.title for row in found.rows)


def test_what_has_expired_is_known_from_its_date_and_not_from_its_title(data: Path) -> None:
    found = plan(data, "KLE-valid-data.xml")
    old = next(row for row in found.rows if row.number == "00.02.00")
    assert old.expired == date(2000, 1, 1)
    assert found.current("00.02.00") is None
    assert found.current("00.03.02") is not None


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("kitos-20200106-kle-only-published-date.xml", 0),
        ("kitos-20200106-kle-single-item.xml", 7),
        ("kitos-20200106-kle-sample-changes.xml", 21),
        ("openesdh-test-kle-emneplan.xml", 3),
    ],
)
def test_the_samples_of_other_systems_are_read(name: str, rows: int, data: Path) -> None:
    found = plan(data, name)
    assert found.published is not None
    assert len(found.rows) == rows


def test_the_rest_variant_has_a_uuid_on_every_row(data: Path) -> None:
    found = plan(data, "kitos-20200106-kle-sample-changes.xml")
    assert all(row.uuid == row.key for row in found.rows)


def test_facets_are_read(data: Path) -> None:
    found = plan(data, "openesdh-test-kle-facetter.xml")
    facet = found.current("A00")
    assert facet is not None
    assert facet.preservation == "B"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "added", "holding"),
    [
        ("KLE-valid-data.xml", 120, 86),
        ("kitos-20200106-kle-single-item.xml", 7, 7),
        ("kitos-20200106-kle-sample-changes.xml", 21, 21),
        ("openesdh-test-kle-emneplan.xml", 3, 3),
        ("openesdh-test-kle-facetter.xml", 2, 2),
    ],
)
def test_the_samples_are_imported_and_a_second_time_change_nothing(
    name: str, added: int, holding: int, data: Path
) -> None:
    source = (data / "kle" / name).read_bytes()
    done = import_plan(source, by=system_actor(0), now=NOW)
    assert len(done.added) == PlanRow.objects.count() == added
    assert PlanRow.objects.filter(in_force(NOW.date())).count() == holding
    again = import_plan(source, by=system_actor(0), now=NOW)
    assert (again.added, again.changed, again.expired, again.unchanged) == ((), (), (), added)


@pytest.mark.django_db
def test_the_rest_variant_meets_the_rows_of_the_xml_by_number_and_date(data: Path) -> None:
    for name in ("KLE-valid-data.xml", "kitos-20200106-kle-single-item.xml"):
        done = import_plan((data / "kle" / name).read_bytes(), by=system_actor(0), now=NOW)
    changed = [change.row.number for change in done.changed]
    assert changed == ["00", "00.01", "00.01.00", "00.03", "00.03.00"]
    group = PlanRow.objects.get(number="00.01")
    assert group.uuid is not None
    assert group.created is not None  # the REST variant leaves it out of groups


@pytest.mark.django_db
def test_a_file_with_nothing_but_a_date_is_no_edition(data: Path) -> None:
    source = (data / "kle" / "kitos-20200106-kle-only-published-date.xml").read_bytes()
    with pytest.raises(KlePlanError, match="ingen emner"):
        import_plan(source, by=system_actor(0), now=NOW)
