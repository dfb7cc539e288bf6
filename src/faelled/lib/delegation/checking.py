"""What is wrong with a plan before it is put in force: contradictions, gaps, falls, dead rules.

The plan is asked about one example from every region in which its answer cannot change: each KLE
number it names (as "something there that no longer number is about"), each facet, type and unit
named there and one that is not, and each limit with the øre above it. So what holds for the
examples holds for every matter.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Literal

from faelled.lib.delegation.book import Matter, RuleBook, covers, most_specific_first, rank
from faelled.lib.delegation.rules import ANY, Decider, DeciderKind, Rule, Rules
from faelled.lib.delegation.wording import (
    chain_in_words,
    decider_in_words,
    kroner,
    place_in_words,
)
from faelled.lib.text.kle import covers as lies_under

ORE = Decimal("0.01")
LEVELS = (*(f"{number:02}" for number in range(1, 100)), "00")
MOST_FINDINGS = 200
MOST_QUESTIONS = 5_000_000
TOO_INTRICATE = (
    "Planen er for indviklet at kontrollere: for mange regler, enheder og facetter om det samme. "
    "Del den op efter KLE-numre."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` is where the first rule begins. An error keeps the plan from being put in force."""

    level: Literal["error", "warning"]
    message: str
    example: Matter | None = None
    line: int | None = None


def check_rules(rules: Rules) -> list[Finding]:
    """Every finding, errors first, each with an example; at most `MOST_FINDINGS`."""
    book = RuleBook(rules)
    found: dict[tuple[str, ...], Finding] = {}
    winners: set[str] = set()
    left = MOST_QUESTIONS
    for region in _regions(book):
        left -= 1 + 2 * len(region.rules) ** 2
        if left < 0:
            return [Finding("error", TOO_INTRICATE)]
        winners |= _walk(rules, region, found)
    dead = (rule for rule in rules.rules if rule.id not in winners)
    found |= {("dead", rule.id): _dead(rule) for rule in dead}
    return sorted(found.values(), key=lambda one: one.level)[:MOST_FINDINGS]


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep a plan from being put in force."""
    return [finding for finding in findings if finding.level == "error"]


@dataclass(frozen=True, slots=True)
class _Region:
    """Matters that differ only in their amount, and the rules that cover some of them."""

    example: Matter
    rules: tuple[Rule, ...]


def _walk(rules: Rules, region: _Region, found: dict[tuple[str, ...], Finding]) -> set[str]:
    """Ask a region from its smallest amount up and keep what is wrong; the rules that won."""
    winners: set[str] = set()
    before: Rule | None = None
    for amount in _amounts(region.rules):
        matter = replace(region.example, amount=amount)
        holding = most_specific_first(region.rules, matter)
        for key, finding in _look(rules, matter, holding, before):
            found.setdefault(key, finding)
        if holding:
            winners.add(holding[0].id)
            before = holding[0]
    return winners


def _regions(book: RuleBook) -> Iterator[_Region]:
    named = {rule.kle for rule in book.rules.rules} | set(book.rules.covers)
    types = [one.id for one in book.rules.decisions] or [ANY]
    for kle in filter(None, (_free_subject(number, named) for number in sorted(named))):
        about = tuple(book.about(kle))
        # "" stands for every facet and every unit that the plan does not name here.
        facets = dict.fromkeys([*(rule.facet for rule in about), ""])
        units = dict.fromkeys([*(rule.unit for rule in about), ""])
        for facet, decision, unit in product(facets, types, units):
            example = Matter(kle, facet, decision, Decimal(0), (unit,) if unit else ())
            # At a limit of its own each rule covers something, so its limit is left out here.
            covering = (r for r in about if covers(replace(r, amount_up_to=None), example))
            yield _Region(example, tuple(covering))


def _free_subject(number: str, named: Set[str]) -> str:
    """A subject of which ``number`` is the longest that the plan names; "" where all are named.

    ``_free_subject("99", {"99", "99.01"})`` is "99.02.01".
    """
    if number.count(".") == 2:
        return number
    children = (f"{number}.{level}" if number else level for level in LEVELS)
    deeper = (_free_subject(child, named) for child in children if child not in named)
    return next(filter(None, deeper), "")


def _amounts(rules: tuple[Rule, ...]) -> list[Decimal | None]:
    """Every limit, the øre above each, and more than any."""
    limits = {rule.amount_up_to for rule in rules if rule.amount_up_to is not None}
    return [*sorted(limits | {limit + ORE for limit in limits}), None]


def _look(
    rules: Rules, matter: Matter, holding: list[Rule], before: Rule | None
) -> Iterator[tuple[tuple[str, ...], Finding]]:
    if not holding:
        if _must_be_decided(rules, matter.kle):
            key = ("gap", matter.kle, matter.facet, matter.decision, *matter.units)
            yield key, _gap(rules, matter)
        return
    first, *others = holding
    for other in others:
        if rank(other, matter) != rank(first, matter):
            break
        if (other.deciders, other.copies) != (first.deciders, first.copies):
            yield ("clash", first.id, other.id), _clash(rules, first, other, matter)
    if before is not None and _lower(first.deciders[-1], before.deciders[-1]):
        yield ("fall", before.id, first.id), _fall(rules, before, first, matter)


def _must_be_decided(rules: Rules, kle: str) -> bool:
    """In what the plan says that it covers, or else wherever it has a rule at all."""
    spoken_of = rules.covers or tuple(rule.kle for rule in rules.rules)
    return any(not number or lies_under(number, kle) for number in spoken_of)


def _lower(one: Decider, other: Decider) -> bool:
    """Whether ``one`` stands surely below ``other``: a line leader, then a board above all."""
    if DeciderKind.BOARD in (one.kind, other.kind):
        return one.kind is not other.kind and other.kind is DeciderKind.BOARD
    same_role = one.kind is other.kind is DeciderKind.ROLE and one.name == other.name
    return same_role and one.up < other.up


def matter_in_words(rules: Rules, matter: Matter) -> str:
    """``"Bevilling på 10.000,01 kr. i 99.01.01 G01 (Børnehandicap)"``."""
    amount = "uden kendt beløb" if matter.amount is None else f"på {kroner(matter.amount)}"
    facet = f" {matter.facet}" if matter.facet else ""
    where = f" ({matter.units[0]})" if matter.units else ""
    return f"{rules.decision_label(matter.decision)} {amount} i {matter.kle}{facet}{where}"


def _gap(rules: Rules, matter: Matter) -> Finding:
    text = f"Ingen må afgøre: {matter_in_words(rules, matter)}. Skriv en regel, der dækker det."
    return Finding("error", text, matter)


def _clash(rules: Rules, first: Rule, other: Rule, matter: Matter) -> Finding:
    text = (
        f"R{place_in_words(first)[1:]} og {place_in_words(other)} siger hver sit om det samme: "
        f"{chain_in_words(rules, first.deciders)} mod {chain_in_words(rules, other.deciders)}. "
        f"Eksempel: {matter_in_words(rules, matter)}."
    )
    return Finding("error", text, matter, first.line)


def _fall(rules: Rules, before: Rule, first: Rule, matter: Matter) -> Finding:
    text = (
        f"Et større beløb afgøres længere nede: over {kroner(before.amount_up_to or Decimal(0))} "
        f"går det fra {decider_in_words(rules, before.deciders[-1])} til "
        f"{decider_in_words(rules, first.deciders[-1])} ({place_in_words(first)}). "
        f"Eksempel: {matter_in_words(rules, matter)}."
    )
    return Finding("warning", text, matter, first.line)


def _dead(rule: Rule) -> Finding:
    text = f"R{place_in_words(rule)[1:]} bruges aldrig: andre regler går altid foran den."
    return Finding("warning", text, line=rule.line)
