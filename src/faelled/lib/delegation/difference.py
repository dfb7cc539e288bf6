"""What a new version of a plan changes, and what it changes for one chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from faelled.lib.delegation.deriving import DerivedChain
from faelled.lib.delegation.rules import Rule, Rules
from faelled.lib.delegation.wording import (
    chain_in_words,
    decider_in_words,
    decisions_in_words,
    limit_in_words,
    pattern_in_words,
    place_in_words,
    rule_in_words,
)


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that is new, gone or otherwise; ``lines`` say how, in Danish."""

    kind: ChangeKind
    rule: str
    lines: tuple[str, ...]


def difference(old: Rules, new: Rules) -> list[Change]:
    """The changes from ``old`` to ``new``, rule by rule, in the new plan's order."""
    before = {rule.id: rule for rule in old.rules}
    after = {rule.id: rule for rule in new.rules}
    changes = [
        Change(ChangeKind.CHANGED, rule.id, lines)
        if rule.id in before
        else Change(ChangeKind.ADDED, rule.id, (rule_in_words(new, rule),))
        for rule in new.rules
        for lines in [tuple(_lines(old, new, before.get(rule.id, rule), rule))]
        if lines or rule.id not in before
    ]
    gone = [rule for rule in old.rules if rule.id not in after]
    return changes + [
        Change(ChangeKind.REMOVED, rule.id, (rule_in_words(old, rule),)) for rule in gone
    ]


def _lines(old: Rules, new: Rules, one: Rule, other: Rule) -> Iterator[str]:
    pairs = (
        ("KLE", pattern_in_words(one.kle), pattern_in_words(other.kle)),
        ("Handlingsfacet", one.facet or "alle", other.facet or "alle"),
        ("Afgørelser", decisions_in_words(old, one), decisions_in_words(new, other)),
        ("Beløb", limit_in_words(one), limit_in_words(other)),
        ("Enhed", one.unit or "alle", other.unit or "alle"),
        ("Hvem", chain_in_words(old, one.deciders), chain_in_words(new, other.deciders)),
        (
            "Kopi til",
            chain_in_words(old, one.copies) or "ingen",
            chain_in_words(new, other.copies) or "ingen",
        ),
        ("Begrundelse", one.why, other.why),
        ("Sted i planen", one.section or "ikke angivet", other.section or "ikke angivet"),
    )
    for name, was, is_now in pairs:
        if was != is_now:
            yield f"{name}: {was} → {is_now}"


def chain_difference(
    old_rules: Rules, old: DerivedChain, new_rules: Rules, new: DerivedChain
) -> list[str]:
    """What becomes of one chain, in the words of the one responsible for it; empty: nothing."""
    if _says(old_rules, old) == _says(new_rules, new) and _copies(old) == _copies(new):
        return []
    lines = []
    if _rule(old) != _rule(new):
        lines.append(f"Regel: {_rule(old)} → {_rule(new)}")
    was, is_now = _says(old_rules, old), _says(new_rules, new)
    lines += [f"Skal ikke længere spørges: {name}" for name in was if name not in is_now]
    lines += [f"Skal nu også spørges: {name}" for name in is_now if name not in was]
    if was != is_now and sorted(was) == sorted(is_now):
        lines.append(f"Ny rækkefølge: {', derefter '.join(is_now)}")
    if _copies(old) != _copies(new):
        lines.append(f"Kopi til: {', '.join(_names(new_rules, new)) or 'ingen'}")
    return lines


def _says(rules: Rules, chain: DerivedChain) -> list[str]:
    return [
        " eller ".join(decider_in_words(rules, decider) for decider in step.deciders)
        for step in chain.steps
    ]


def _copies(chain: DerivedChain) -> set[str]:
    return {f"{copy.kind}:{copy.name}:{copy.up}" for copy in chain.copies}


def _names(rules: Rules, chain: DerivedChain) -> list[str]:
    return [decider_in_words(rules, copy) for copy in chain.copies]


def _rule(chain: DerivedChain) -> str:
    return place_in_words(chain.rule) if chain.rule else "ingen regel"
