"""Anna types a CPR number; Carla looks over her shoulder; a company gives its CVR number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.text.cpr import REAL_AND_DEMO, Accept, Cpr, CprError, parse, redact
from faelled.lib.text.cvr import CvrError, parse_cvr, parse_p_number


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("010203-0000", date(1903, 2, 1)),
        ("010299-3000", date(1999, 2, 1)),
        ("010236-4000", date(2036, 2, 1)),
        ("010237-4000", date(1937, 2, 1)),
        ("010257-5000", date(2057, 2, 1)),
        ("010258-8000", date(1858, 2, 1)),
        ("010236-9000", date(2036, 2, 1)),
        ("010237-9000", date(1937, 2, 1)),
    ],
)
def test_digit_seven_and_the_year_give_the_century(number: str, born: date) -> None:
    assert parse(number).birth_date == born


@pytest.mark.parametrize(
    "text",
    [
        "010203-4000",
        "010203 4000",
        " 0102034000 ",
        "010203–4000",
        "010203 - 4000",
        "010203\u00a04000",
    ],
)
def test_a_number_may_be_written_as_people_and_their_phones_do(text: str) -> None:
    assert parse(text).full() == "010203-4000"
    assert redact(f"Emil, {text.strip()}, bor her") == "Emil, 010203-****, bor her"


def test_a_number_is_kept_in_no_digits_but_ours() -> None:
    with pytest.raises(CprError, match="10 cifre"):
        parse("٤١٠٣٨٤٠٠٠٢", REAL_AND_DEMO)


@pytest.mark.parametrize("serial", range(4000, 4012))
def test_no_number_is_refused_on_modulus_eleven(serial: int) -> None:
    assert parse(f"010203-{serial}").digits.endswith(str(serial))


@pytest.mark.parametrize("text", ["", "010203", "010203-40000", "abcdef-4000", "01.02.03-4000"])
def test_what_has_not_ten_characters_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(CprError, match="10 cifre") as caught:
        parse(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize("text", ["310203-4000", "290203-4000", "321299-1234", "011399-1234"])
def test_a_date_that_cannot_be_is_refused_and_the_number_is_not_in_the_message(text: str) -> None:
    with pytest.raises(CprError, match="ikke en dato") as caught:
        parse(text)
    assert text[:6] not in str(caught.value)


@pytest.mark.parametrize("text", ["411299-1234", "011399-1234", "991399-1234"])
def test_demo_numbers_have_dates_that_cannot_be(text: str) -> None:
    assert parse(text, REAL_AND_DEMO).is_impossible


def test_a_slip_of_the_pen_is_no_demo_number() -> None:
    with pytest.raises(CprError):
        parse("300203-4000", REAL_AND_DEMO)
    assert not parse("010203-4000", REAL_AND_DEMO).is_impossible


@pytest.mark.parametrize("text", ["610203-4000", "010203-4AB1"])
def test_replacement_numbers_are_taken_only_where_they_are_accepted(text: str) -> None:
    with pytest.raises(CprError, match="erstatnings"):
        parse(text)
    number = parse(text, Accept(replacement=True))
    assert number.is_replacement
    assert number.birth_date == date(2003, 2, 1)
    assert not number.is_impossible


def test_letters_at_digit_seven_leave_the_century_unknown() -> None:
    assert parse("010203-ABC1", Accept(replacement=True)).birth_date is None


@given(st.from_regex(r"\A\d{10}\Z"))
def test_a_number_never_shows_itself(digits: str) -> None:
    number = Cpr(digits)
    for text in (str(number), repr(number), f"{number}", f"{[number]}", number.masked):
        assert digits[6:] not in text.replace(digits[:6], "")
        assert "****" in text


@given(st.text(max_size=14))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    for read, error in ((parse, CprError), (parse_cvr, CvrError), (parse_p_number, CvrError)):
        try:
            read(text)
        except error as caught:
            assert str(caught)


def test_numbers_inside_a_text_are_masked() -> None:
    text = "Emil 010203-4000 og 0102034000, sag 12345678901, konto 1234-010203-4000"
    assert redact(text) == (
        "Emil 010203-**** og 010203-****, sag 12345678901, konto 1234-010203-4000"
    )


@pytest.mark.parametrize("text", ["10150817", "10 15 08 17", "DK10150817", "dk-10150817"])
def test_a_cvr_number_with_the_right_control_digit(text: str) -> None:
    assert parse_cvr(text) == "10150817"


@pytest.mark.parametrize("text", ["10150818", "1015081", "00000000", "abc"])
def test_a_wrong_cvr_number_is_refused(text: str) -> None:
    with pytest.raises(CvrError, match="CVR"):
        parse_cvr(text)


@given(st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_in_a_cvr_number_is_found(place: int, added: int) -> None:
    digits = list("10150817")
    digits[place] = str((int(digits[place]) + added) % 10)
    with pytest.raises(CvrError):
        parse_cvr("".join(digits))


def test_a_p_number_has_ten_digits() -> None:
    assert parse_p_number("10 0312 3456") == "1003123456"
    with pytest.raises(CvrError, match="10 cifre"):
        parse_p_number("100312345")
