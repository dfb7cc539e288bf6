"""Dorthe fills in a form; the server decides what it means."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from faelled.lib.dates import Duration
from faelled.lib.dcr.graph import Field, FieldType, Option
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.values import Scalar, Value
from faelled.lib.fields import (
    Parsed,
    as_input,
    as_text,
    check_fields,
    parse,
    state,
    validate,
    visible,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
YES_NO = (Option("yes", "Ja, tak"), Option("no", "Nej, tak"))


def case(name: str) -> Value:
    """The case's other data: the citizen has asked for 12 hours, nothing else is known."""
    if name == "apply.hours":
        return 12
    raise Unset(name)


def read(field: Field, *texts: str) -> Parsed:
    return parse([field], {field.id: texts}, scope=case, now=NOW)


def field(type: FieldType, **more: object) -> Field:
    options = YES_NO if type in (FieldType.CHOICE, FieldType.CHOICES) else ()
    low, high = more.get("min"), more.get("max")
    assert low is None or isinstance(low, str)
    assert high is None or isinstance(high, str)
    return Field("x", "X", type, options=options, min=low, max=high)


@pytest.mark.parametrize(
    ("type", "texts", "value"),
    [
        (FieldType.TEXT, ["  Emil \x00 Friis\r\n"], "Emil Friis"),
        (FieldType.LONGTEXT, ["Linje 1\r\nLinje 2 "], "Linje 1\nLinje 2"),
        (FieldType.INTEGER, ["1.234"], 1234),
        (FieldType.INTEGER, ["-12"], -12),
        (FieldType.DECIMAL, ["1.234,5"], Decimal("1234.5")),
        (FieldType.DECIMAL, ["12.5"], Decimal("12.5")),
        (FieldType.DECIMAL, ["20"], Decimal(20)),
        (FieldType.DECIMAL, ["1.234"], Decimal(1234)),
        (FieldType.AMOUNT, ["1.234,50"], Decimal("1234.50")),
        (FieldType.AMOUNT, ["kr. 1 234,50"], Decimal("1234.50")),
        (FieldType.AMOUNT, ["500,- kr."], Decimal("500.00")),
        (FieldType.AMOUNT, ["1.234,50 kr."], Decimal("1234.50")),
        (FieldType.AMOUNT, ["1\u00a0234,50"], Decimal("1234.50")),
        (FieldType.AMOUNT, ["500 kroner"], Decimal("500.00")),
        (FieldType.AMOUNT, ["500,–"], Decimal("500.00")),
        (FieldType.AMOUNT, ["500.-"], Decimal("500.00")),
        (FieldType.INTEGER, ["−12"], -12),
        (FieldType.BOOLEAN, ["false", "true"], True),
        (FieldType.BOOLEAN, ["Nej"], False),
        (FieldType.DATE, ["24-11-2026"], date(2026, 11, 24)),
        (FieldType.DATE, ["24.11.2026"], date(2026, 11, 24)),
        (FieldType.DATE, ["3. oktober 2026"], date(2026, 10, 3)),
        (FieldType.DATE, ["2026-11-24"], date(2026, 11, 24)),
        (FieldType.DATE, ["24", "11", "2026"], date(2026, 11, 24)),
        (FieldType.DATE, ["1/2-26"], date(2026, 2, 1)),
        (FieldType.DATE, ["24-11-26"], date(2026, 11, 24)),
        (FieldType.DATE, ["1/2-2026"], date(2026, 2, 1)),
        (FieldType.DATE, ["01–02–2026"], date(2026, 2, 1)),
        (FieldType.DATE, ["24112026"], date(2026, 11, 24)),
        (FieldType.DATE, ["140218"], date(2018, 2, 14)),
        (FieldType.DATE, ["12-3-78"], date(1978, 3, 12)),
        (FieldType.DATE, ["d. 1. feb. 2026"], date(2026, 2, 1)),
        (FieldType.DATE, ["søndag den 1. februar 2026"], date(2026, 2, 1)),
        (FieldType.DATETIME, ["24/11-26 kl 9"], datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (FieldType.DATETIME, ["2026-11-24T09:30"], datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        (FieldType.DATETIME, ["24-11-2026 kl. 9.30"], datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        (FieldType.CHOICE, ["no"], "no"),
        (FieldType.CHOICES, ["no", "yes", "no"], ("yes", "no")),
        (FieldType.CPR, ["0102034000"], "010203-4000"),
        (FieldType.CPR, ["411299-1234"], "411299-1234"),
        (FieldType.FILE, ["a1", "b2", "a1"], ("a1", "b2")),
        (FieldType.DURATION, ["4 uger"], Duration(days=28)),
        (FieldType.CPR, ["010203 – 4000"], "010203-4000"),
        (FieldType.DURATION, ["3 mdr."], Duration(months=3)),
        (FieldType.DURATION, ["P7WD"], Duration(working_days=7)),
    ],
)
def test_what_a_dane_types_is_understood(type: FieldType, texts: list[str], value: Scalar) -> None:
    parsed = read(field(type), *texts)
    assert parsed.ok, parsed.errors
    assert parsed.values == {"x": value}


@pytest.mark.parametrize(
    ("type", "text", "word"),
    [
        (FieldType.TEXT, "a" * 501, "plads til 500"),
        (FieldType.INTEGER, "12,5", "helt tal"),
        (FieldType.INTEGER, "1.23", "helt tal"),
        (FieldType.DECIMAL, "1,2,3", "tal"),
        (FieldType.AMOUNT, "1,234", "to decimaler"),
        (FieldType.AMOUNT, "mange penge", "beløb"),
        (FieldType.BOOLEAN, "måske", "ja eller nej"),
        (FieldType.DATE, "12-3-48", "hele årstallet, for eksempel 1948"),
        (FieldType.DATE, "24-11", "24-11-2026"),
        (FieldType.DATE, "99112026", "findes ikke"),
        (FieldType.DECIMAL, "20 timer", "kun et tal"),
        (FieldType.AMOUNT, "32.500 kr. om måneden", "kun et beløb"),
        (FieldType.DATETIME, "24-11-2026 9", "klokkeslæt"),
        (FieldType.DATE, "31-11-2026", "findes ikke"),
        (FieldType.DATE, "1. ugust 2026", "findes ikke"),
        (FieldType.DATETIME, "24-11-2026", "klokkeslæt"),
        (FieldType.DATETIME, "24-11-2026 25.00", "findes ikke"),
        (FieldType.DATETIME, "29-03-2026 2.30", "sommertid"),
        (FieldType.CHOICE, "maybe", "mulighederne"),
        (FieldType.CHOICES, "maybe", "mulighederne"),
        (FieldType.CPR, "310203-4000", "ikke en dato"),
        (FieldType.DURATION, "længe", "varighed"),
    ],
)
def test_what_is_not_understood_is_said_plainly(type: FieldType, text: str, word: str) -> None:
    parsed = read(field(type), text)
    assert word in parsed.errors["x"]
    assert parsed.values == {}


def test_a_wrong_cpr_number_is_not_repeated() -> None:
    assert "4000" not in read(field(FieldType.CPR), "310203-4000").errors["x"]


@pytest.mark.parametrize(
    ("one", "text", "error"),
    [
        (field(FieldType.INTEGER, min="1", max="37"), "38", "Tallet skal være højst 37."),
        (field(FieldType.INTEGER, min="1", max="37"), "0", "Tallet skal være mindst 1."),
        (field(FieldType.AMOUNT, max="1000"), "1.000,01", "Tallet skal være højst 1.000,00 kr."),
        (
            field(FieldType.DATE, min="2026-01-01"),
            "31-12-2025",
            "Datoen skal være tidligst 1. januar 2026.",
        ),
        (field(FieldType.TEXT, min="3"), "ab", "Skriv mindst 3 tegn."),
        (field(FieldType.CHOICES, min="2"), "yes", "Vælg mindst 2."),
        (field(FieldType.FILE, max="1"), "a", ""),
        (
            field(FieldType.DATETIME, max="2026-01-01T00:00"),
            "01-01-2026 0.01",
            "Datoen skal være senest 1. januar 2026 kl. 0.00.",
        ),
    ],
)
def test_bounds_are_kept(one: Field, text: str, error: str) -> None:
    assert read(one, text).errors.get("x", "") == error


@pytest.mark.parametrize("type", list(FieldType))
def test_a_required_field_must_be_answered_and_blanks_are_no_answer(type: FieldType) -> None:
    options = YES_NO if type in (FieldType.CHOICE, FieldType.CHOICES) else ()
    one = Field("x", "X", type, required=True, options=options)
    for texts in ([], [""], ["  \u200b\n"]):
        parsed = parse([one], {"x": texts}, scope=case, now=NOW)
        assert parsed.errors["x"].startswith(("Skriv", "Vælg", "Vedhæft", "Udfyld"))
    assert parse([Field("x", "X", type)], {}, scope=case, now=NOW) == Parsed({}, {}, frozenset())


FORM = [
    Field("works", "Arbejder du?", FieldType.BOOLEAN, required=True),
    Field("employer", "Arbejdsgiver", required=True, show_if="works"),
    Field(
        "pay", "Løn", FieldType.AMOUNT, show_if="given(employer)", required_if="apply.hours > 10"
    ),
    Field("note", "Bemærkning", required_if="works and not(given(employer))"),
]


def test_a_hidden_field_has_no_value_and_is_not_asked_for() -> None:
    sent = {"works": ["nej"], "employer": ["Bageren"], "pay": ["sludder"]}
    parsed = parse(FORM, sent, scope=case, now=NOW)
    assert parsed == Parsed({"works": False}, {}, frozenset({"employer", "pay"}))


def test_what_hangs_under_a_hidden_question_is_hidden_too() -> None:
    assert visible(FORM, {"works": False, "employer": "Bageren"}, case, NOW) == {"works", "note"}
    assert visible(FORM, {"works": True, "employer": "B"}, case, NOW) == {f.id for f in FORM}


def test_the_live_page_shows_what_the_post_will_decide() -> None:
    sent = {"works": ["ja"], "employer": ["Bageren"]}
    live = {one.field.id: one for one in state(FORM, sent, scope=case, now=NOW)}
    assert live["pay"].shown and live["pay"].required and live["pay"].missing
    assert not live["pay"].error
    assert not live["note"].required
    assert parse(FORM, sent, scope=case, now=NOW).errors == {"pay": "Skriv et beløb."}


def test_what_was_typed_in_a_field_that_is_now_hidden_is_kept_on_the_page() -> None:
    sent = {"works": ["nej"], "employer": ["Bageren"]}
    employer = state(FORM, sent, scope=case, now=NOW)[1]
    assert employer.raw == ("Bageren",)
    assert not employer.shown and employer.value is None


def test_a_condition_may_name_a_field_further_down() -> None:
    form = [Field("first", "F", show_if="last = 'yes'"), Field("last", "L")]
    assert visible(form, {"last": "yes"}, case, NOW) == {"first", "last"}


def test_values_from_a_program_are_checked_by_the_same_rules() -> None:
    wrong = validate(FORM, {"works": True, "pay": "mange"}, scope=case, now=NOW)
    assert set(wrong.errors) == {"employer", "note"}
    right: dict[str, Value] = {"works": True, "employer": "Bageren", "pay": Decimal("10.00")}
    assert validate(FORM, right, scope=case, now=NOW).values == right


def test_a_broken_condition_hides_rather_than_shows_and_asks_rather_than_lets_pass() -> None:
    form = [Field("a", "A", show_if="apply.hours > 'ti'"), Field("b", "B", required_if="1 / 0 > 2")]
    parsed = parse(form, {"a": ["x"]}, scope=case, now=NOW)
    assert parsed.hidden == {"a"}
    assert set(parsed.errors) == {"b"}


def test_mistakes_in_the_definition_are_all_found() -> None:
    problems = check_fields(
        [
            Field("a", "A", show_if="b"),
            Field("b", "B", show_if="c = 'x'"),
            Field("c", "C", show_if="given(a)"),
            Field("c", "C", FieldType.INTEGER, min="9", max="1"),
            Field("d", "D", FieldType.DATE, min="i går"),
            Field("e", "E", FieldType.CHOICE, required_if="a ="),
            Field("f", "F", show_if="f"),
        ]
    )
    text = "\n".join(problems)
    for part in (
        "»c« findes to gange",
        "»e«, required_if",
        "f → f",
        "»d« har en grænse",
        "»e« har ingen",
    ):
        assert part in text
    assert "min er større end max" in text
    assert check_fields(FORM) == []


def test_a_ring_of_conditions_is_told_as_a_path_and_crashes_nothing() -> None:
    ring = [Field("a", "A", show_if="b"), Field("b", "B", show_if="given(a)")]
    assert check_fields(ring) == ["Felterne viser hinanden i ring: a → b → a."]
    assert parse(ring, {"a": ["x"]}, scope=case, now=NOW).hidden == {"a", "b"}


@pytest.mark.parametrize(
    ("type", "value", "text"),
    [
        (FieldType.AMOUNT, Decimal("1234.5"), "1.234,50 kr."),
        (FieldType.INTEGER, 12345, "12.345"),
        (FieldType.DECIMAL, Decimal("12.5"), "12,5"),
        (FieldType.DECIMAL, Decimal(20), "20"),
        (FieldType.BOOLEAN, False, "Nej"),
        (FieldType.DATE, date(2026, 10, 3), "3. oktober 2026"),
        (
            FieldType.DATETIME,
            datetime(2026, 11, 24, 8, 5, tzinfo=UTC),
            "24. november 2026 kl. 9.05",
        ),
        (FieldType.CHOICE, "yes", "Ja, tak"),
        (FieldType.CHOICES, ("yes", "no"), "Ja, tak, Nej, tak"),
        (FieldType.CPR, "010203-4000", "010203-****"),
        (FieldType.DURATION, Duration(days=28), "4 uger"),
        (FieldType.TEXT, None, ""),
    ],
)
def test_values_are_shown_as_danes_write_them(type: FieldType, value: Scalar, text: str) -> None:
    assert as_text(field(type), value) == text
    assert read(field(type), *as_input(field(type), value)).values.get("x") == value
