"""Which rule holds for a matter: the most specific one.

The order, first difference decides: the longest KLE number; a named facet before all; a named
decision type before all; the unit nearest to the case before one further up before all; the lowest
limit that still holds the amount before a higher one before none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faelled.lib.delegation.rules import Rule, Rules

UNLIMITED = Decimal("Infinity")
# How far from the case a rule for all units stands: further than any unit above it.
FAR = 1_000
Rank = tuple[int, bool, bool, int, Decimal]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be decided: ``Matter("99.01.01", "G01", "grant", Decimal(4000), ("Børn",))``.

    ``decision`` is a type's id. ``amount`` in kroner, None when it is not known: that counts as
    more than any limit, so an amount that was not given never gives anybody more power.
    ``units``: the case's unit and those above it, nearest first, by name.
    """

    kle: str
    facet: str
    decision: str
    amount: Decimal | None = None
    units: tuple[str, ...] = ()

    @property
    def weight(self) -> Decimal:
        return UNLIMITED if self.amount is None or self.amount < 0 else self.amount


def covers(rule: Rule, matter: Matter) -> bool:
    """Whether the rule speaks of the matter at all."""
    return (
        rule.facet in ("", matter.facet)
        and (rule.of_any_type or matter.decision in rule.decisions)
        and (not rule.unit or rule.unit in matter.units)
        and (rule.amount_up_to is None or matter.weight <= rule.amount_up_to)
        and (not rule.kle or matter.kle == rule.kle or matter.kle.startswith(f"{rule.kle}."))
    )


def rank(rule: Rule, matter: Matter) -> Rank:
    """How specific a rule that covers the matter is; the greatest holds."""
    distance = matter.units.index(rule.unit) if rule.unit else FAR
    limit = UNLIMITED if rule.amount_up_to is None else rule.amount_up_to
    return (len(rule.kle), bool(rule.facet), not rule.of_any_type, -distance, -limit)


class RuleBook:
    """A plan made ready to be asked many times: its rules by KLE number.

    >>> RuleBook(rules).best(matter).id  # doctest: +SKIP
    'small-grant'
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._by_kle: dict[str, list[Rule]] = {}
        for rule in rules.rules:
            self._by_kle.setdefault(rule.kle, []).append(rule)

    def about(self, kle: str) -> Iterator[Rule]:
        """The rules whose number covers a subject, the longest number first."""
        for number in numbers_above(kle):
            yield from self._by_kle.get(number, ())

    def holding(self, matter: Matter) -> list[Rule]:
        """All rules that cover the matter, the most specific first; equals in file order."""
        return most_specific_first(self.about(matter.kle), matter)

    def best(self, matter: Matter) -> Rule | None:
        """The rule that holds; None where the plan lets nobody decide."""
        for number in numbers_above(matter.kle):
            found = [rule for rule in self._by_kle.get(number, ()) if covers(rule, matter)]
            if found:
                return max(found, key=lambda rule: rank(rule, matter))
        return None


def most_specific_first(rules: Iterable[Rule], matter: Matter) -> list[Rule]:
    """Those of ``rules`` that cover the matter, as they go before one another."""
    found = [rule for rule in rules if covers(rule, matter)]
    return sorted(found, key=lambda rule: rank(rule, matter), reverse=True)


def numbers_above(kle: str) -> Sequence[str]:
    """``numbers_above("27.36.01")`` is ``("27.36.01", "27.36", "27", "")``."""
    parts = kle.split(".") if kle else []
    return [".".join(parts[:length]) for length in range(len(parts), -1, -1)]
