"""KL's own schemas' samples are read: XML 2.0 and the REST variant. The plan itself is not here."""

from datetime import date
from pathlib import Path

import pytest

from faelled.lib.text.kle_plan import KlePlan, Level, read_plan

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
