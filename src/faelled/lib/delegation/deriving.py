"""From a matter to the chain of those who decide it, with the reason for each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from faelled.lib.delegation.book import UNLIMITED, Matter, RuleBook, covers, rank
from faelled.lib.delegation.reading import parse_pattern
from faelled.lib.delegation.rules import ANY, Decider, DeciderKind, Needs, Rule, Rules
from faelled.lib.delegation.wording import decider_in_words, kroner, place_in_words
from faelled.lib.text.kle import KleError


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one named employee may decide alone (``people.Mandate``).

    ``decision`` is a type's id or "*"; ``amount_up_to`` None when no limit is set.
    """

    employee: int
    name: str
    pattern: str
    decision: str
    amount_up_to: Decimal | None

    def covers(self, matter: Matter) -> bool:
        """Whether the matter lies within it; a pattern that cannot be read covers nothing."""
        try:
            kle = parse_pattern(self.pattern)
        except KleError:
            return False
        limit = UNLIMITED if self.amount_up_to is None else self.amount_up_to
        under = not kle or matter.kle == kle or matter.kle.startswith(f"{kle}.")
        return under and self.decision in (ANY, matter.decision) and matter.weight <= limit


@dataclass(frozen=True, slots=True)
class DerivedStep:
    """Those of whom one (``needs`` of each) must say yes before the next is asked."""

    deciders: tuple[Decider, ...]
    why: str

    @property
    def needs(self) -> Needs:
        return self.deciders[0].needs


@dataclass(frozen=True, slots=True)
class DerivedChain:
    """``rule`` is None where the plan lets nobody decide; then there are no steps."""

    matter: Matter
    rule: Rule | None
    steps: tuple[DerivedStep, ...]
    copies: tuple[Decider, ...]
    reasons: tuple[str, ...]
    by_mandate: bool = False


def derive(book: RuleBook, matter: Matter, mandates: Iterable[Mandate] = ()) -> DerivedChain:
    """The chain of a matter. The last step decides; those before it agree on the way.

    A mandate that covers the matter stands in place of the whole chain, with all who hold one as
    deciders of whom one is enough. It never goes before a board: what politicians have kept for
    themselves, no employee has been given.
    """
    holding = book.holding(matter)
    if not holding:
        return DerivedChain(matter, None, (), (), (_nobody(book, matter),))
    rule = holding[0]
    reasons = tuple(_reasons(book.rules, holding, matter))
    given = tuple(mandate for mandate in mandates if mandate.covers(matter))
    if given and not _kept_by_board(rule):
        return _by_mandate(matter, rule, given, reasons)
    last = len(rule.deciders) - 1
    steps = tuple(
        DerivedStep((decider,), _why(book.rules, decider, rule, decides=place == last))
        for place, decider in enumerate(rule.deciders)
    )
    return DerivedChain(matter, rule, steps, rule.copies, reasons)


def _by_mandate(
    matter: Matter, rule: Rule, given: tuple[Mandate, ...], reasons: tuple[str, ...]
) -> DerivedChain:
    people = tuple(
        Decider(DeciderKind.PERSON, one.name, employee=one.employee)
        for one in sorted(given, key=lambda one: (one.name, one.employee))
    )
    people = tuple(dict.fromkeys(people))
    names = " eller ".join(dict.fromkeys(one.name for one in people))
    why = f"{names} har fået mandat til at afgøre det alene, og det går foran reglens kæde."
    step = DerivedStep(people, why)
    return DerivedChain(matter, rule, (step,), rule.copies, (*reasons, why), by_mandate=True)


def _kept_by_board(rule: Rule) -> bool:
    return any(decider.kind is DeciderKind.BOARD for decider in rule.deciders)


def _why(rules: Rules, decider: Decider, rule: Rule, *, decides: bool) -> str:
    who = decider_in_words(rules, decider)
    if decides:
        return f"Efter {place_in_words(rule)} træffer {who} afgørelsen."
    return f"Efter {place_in_words(rule)} skal {who} være enig, før den næste spørges."


def _reasons(rules: Rules, holding: list[Rule], matter: Matter) -> Iterable[str]:
    rule = holding[0]
    yield f"R{place_in_words(rule)[1:]} gælder: {rule.why}"
    for other in holding[1:2]:
        yield f"Den går foran {place_in_words(other)}, fordi {_before(rule, other, matter)}."


# What decides between two rules, in the order of `book.rank`.
_DIFFERENCES = (
    "den har det mest præcise KLE-nummer",
    "den nævner handlingsfacetten",
    "den nævner afgørelsen",
    "den gælder en enhed nærmere sagen",
    "den har den laveste grænse, der rummer beløbet",
)


def _before(first: Rule, second: Rule, matter: Matter) -> str:
    ranks = zip(_DIFFERENCES, rank(first, matter), rank(second, matter), strict=True)
    found = (words for words, one, other in ranks if one != other)
    return next(found, "den står først i planen")


def _nobody(book: RuleBook, matter: Matter) -> str:
    beyond = replace(matter, amount=Decimal(0))
    limits = [
        rule.amount_up_to
        for rule in book.about(matter.kle)
        if covers(rule, beyond) and rule.amount_up_to is not None
    ]
    if limits and matter.amount is None:
        return "Ingen regel dækker det, når beløbet ikke er kendt. Skriv beløbet."
    if limits:
        return f"Ingen regel går så højt. Den højeste grænse er {kroner(max(limits))}"
    what = book.rules.decision_label(matter.decision)
    return f"Ingen regel siger, hvem der må afgøre »{what}« i {matter.kle or 'sager uden KLE'}."
