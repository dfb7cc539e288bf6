"""Case numbers by a pattern that a person chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.casework.cases.numbers import PatternError, case_number, check_pattern


def test_a_number_has_year_and_serial() -> None:
    assert case_number("{year}-{serial:05}", year=2026, serial=42) == "2026-00042"


def test_a_number_may_carry_kle_and_unit() -> None:
    pattern = "{kle}/{unit}/{year}/{serial}"
    assert (
        case_number(pattern, year=2026, serial=7, kle="99.01.01", unit="3") == "99.01.01/3/2026/7"
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "{serial}",
        "{year}",
        "{year}-{serial:05}-{year.__class__}",
        "{year}{serial}{serial[0]}",
        "{year!r}{serial}",
        "{year}{serial:>99999999}",
        "{year}{serial",
        "{year}{serial}{secret}",
        "{year}{serial}{}",
        "{year}{serial:099}",
    ],
)
def test_a_pattern_that_could_do_more_than_number_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check_pattern(pattern)


@given(st.text())
def test_no_pattern_breaks_the_numbering(pattern: str) -> None:
    try:
        number = case_number(pattern, year=2026, serial=1)
    except PatternError:
        return
    assert "2026" in number
