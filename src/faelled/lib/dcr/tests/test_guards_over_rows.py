"""Guards go through the rows of a group: add, ask for one, ask for all."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from faelled.lib.dates import danish_calendar
from faelled.lib.dcr import Engine, Rows, Value
from faelled.lib.dcr.form import MOST_ROWS
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.guards import GuardError, Unset, evaluate, names, parse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHILDREN: Rows = (
    {"name": "Emil", "age": 7, "cost": Decimal("10.50")},
    {"name": "Ida", "age": 3, "cost": Decimal(2)},
    {"name": "Noor"},
)
CASE: dict[str, Value] = {"children": CHILDREN, "limit": 5, "hours": 12}


def case(name: str) -> Value:
    if name not in CASE:
        raise Unset(name)
    return CASE[name]


def worth(text: str) -> Value:
    return evaluate(parse(text), case, now=NOW)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("count(children)", 3),
        ("sum(children.age)", 10),
        ("sum(children.cost * 2)", Decimal("25.00")),
        ("any(children.age < limit)", True),
        ("any(children.age > 7 or children.name = 'Noor')", True),
        ("all(given(children.name))", True),
        ("all(children.age < limit)", False),
        ("sum(children.age) / 2 > limit", False),
        ("given(children)", True),
    ],
)
def test_a_row_s_own_answers_are_read_and_others_are_as_elsewhere(text: str, value: Value) -> None:
    assert worth(text) == value


def test_a_row_that_is_not_filled_in_yet_leaves_it_to_the_others() -> None:
    with pytest.raises(Unset):
        worth("any(children.age > 90)")
    with pytest.raises(Unset):
        worth("all(children.age > 1)")


@pytest.mark.parametrize("text", ["sum(jobs.pay)", "any(jobs.now)", "count(jobs)"])
def test_a_group_that_is_not_answered_is_unset(text: str) -> None:
    with pytest.raises(Unset):
        worth(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sum(hours)", "skal have et felt i en gruppe"),
        ("sum(hours.x)", "skal have et felt i en gruppe"),
        ("any(children.age)", "ja eller nej"),
        ("sum(children.name)", "skal have tal"),
        ("sum(any(children.age > 1))", "kan ikke stå inde i"),
        ("sum(children.age, 2)", "skal have 1 udtryk"),
    ],
)
def test_what_cannot_be_worked_out_says_why(text: str, said: str) -> None:
    with pytest.raises(GuardError, match=said):
        worth(text)


def test_what_rows_can_cost_is_known_beforehand() -> None:
    assert parse("sum(children.age)").steps == 1 + MOST_ROWS
    dear = parse("sum(" + " + ".join(["children.age"] * 25) + ")")
    with pytest.raises(GuardError, match="skridt"):
        evaluate(dear, case, now=NOW)


def test_more_rows_than_a_form_can_have_are_refused() -> None:
    many: Value = tuple({"age": 1} for _ in range(MOST_ROWS + 1))
    with pytest.raises(GuardError, match="mere end 50"):
        evaluate(parse("sum(c.age)"), {"c": many}.__getitem__, now=NOW)


def test_the_names_say_what_is_read_row_by_row() -> None:
    expr = parse("any(children.age < limit) and count(children) > 1")
    assert names(expr) == {"children", "children.age", "limit"}
    assert expr.in_rows == {"children.age", "limit"}


def test_a_rule_of_the_graph_counts_rows() -> None:
    graph = loads(
        """
        id = "g"
        version = "1"
        title = "G"
        [[events]]
        id = "apply"
        label = "Søg"
        [[events.fields]]
        id = "children"
        type = "group"
        [[events.fields.fields]]
        id = "age"
        type = "integer"
        [[events]]
        id = "ask"
        label = "Spørg"
        included = false
        [[relations]]
        is = "apply -->+ ask"
        guard = "any(apply.children.age < 7) and sum(apply.children.age) > 5"
        """
    )
    engine = Engine(graph, calendar=danish_calendar())
    start = engine.initial(NOW)
    small: Value = {"children": ({"age": 2}, {"age": 3})}
    large: Value = {"children": ({"age": 2}, {"age": 9})}
    assert "ask" not in engine.execute(start, "apply", at=NOW, value=small).included
    after = engine.execute(start, "apply", at=NOW, value=large)
    assert "ask" in after.included
    assert type(after).from_json(after.to_json()) == after
