"""Contradictions, gaps and falls are found before a plan is put in force, each with an example."""

from decimal import Decimal

from faelled.lib.delegation import Finding, check_rules
from faelled.lib.delegation.tests.plans import HEAD, plan, rule

UP = "{ role = 'manager', up = 1 }"
REST = rule("rest", kle="'27'", decisions="['*']")


def check(text: str, head: str = HEAD) -> list[Finding]:
    return check_rules(plan(text, head))


def test_two_rules_that_say_different_things_of_the_same_are_an_error() -> None:
    found = check(REST + rule("a") + rule("b", who=UP))
    assert [one.level for one in found] == ["error", "warning"]
    assert "»a« og reglen »b« siger hver sit om det samme" in found[0].message
    assert "Leder i sagens enhed mod Leder én enhed over sagens" in found[0].message
    assert found[0].example is not None and found[0].example.kle.startswith("27.36.")


def test_lists_of_types_that_meet_in_one_type_are_a_contradiction_in_that_type() -> None:
    found = check(REST + rule("a") + rule("b", who=UP, decisions="['grant', 'refuse']"))
    assert [one.example.decision for one in found if one.example] == ["grant"]


def test_the_same_said_twice_is_no_contradiction_but_the_second_is_never_used() -> None:
    found = check(REST + rule("a") + rule("b"))
    assert [one.message for one in found] == [
        "Reglen »b« bruges aldrig: andre regler går altid foran den."
    ]


def test_an_amount_that_nobody_may_decide_is_a_gap() -> None:
    head = HEAD.replace('covers = ["27"]', 'covers = ["27.36"]')
    found = check(rule("a", decisions="['*']", amount_up_to="50000"), head)
    messages = [one.message for one in found]
    assert messages == [
        "Ingen må afgøre: Bevilling på 50.000,01 kr. i 27.36.01. Skriv en regel, der dækker det.",
        "Ingen må afgøre: Afslag på 50.000,01 kr. i 27.36.01. Skriv en regel, der dækker det.",
    ]
    assert found[0].example is not None and found[0].example.amount == Decimal("50000.01")


def test_a_type_that_nobody_may_decide_is_a_gap() -> None:
    assert [one.example.decision for one in check(rule("a", kle="'27'")) if one.example] == [
        "refuse"
    ]


def test_a_group_without_a_rule_is_a_gap_where_the_plan_says_that_it_covers_it() -> None:
    examples = [one.example.kle for one in check(rule("a", decisions="['*']")) if one.example]
    assert set(examples) == {"27.01.01"}


def test_without_a_promise_only_what_the_rules_speak_of_must_be_covered() -> None:
    head = HEAD.replace('covers = ["27"]\n', "")
    assert check(rule("a", decisions="['*']"), head) == []


def test_a_rule_for_one_unit_leaves_a_gap_for_the_others() -> None:
    head = HEAD.replace('covers = ["27"]', 'covers = ["27.36"]')
    found = check(rule("a", decisions="['*']", unit="'Børn'"), head)
    assert [one.example.units for one in found if one.example] == [(), ()]


def test_a_larger_amount_that_is_decided_lower_down_is_a_warning() -> None:
    found = check(REST + rule("small", who=UP, amount_up_to="1000") + rule("large"))
    assert [(one.level, one.example.amount) for one in found if one.example] == [
        ("warning", Decimal("1000.01"))
    ]
    assert "Et større beløb afgøres længere nede: over 1.000 kr." in found[0].message


def test_a_limit_that_falls_back_on_a_general_rule_is_seen_too() -> None:
    board = rule("small", who="{ board = 'board' }", amount_up_to="1000")
    assert "fra Udvalget til Leder" in check(REST + board)[0].message


def test_a_plan_too_intricate_to_check_is_refused_and_not_waited_for() -> None:
    many = "".join(
        rule(f"r{n}", unit=f"'U{n}'", facet=f"'G{n:02}'", amount_up_to=str(n)) for n in range(99)
    )
    wide = "".join(rule(f"w{n}", kle="'27'", amount_up_to=str(n), who=UP) for n in range(900))
    found = check(REST + many + wide)
    assert [one.level for one in found] == ["error"] and "indviklet" in found[0].message
