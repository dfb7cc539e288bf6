"""A jurist writes the plan as a file, and hears of every mistake where it stands."""

from decimal import Decimal
from pathlib import Path

import pytest

from faelled.lib.delegation import Decider, DeciderKind, RulesError, check_rules, read_rules
from faelled.lib.delegation.tests.plans import HEAD, RULES, plan, rule

SHIPPED = sorted((Path(__file__).parents[5] / "content" / "delegation").glob("*.toml"))


def problems(text: str) -> list[str]:
    with pytest.raises(RulesError) as refused:
        read_rules(text.encode())
    return [str(problem) for problem in refused.value.problems]


def test_a_rule_says_what_it_covers_and_who_decides() -> None:
    large = plan().rules[2]
    assert (large.kle, large.decisions, large.amount_up_to) == ("27.36", ("grant",), None)
    assert large.deciders == (
        Decider(DeciderKind.ROLE, "manager"),
        Decider(DeciderKind.POSITION, "Direktør"),
    )
    assert (large.why, large.section) == ("Store beløb skal ses af flere.", "2.2")


def test_a_limit_is_exact_kroner() -> None:
    limits = [plan(rule("a", amount_up_to=text)).rules[0].amount_up_to for text in ("0.1", "7")]
    assert limits == [Decimal("0.1"), Decimal(7)]


def test_the_process_words_belong_to_a_type() -> None:
    rules = plan()
    assert [rules.decision_of(word) for word in ("partly", "refuse", "moved")] == [
        "grant",
        "refuse",
        "moved",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (rule("a", kle="'27.x'"), "rules.a.kle: »27.x« er ikke et mønster. Skriv *, 27.*"),
        (rule("a", kle="'27.*.*'"), "er ikke et mønster"),
        (rule("a", facet="'G1'"), "er ikke en handlingsfacet"),
        (rule("a", decisions="['give']"), "Afgørelsen »give« findes ikke. De kendte er: grant"),
        (rule("a", decisions="[]"), "hvilke afgørelser reglen gælder"),
        (rule("a", amount_up_to="-1"), "et beløb i kroner"),
        (rule("a", amount_up_to="true"), "et beløb i kroner"),
        (rule("a", amount_up_to="nan"), "et beløb i kroner"),
        (rule("a", amount_up_to="inf"), "et beløb i kroner"),
        (rule("a", amount_up_to="1.234"), "højst to decimaler"),
        (rule("a", amount_up_to="1e40"), "under en billion"),
        (rule("a", amount="10"), "»amount« kendes ikke her"),
        (rule("a", who="{ role = 'boss' }"), "Rollen »boss« står ikke under [[roles]]"),
        (rule("a", who="{ role = 'manager', board = 'board' }"), "Peg på én"),
        (rule("a", who="{ up = 1 }"), "Peg på én"),
        (rule("a", who="{ role = 'manager', up = -1 }"), "hvor mange enheder op"),
        (rule("a", who="{ role = 'manager', up = true }"), "hvor mange enheder op"),
        (rule("a", who="{ role = 'manager', needs = 'two' }"), '"one" (én er nok)'),
        (rule("a", who=""), "Skriv, hvem der afgør det"),
        (rule("a", why="''"), "»why« mangler"),
        (rule("a") + rule("a"), "»a« står der 2 gange"),
        ("", "Planen har ingen regler"),
    ],
)
def test_a_mistake_is_told_with_its_place(wrong: str, said: str) -> None:
    found = problems(HEAD + wrong)
    assert any(said in problem for problem in found), found


def test_a_mistake_has_the_line_that_it_stands_on() -> None:
    text = HEAD + rule("a", kle="'27.x'")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "27.x" in one)
    assert problems(text)[0].startswith(f"linje {line}, rules.a.kle:")


def test_all_mistakes_are_told_at_once() -> None:
    assert len(problems(HEAD + rule("a", kle="'x'", amount_up_to="-1", facet="'?'"))) == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id = \xff", "UTF-8"),
        (b"id = [", "linje 1: Linjen kan ikke"),
        (b"a" * 3_000_000, "for stor"),
        (b"a = " + b"[" * 20_000, "for mange lag"),
        (b"a = " + b"9" * 5_000, "for mange cifre"),
        (HEAD.replace("Leder", "\\u0000").encode() + RULES.encode(), "ulovligt tegn"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_plain_words(data: bytes, said: str) -> None:
    with pytest.raises(RulesError, match=said):
        read_rules(data)


def test_a_file_saved_by_windows_keeps_its_lines() -> None:
    text = (HEAD + rule("a", kle="'27.x'")).replace("\n", "\r\n")
    assert problems("\ufeff" + text) == problems(HEAD + rule("a", kle="'27.x'"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_plans_that_ship_have_neither_gap_nor_contradiction(path: Path) -> None:
    assert check_rules(read_rules(path.read_bytes())) == []


def test_two_plans_ship_so_that_one_can_see_a_difference() -> None:
    assert len(SHIPPED) == 2
