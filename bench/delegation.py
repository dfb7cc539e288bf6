"""Speed of a delegation plan: 1,000 rules asked about 1,000 matters, and checked for gaps.

The plan is drawn with a seed: subjects, groups and main groups of KLE's shape with limits, types,
facets and units, over a rule for the rest. Run with ``python -m bench delegation``.
"""

import random
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

from faelled.lib.delegation import (
    Decider,
    DeciderKind,
    DecisionType,
    Matter,
    Rule,
    RuleBook,
    Rules,
    check_rules,
    derive,
)
from faelled.lib.delegation.rules import ANY

SEED, RULES, MATTERS, ROUNDS = 8, 1_000, 1_000, 5
TYPES = ("grant", "refuse", "stop")


def figures() -> Iterator[tuple[str, float, str, str]]:
    """The rows of ``python -m bench``."""
    random_ = random.Random(SEED)
    rules = a_plan(random_)
    matters = [a_matter(random_) for _number in range(MATTERS)]

    def ask_all() -> None:
        book = RuleBook(rules)
        for matter in matters:
            derive(book, matter)

    asked = best_of(ask_all)
    yield "1,000 matters derived from 1,000 rules", asked * 1000, "ms", "<= 500"
    yield (
        "1,000 rules checked for gaps and clashes",
        best_of(lambda: check_rules(rules)),
        "s",
        "<= 5",
    )


def best_of(work: Callable[[], object]) -> float:
    """CPU seconds of the best of several rounds."""
    times = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def a_plan(random_: random.Random) -> Rules:
    rows = [a_rule(random_, number) for number in range(RULES - 1)]
    rows.append(Rule("rest", "", (ANY,), (Decider(DeciderKind.ROLE, "manager", 3),), why="Resten."))
    types = tuple(DecisionType(name, name) for name in TYPES)
    return Rules("bench", "1", "Plan", "", "", None, (), types, {"manager": "Leder"}, tuple(rows))


def a_rule(random_: random.Random, number: int) -> Rule:
    parts = a_subject(random_).split(".")[: random_.choice((1, 2, 2, 3, 3, 3))]
    return Rule(
        id=f"rule-{number}",
        kle=".".join(parts),
        decisions=random_.choice([(ANY,), ("grant",), ("refuse", "stop")]),
        deciders=(Decider(DeciderKind.ROLE, "manager", random_.randrange(3)),),
        facet=random_.choice(["", "", "G01"]),
        amount_up_to=random_.choice([None, *(Decimal(10**power) for power in range(3, 7))]),
        unit=random_.choice(["", "", "", "Enhed A", "Enhed B"]),
        why="Fordi planen siger det.",
    )


def a_subject(random_: random.Random) -> str:
    return ".".join(f"{random_.randint(1, most):02}" for most in (30, 20, 8))


def a_matter(random_: random.Random) -> Matter:
    return Matter(
        kle=a_subject(random_),
        facet=random_.choice(["G01", "K01"]),
        decision=random_.choice(TYPES),
        amount=random_.choice([None, Decimal(random_.randrange(2_000_000))]),
        units=random_.choice([("Enhed A", "Top"), ("Enhed B", "Top"), ("Enhed C",)]),
    )
