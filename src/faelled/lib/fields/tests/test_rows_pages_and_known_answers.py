"""Dorthe tells of her children; what is known is there already; what is worked out follows."""

from datetime import UTC, date, datetime
from decimal import Decimal

from faelled.lib.dcr.form import Exit, Section
from faelled.lib.dcr.graph import Event, Field, FieldType
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.values import Value
from faelled.lib.fields import (
    Given,
    as_text,
    exits_now,
    inputs_of,
    pages_of,
    parse,
    state,
    validate,
    with_known,
)
from faelled.lib.fields.exits import fields_behind
from faelled.lib.fields.rows import names, with_row, without_row

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NAME = Field("name", "Hvad hedder barnet?", required=True)
AGE = Field("age", "Alder", FieldType.INTEGER, required=True)
SCHOOL = Field("school", "Skole", required=True, show_if="age > 5 and many = true")
CHILDREN = Field(
    "children",
    "Dine børn",
    FieldType.GROUP,
    required=True,
    max="3",
    each="Barn",
    fields=(NAME, AGE, SCHOOL),
)
MANY = Field("many", "Går de i skole?", FieldType.BOOLEAN)
TOTAL = Field("total", "Alder i alt", FieldType.INTEGER, value="sum(children.age)", max="20")
FORM = (CHILDREN, MANY, TOTAL)
TWO = {
    "children": ["0", "4"],
    "children.0.name": ["Emil"],
    "children.0.age": ["7"],
    "children.4.name": ["Ida"],
    "children.4.age": ["3"],
}


def nothing(name: str) -> Value:
    raise Unset(name)


def test_rows_become_a_tuple_of_records_and_are_read_again_the_same() -> None:
    parsed = parse(FORM, TWO, scope=nothing, now=NOW)
    assert parsed.values == {
        "children": ({"name": "Emil", "age": 7}, {"name": "Ida", "age": 3}),
        "total": 10,
    }
    assert validate(FORM, parsed.values, scope=nothing, now=NOW).values == parsed.values
    assert inputs_of(FORM, parsed.values)["children.1.name"] == ("Ida",)


def test_a_condition_in_a_row_asks_the_row_then_the_form() -> None:
    parsed = parse(FORM, {**TWO, "many": ["ja"]}, scope=nothing, now=NOW)
    assert parsed.errors == {"children.0.school": "Skriv et svar."}
    assert "children.4.school" in parsed.hidden


def test_a_required_group_begins_with_an_empty_row_and_says_what_that_lacks() -> None:
    [children, *_rest] = state(FORM, {}, scope=nothing, now=NOW)
    assert children.raw == ("0",) and not children.missing
    parsed = parse(FORM, {}, scope=nothing, now=NOW)
    assert set(parsed.errors) == {"children.0.name", "children.0.age"}


def test_too_many_rows_and_too_few_are_told_at_the_group() -> None:
    pair = Field("g", "G", FieldType.GROUP, min="2", max="2", fields=(Field("a", "A"),))
    one = {"g": ["0", "1"], "g.0.a": ["x"]}
    assert parse([pair], one, scope=nothing, now=NOW).errors == {"g": "Udfyld mindst 2."}
    three = {"g": ["0", "1", "2"], "g.0.a": ["x"], "g.1.a": ["y"], "g.2.a": ["z"]}
    assert parse([pair], three, scope=nothing, now=NOW).errors == {"g": "Der er plads til højst 2."}


def test_adding_and_taking_away_leave_the_other_rows_alone() -> None:
    more = with_row(CHILDREN, TWO)
    assert more["children"] == ["0", "4", "5"]
    assert with_row(CHILDREN, more)["children"] == ["0", "4", "5"]
    less = without_row(CHILDREN, more, "0")
    assert less["children"] == ["4", "5"]
    assert "children.0.name" not in less and less["children.4.name"] == ["Ida"]
    assert [name for name, _ in names([CHILDREN], less)][1] == "children.4.name"


def test_people_read_a_line_for_each_row() -> None:
    value = parse(FORM, TWO, scope=nothing, now=NOW).values["children"]
    assert as_text(CHILDREN, value) == (
        "Barn 1: Hvad hedder barnet? Emil. Alder: 7\nBarn 2: Hvad hedder barnet? Ida. Alder: 3"
    )


def test_what_is_worked_out_follows_the_answers_and_ignores_what_is_sent() -> None:
    parsed = parse(FORM, {**TWO, "total": ["1"]}, scope=nothing, now=NOW)
    assert parsed.values["total"] == 10
    old = {**TWO, "children.0.age": ["30"]}
    assert parse(FORM, old, scope=nothing, now=NOW).errors == {
        "total": "Tallet skal være højst 20."
    }
    assert "total" not in parse(FORM, {}, scope=nothing, now=NOW).values


def test_what_is_worked_out_keeps_the_field_s_type() -> None:
    pay = Field("pay", "Løn", FieldType.AMOUNT, value="10 / 3")
    odd = Field("odd", "Antal", FieldType.INTEGER, value="10 / 3")
    day = Field("day", "Dag", FieldType.DATE, value="2026-11-24")
    text = Field("text", "Tekst", value="1 = 1")
    parsed = parse([pay, odd, day, text], {}, scope=nothing, now=NOW)
    assert parsed.values == {"pay": Decimal("3.33"), "day": date(2026, 11, 24)}


LOCKED = Field("who", "Navn", required=True, prefill="person.name", locked=True)
OPEN = Field("born", "Født", FieldType.DATE, prefill="child.birth_date")


def test_a_locked_answer_is_the_register_s_whatever_is_sent() -> None:
    known = {"who": Given(("Dorthe Friis",), "CPR")}
    fields, raw = with_known([LOCKED], {"who": ["En anden"]}, known)
    assert parse(fields, raw, scope=nothing, now=NOW).values == {"who": "Dorthe Friis"}


def test_a_register_that_knows_nothing_leaves_it_to_people() -> None:
    fields, raw = with_known([LOCKED], {"who": ["Dorthe"]}, {})
    assert fields[0].typed
    assert parse(fields, raw, scope=nothing, now=NOW).values == {"who": "Dorthe"}


def test_what_may_not_be_shown_is_not_asked_for_and_not_stored() -> None:
    known = {"who": Given((), "CPR", withheld=True)}
    fields, raw = with_known([LOCKED], {"who": ["Hemmeligvej 1"]}, known)
    parsed = parse(fields, raw, scope=nothing, now=NOW)
    assert parsed.ok and not parsed.values


def test_an_open_answer_is_filled_in_until_somebody_has_been_there() -> None:
    known = {"born": Given(("01-02-2018",), "CPR")}
    fields, raw = with_known([OPEN], {}, known)
    assert parse(fields, raw, scope=nothing, now=NOW).values == {"born": date(2018, 2, 1)}
    _, emptied = with_known([OPEN], {"born": [""]}, known)
    assert emptied == {"born": [""]}


def test_a_page_that_does_not_apply_is_left_out() -> None:
    event = Event(
        "apply",
        "Søg",
        fields=(
            Field("works", "W", FieldType.BOOLEAN, required=True, section="a"),
            Field("hours", "H", FieldType.INTEGER, required=True, section="b"),
        ),
        sections=(Section("a", "A"), Section("b", "B", show_if="works")),
    )

    def ids(raw: dict[str, list[str]]) -> list[tuple[str, bool]]:
        states = state(event.asked, raw, scope=nothing, now=NOW)
        return [(page.id, page.done) for page in pages_of(event, states)]

    assert ids({}) == [("a", False)]
    assert ids({"works": ["ja"]}) == [("a", True), ("b", False)]
    assert ids({"works": ["nej"], "hours": ["x"]}) == [("a", True)]


def test_an_answer_leads_out_at_once_and_a_hidden_one_does_not() -> None:
    way = Exit("out", "any(children.age > 17) or many = false", "Du har ikke ret.")
    event = Event("apply", "Søg", fields=FORM, exits=(way, Exit("odd", "many > 3", "Fejl")))
    old: dict[str, Value] = {"children": ({"age": 18},)}
    assert exits_now(event, old, scope=nothing, now=NOW) == (way,)
    assert exits_now(event, {}, scope=nothing, now=NOW) == ()
    assert fields_behind(way) == {"children", "children.age", "many"}
