"""The guard language: what it understands, what it refuses in plain words, that it ends."""

import decimal
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.guards import GuardError, Unset, evaluate, names, parse
from faelled.lib.dcr.guards.lexer import MAX_LENGTH
from faelled.lib.dcr.guards.parser import MAX_DEPTH
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.values import Value

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # in Copenhagen already the 25th
DATA: Mapping[str, Value] = {
    "yes": 3,
    "balance": Decimal("10.50"),
    "lock": "withdraw",
    "closed": False,
    "open": True,
    "Lawyer Review": 1,
    "Review 2": 2,
    "afgørelse.udfald": "bevilget",
    "born": date(2010, 2, 28),
    "sent": datetime(2026, 11, 20, 12, tzinfo=UTC),
    "wait": Duration(days=14),
    "needs": ("hours", "travel"),
    "draft": {"amount": 5},
    "is-odd": 1,
}


def scope(name: str) -> Value:
    if name not in DATA:
        raise Unset(name)
    return DATA[name]


def worth(text: str) -> Value:
    return evaluate(parse(text), scope, now=NOW)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # The portal's own expressions
        ("yes+1", 4),
        ("balance - 0.5", Decimal("10.00")),
        ("not(balance > 0)", False),
        ('lock != "withdraw"', False),
        ("lock = 'withdraw'", True),
        ("(yes >= 3) && !closed", True),
        ("not((yes >= 3) && !closed)", False),
        ("Lawyer Review = 1", True),
        ("Review 2 = 2", True),
        ("P1W", Duration(days=7)),
        # Order of signs
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("-2 - -2", 0),
        ("-yes * 2", -6),
        ("not closed and open", True),
        ("open or open and closed", True),
        ("not not open", True),
        ("closed || open", True),
        ("1 == 1", True),
        ("1 <> 2", True),
        # Numbers
        ("7 / 2", Decimal("3.5")),
        ("0.1 + 0.2 = 0.3", True),
        ("2.50 = 2.5", True),
        ("yes < balance", True),
        ("abs(2 - 5)", 3),
        ("min(yes, 2)", 2),
        ("max(yes, balance, 4)", Decimal("10.50")),
        # Texts and lists
        ("'it''s' = \"it's\"", True),
        ("'a' + 'b'", "ab"),
        ("lock contains 'draw'", True),
        ("'travel' in needs", True),
        ("needs contains 'food'", False),
        ("lock in ['deposit', 'withdraw']", True),
        ("count(needs) = 2", True),
        ("afgørelse.udfald = 'bevilget'", True),
        ("`is-odd` = 1", True),
        # Dates, moments and durations
        ("born + P18Y", date(2028, 2, 28)),
        ("born + P18Y > now", True),
        ("date('2026-11-25') = now", True),
        ("2026-11-25 - 2026-11-20", Duration(days=5)),
        ("now - sent > P4D", True),
        ("now - sent < P1W", True),
        ("sent + PT1H", datetime(2026, 11, 20, 13, tzinfo=UTC)),
        ("sent + P7WD <= now + P1M", True),
        ("now - P1D < now", True),
        ("PT1H + sent > sent", True),
        ("wait + P1W", Duration(days=21)),
        ("wait - P1W", Duration(days=7)),
        ("P1D * 3 = P3D", True),
        ("P1M < P2M", True),
        ("P4W = P28D", True),
        ("born < 2011-01-01", True),
        ("min(born, 2009-01-01)", date(2009, 1, 1)),
        # Unset values leave it to the others, whatever the order
        ("given(missing)", False),
        ("given(yes)", True),
        ("missing > 1 or open", True),
        ("open or missing > 1", True),
        ("missing > 1 and closed", False),
        ("closed and missing > 1", False),
        ("open AND open", True),
        ("true and not false", True),
    ],
)
def test_an_expression_is_worth(text: str, value: Value) -> None:
    assert worth(text) == value


def test_hash_is_the_same_for_the_same_text() -> None:
    assert worth("hash('abc') = hash('a' + 'bc')") is True
    assert worth("hash('abc') = hash('abd')") is False


@pytest.mark.parametrize(
    ("text", "words", "position"),
    [
        ("", "mangler en værdi, men udtrykket er slut", 1),
        ("1 +", "mangler en værdi", 4),
        ("(1", "skulle stå »)«", 3),
        ("1 2", "Før »2« mangler et tegn som = eller and", 3),
        ("1 ? 2", "Tegnet »?«", 3),
        ("'abc", "afsluttende '", 1),
        ("yes = 1 = 2", "forbindes med »and«", 9),
        ("foo(1)", "ingen funktion »foo«; der er abs, all", 1),
        ("hash(1, 2)", "»hash«", 1),
        ("given(1)", "spørger til et navn", 1),
        ("2026-02-30", "ikke en dato", 1),
        ("P99999WD", "arbejdsdage", 1),
        ("[1, 2]", "kun rumme tekster", 1),
        ("yes = 'a'", "et tal og en tekst", 5),
        ("closed = 1", "ja/nej og et tal", 8),
        ("open < closed", "ja/nej og ja/nej", 6),
        ("yes and open", "ja eller nej, ikke et tal", 1),
        ("not lock", "ja eller nej, ikke en tekst", 5),
        ("lock + 1", "en tekst og et tal", 6),
        ("born + 1", "en dato og et tal", 6),
        ("born + PT1H", "en dato og en varighed", 6),
        ("born * P1D", "en dato og en varighed", 6),
        ("P1D * 1.5", "en varighed og et tal", 5),
        ("draft = draft", "flere felter", 7),
        ("lock in 3", "en tekst og et tal", 6),
        ("needs < needs", "en liste", 7),
        ("yes / 0", "divideres med nul", 5),
        ("P1M > P30D", "kan ikke sammenlignes", 5),
        ("9999-12-31 + P1D", "kan ikke regnes ud", 12),
        ("count(yes)", "skal have en liste", 1),
        ("date(yes)", "skal have en tekst", 1),
        ("date('x')", "ikke en dato", 1),
        ("abs(lock)", "skal have et tal", 1),
        ("min(lock, 'a')", "tal eller datoer", 1),
        ("hash(draft)", "én værdi", 1),
        ("10000000000000000 * 10000000000000000", "for stort", 19),
        ("a `b`", "Før »b« mangler", 3),
    ],
)
def test_an_error_says_what_and_where(text: str, words: str, position: int) -> None:
    with pytest.raises(GuardError) as refused:
        worth(text)
    assert words in str(refused.value)
    assert refused.value.position == position


@pytest.mark.parametrize("text", ["missing", "missing > 1", "missing or closed", "draft.x + 1"])
def test_a_missing_value_is_unset_and_named(text: str) -> None:
    with pytest.raises(Unset) as unset:
        worth(text)
    assert unset.value.name in ("missing", "draft.x")


def test_names_are_the_events_fields_and_variables_an_expression_reads() -> None:
    expr = parse("draft.amount > limit and given(Lawyer Review) or now > `odd id`.day")
    assert names(expr) == {"draft.amount", "limit", "Lawyer Review", "odd id.day"}


def test_length_depth_and_steps_are_bounded() -> None:
    with pytest.raises(GuardError, match="længere end"):
        parse("1" * (MAX_LENGTH + 1))
    deep = "(" * (MAX_DEPTH - 1) + "1" + ")" * (MAX_DEPTH - 1)
    assert worth(deep) == 1
    with pytest.raises(GuardError, match="parenteser"):
        parse(f"({deep})")
    with pytest.raises(GuardError, match="»not«"):
        parse("not " * (MAX_DEPTH + 1) + "open")
    long = "+".join(["1"] * 900)
    assert worth(long) == 900
    with pytest.raises(GuardError, match="skridt"):
        evaluate(parse(long), scope, now=NOW, budget=100)


def test_decimals_do_not_follow_the_threads_own_settings() -> None:
    with decimal.localcontext() as context:
        context.prec = 2
        assert worth("1 / 3 * 3 > 0.999999") is True


SIGNS = ("+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "(", ")", "[", "]", ",", "!", "&&")
LITERALS = ("1", "2.5", "'a'", '"b"', "P1D", "2026-01-01", "true", "now", "missing")
NAMED = (
    "and",
    "or",
    "not",
    "in",
    "contains",
    "hash",
    "given",
    "min",
    "yes",
    "lock",
    "born",
    "wait",
)
WORDS = st.sampled_from(SIGNS + LITERALS + NAMED)


@looking_at(600)
@given(text=st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=9).map(" ".join)))
def test_any_text_is_a_value_or_a_guard_error(text: str) -> None:
    try:
        worth(text)
    except GuardError as error:
        assert str(error)
