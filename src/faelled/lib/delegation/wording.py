"""Rules as sentences, for jurists and for the people they are about."""

from decimal import Decimal

from faelled.lib.delegation.rules import Decider, DeciderKind, Needs, Rule, Rules

UNITS = ("i sagens enhed", "én enhed over sagens", "to enheder over sagens")


def kroner(amount: Decimal) -> str:
    """``kroner(Decimal("12500.5"))`` is "12.500,50 kr."; whole kroner have no decimals."""
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) + " kr."


def pattern_in_words(kle: str) -> str:
    """``pattern_in_words("27.36")`` is "27.36.*", and "" is "alle emner"."""
    if not kle:
        return "alle emner"
    return kle if kle.count(".") == 2 else f"{kle}.*"


def decider_in_words(rules: Rules, decider: Decider) -> str:
    """``"Leder én enhed over sagens"``, ``"Borgmester"``, ``"Udvalget"``."""
    if decider.kind is DeciderKind.ROLE:
        every = "Alle med rollen " if decider.needs is Needs.ALL else ""
        return f"{every}{rules.role_label(decider.name)} {_where(decider.up)}"
    if decider.kind is DeciderKind.BOARD:
        return rules.role_label(decider.name)
    return f"Alle med stillingen {decider.name}" if decider.needs is Needs.ALL else decider.name


def chain_in_words(rules: Rules, deciders: tuple[Decider, ...]) -> str:
    """``"Leder i sagens enhed, derefter Borgmester"``."""
    return ", derefter ".join(decider_in_words(rules, decider) for decider in deciders)


def limit_in_words(rule: Rule) -> str:
    """``"til og med 10.000 kr."`` or ``"uden grænse"``."""
    if rule.amount_up_to is None:
        return "uden grænse"
    return f"til og med {kroner(rule.amount_up_to)}"


def decisions_in_words(rules: Rules, rule: Rule) -> str:
    """``"Bevilling, Afslag"``."""
    return ", ".join(rules.decision_label(one) for one in rule.decisions)


def place_in_words(rule: Rule) -> str:
    """``"reglen »small-grant« (afsnit 3.1)"``: where a person can look it up."""
    return f"reglen »{rule.id}«" + (f" ({rule.section})" if rule.section else "")


def rule_in_words(rules: Rules, rule: Rule) -> str:
    """The whole rule as one sentence, as the differences and the checks quote it."""
    where = f" for {rule.unit}" if rule.unit else ""
    facet = f" {rule.facet}" if rule.facet else ""
    return (
        f"{decisions_in_words(rules, rule)} i {pattern_in_words(rule.kle)}{facet}{where} "
        f"{limit_in_words(rule)}: {chain_in_words(rules, rule.deciders)}."
    )


def _where(up: int) -> str:
    return UNITS[up] if up < len(UNITS) else f"{up} enheder over sagens"
