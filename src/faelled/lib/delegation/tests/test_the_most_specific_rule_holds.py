"""Who decides: the order in which rules go before one another, and the chain that follows."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.delegation import (
    Decider,
    DeciderKind,
    Mandate,
    Matter,
    RuleBook,
    Rules,
    check_rules,
    derive,
)
from faelled.lib.delegation.checking import errors_in
from faelled.lib.delegation.rules import ANY, Rule
from faelled.lib.delegation.rules import DecisionType as Type
from faelled.lib.delegation.tests.plans import RULES, book, grant, rule

UNITS = ("Børnehandicap", "Børn og Familie")
LOWER, HIGHER = rule("lower", kle="'27'"), rule("higher", kle="'27'")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"kle": "'27.36.04'"}, {"kle": "'27.36'", "facet": "'G01'", "amount_up_to": "5000"}),
        ({"facet": "'G01'"}, {"unit": "'Børnehandicap'", "amount_up_to": "5000"}),
        ({"decisions": "['grant']"}, {"decisions": "['*']", "unit": "'Børnehandicap'"}),
        ({"unit": "'Børnehandicap'"}, {"unit": "'Børn og Familie'", "amount_up_to": "5000"}),
        ({"unit": "'Børn og Familie'"}, {"amount_up_to": "5000"}),
        ({"amount_up_to": "5000"}, {"amount_up_to": "6000"}),
        ({"amount_up_to": "6000"}, {}),
    ],
)
def test_one_rule_goes_before_another_whichever_stands_first(
    before: dict[str, str], after: dict[str, str]
) -> None:
    first, other = rule("first", **before), rule("other", **after)
    matter = grant("4000", units=UNITS)
    for text in (first + other, other + first):
        best = book(text).best(matter)
        assert best is not None and best.id == "first"


@pytest.mark.parametrize(
    ("amount", "holds"),
    [("0", "small"), ("10000", "small"), ("10000.01", "large"), (None, "large"), ("-1", "large")],
)
def test_a_limit_holds_the_amount_itself_and_an_unknown_amount_is_over_all(
    amount: str | None, holds: str
) -> None:
    best = book().best(grant(amount))
    assert best is not None and best.id == holds


def test_a_number_covers_what_lies_under_it_and_not_its_look_alikes() -> None:
    only = book(rule("a", kle="'27.3'".replace("3", "03")))
    assert only.best(grant("1", kle="27.03.01")) is not None
    assert only.best(grant("1", kle="27.30.01")) is None


def test_the_chain_says_who_and_why() -> None:
    chain = derive(book(), grant("20000"))
    assert [step.deciders[0].name for step in chain.steps] == ["manager", "Direktør"]
    assert [copy.name for copy in chain.copies] == ["Jurist"]
    assert chain.steps[0].why == (
        "Efter reglen »large« (2.2) skal Leder i sagens enhed være enig, før den næste spørges."
    )
    assert chain.steps[1].why == "Efter reglen »large« (2.2) træffer Direktør afgørelsen."
    assert chain.reasons == (
        "Reglen »large« (2.2) gælder: Store beløb skal ses af flere.",
        "Den går foran reglen »rest« (1.1), fordi den har det mest præcise KLE-nummer.",
    )


def test_where_nobody_may_decide_the_reason_is_said() -> None:
    bounded = book(rule("a", amount_up_to="10000"))
    assert derive(bounded, grant("10001")).reasons == (
        "Ingen regel går så højt. Den højeste grænse er 10.000 kr.",
    )
    assert "Skriv beløbet" in derive(bounded, grant(None)).reasons[0]
    other = derive(bounded, grant("1", kle="28.01.01"))
    assert (other.rule, other.steps) == (None, ())
    assert other.reasons == ("Ingen regel siger, hvem der må afgøre »Bevilling« i 28.01.01.",)


def mandate(pattern: str = "27.36.*", decision: str = "grant", up_to: str | None = "9") -> Mandate:
    return Mandate(7, "Anna Dam", pattern, decision, None if up_to is None else Decimal(up_to))


def test_a_mandate_lets_a_named_employee_decide_alone() -> None:
    chain = derive(book(), grant("9"), [mandate()])
    person = Decider(DeciderKind.PERSON, "Anna Dam", employee=7)
    assert [step.deciders for step in chain.steps] == [(person,)]
    assert chain.by_mandate and "Anna Dam har fået mandat" in chain.reasons[-1]


@pytest.mark.parametrize(
    ("given_to", "amount"),
    [
        (mandate(), "9.01"),
        (mandate(), None),
        (mandate("27.37"), "9"),
        (mandate(decision="refuse"), "9"),
        (mandate("nonsense"), "9"),
    ],
)
def test_outside_the_mandate_the_rule_holds(given_to: Mandate, amount: str | None) -> None:
    assert not derive(book(), grant(amount), [given_to]).by_mandate


def test_what_the_board_has_kept_no_mandate_takes() -> None:
    kept = book(rule("a", who="{ role = 'manager' }, { board = 'board' }"))
    chain = derive(kept, grant("9"), [mandate("*", ANY, None)])
    assert not chain.by_mandate and len(chain.steps) == 2


def test_a_mandate_says_nothing_where_the_plan_says_nothing() -> None:
    assert derive(book(), grant("1", kle="28.01.01"), [mandate("*", ANY, None)]).steps == ()


# ---------------------------------------------------------------- Any plan, any matter

KLE = st.sampled_from(["", "27", "27.36", "27.36.04", "27.36.05", "27.40"])
LIMITS = st.none() | st.integers(0, 4).map(lambda n: Decimal(n * 1000))
WHO = st.integers(0, 3).map(lambda up: (Decider(DeciderKind.ROLE, "manager", up),))
SUBJECTS = st.sampled_from(["27.36.04", "27.36.05", "27.36.09", "27.40.01", "27.99.01"])
DECISIONS = st.sampled_from([("grant",), ("refuse",), ("grant", "refuse"), (ANY,)])


@st.composite
def rules_of_any_kind(draw: st.DrawFn) -> Rules:
    rows = tuple(
        Rule(
            id=f"r{number}",
            kle=draw(KLE),
            decisions=draw(DECISIONS),
            deciders=draw(WHO),
            facet=draw(st.sampled_from(["", "G01"])),
            amount_up_to=draw(LIMITS),
            unit=draw(st.sampled_from(["", "A", "B"])),
        )
        for number in range(draw(st.integers(1, 6)))
    )
    rows += (Rule("rest", "", (ANY,), (Decider(DeciderKind.ROLE, "manager", 3),)),)
    types = (Type("grant", "Bevilling"), Type("refuse", "Afslag"))
    return Rules("p", "1", "P", "s", "l", None, ("27",), types, {"manager": "Leder"}, rows)


MATTERS = st.builds(
    Matter,
    SUBJECTS,
    st.sampled_from(["G01", "K01"]),
    st.sampled_from(["grant", "refuse"]),
    st.none() | st.decimals(0, 6000, places=2),
    st.sampled_from([(), ("A",), ("B",), ("A", "B"), ("C",)]),
)


@given(rules_of_any_kind(), st.lists(MATTERS, min_size=1, max_size=20))
def test_in_a_plan_without_errors_every_matter_has_exactly_one_answer(
    rules: Rules, matters: list[Matter]
) -> None:
    if errors_in(check_rules(rules)):
        return
    asked = RuleBook(rules)
    for matter in matters:
        holding = asked.holding(matter)
        assert holding, "a gap that the check did not see"
        best = asked.best(matter)
        assert best == holding[0]
        other = RuleBook(replace(rules, rules=rules.rules[::-1])).best(matter)
        assert other is not None and other.deciders == holding[0].deciders


@given(rules_of_any_kind(), MATTERS, st.decimals(0, 6000, places=2))
def test_without_warnings_a_larger_amount_never_goes_to_a_lower_leader(
    rules: Rules, matter: Matter, more: Decimal
) -> None:
    if check_rules(rules) or matter.amount is None:
        return
    larger = Matter(matter.kle, matter.facet, matter.decision, matter.amount + more, matter.units)
    first, second = (derive(RuleBook(rules), one) for one in (matter, larger))
    assert second.steps[-1].deciders[0].up >= first.steps[-1].deciders[0].up


@given(rules_of_any_kind(), MATTERS)
def test_the_same_question_has_the_same_answer_and_a_reason(rules: Rules, matter: Matter) -> None:
    chain = derive(RuleBook(rules), matter)
    assert chain == derive(RuleBook(rules), matter)
    assert all(chain.reasons) and bool(chain.steps) == (chain.rule is not None)


def test_the_written_plan_covers_everything() -> None:
    assert check_rules(book(RULES).rules) == []
