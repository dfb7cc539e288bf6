"""What a new version changes, in words: rule by rule, and for one chain."""

from faelled.lib.delegation import RuleBook, Rules, chain_difference, derive, difference
from faelled.lib.delegation.tests.plans import RULES, grant, plan, rule


def told(new: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.kind.value, one.rule, one.lines) for one in difference(plan(), plan(new))]


def test_the_same_plan_has_no_difference() -> None:
    assert told(RULES) == []


def test_a_lower_limit_is_told_as_it_was_and_as_it_is() -> None:
    assert told(RULES.replace("amount_up_to = 10000", "amount_up_to = 5000")) == [
        ("changed", "small", ("Beløb: til og med 10.000 kr. → til og med 5.000 kr.",))
    ]


def test_a_rule_that_is_new_or_gone_is_told_as_a_sentence() -> None:
    new = rule("board", who="{ board = 'board' }", facet="'G01'", unit="'Børn'")
    assert told(RULES + new) == [
        ("added", "board", ("Bevilling i 27.36.* G01 for Børn uden grænse: Udvalget.",))
    ]
    assert [one[:2] for one in told(rule("rest", kle="'27'"))][-2:] == [
        ("removed", "small"),
        ("removed", "large"),
    ]


def test_another_decider_is_told_with_its_place_in_the_order() -> None:
    new = RULES.replace('{ position = "Direktør" }', '{ board = "board" }')
    assert told(new)[0][2] == (
        "Hvem: Leder i sagens enhed, derefter Direktør → Leder i sagens enhed, derefter Udvalget",
    )


def lines(new: Rules, amount: str) -> list[str]:
    old, matter = plan(), grant(amount)
    return chain_difference(old, derive(RuleBook(old), matter), new, derive(RuleBook(new), matter))


def test_a_chain_that_is_the_same_is_not_told() -> None:
    assert lines(plan(), "20000") == []


def test_a_chain_says_whom_it_gets_and_whom_it_loses() -> None:
    lower = plan(RULES.replace("amount_up_to = 10000", "amount_up_to = 5000"))
    assert lines(lower, "8000") == [
        "Regel: reglen »small« (2.1) → reglen »large« (2.2)",
        "Skal nu også spørges: Direktør",
        "Kopi til: Jurist",
    ]
    board = plan(RULES.replace('{ position = "Direktør" }', '{ board = "board" }'))
    assert lines(board, "20000") == [
        "Skal ikke længere spørges: Direktør",
        "Skal nu også spørges: Udvalget",
    ]


def test_another_order_is_told() -> None:
    turned = plan(
        RULES.replace(
            '{ role = "manager" }, { position = "Direktør" }',
            '{ position = "Direktør" }, { role = "manager" }',
        )
    )
    assert lines(turned, "20000")[-1] == "Ny rækkefølge: Direktør, derefter Leder i sagens enhed"


def test_a_chain_that_nobody_may_decide_any_more_says_so() -> None:
    narrow = plan(rule("a", kle="'28'"))
    assert lines(narrow, "1")[0] == "Regel: reglen »small« (2.1) → ingen regel"
