"""Speed of a delegation plan: 1,000 rules asked about 1,000 matters, and checked for gaps; and what
it costs to see which of 1,000 open chains a new version would change.

The plan is drawn with a seed: subjects, groups and main groups of KLE's shape with limits, types,
facets and units, over a rule for the rest. Run with ``python -m bench delegation``.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import random
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.db import connection
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from faelled.apps.decisions.delegation.models import ChainBasis, PlanVersion
from faelled.apps.decisions.delegation.previewing import changes_under
from faelled.apps.decisions.delegation.tests.house import House, a_plan, the_house
from faelled.apps.decisions.models import Chain
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
OPEN, CHANGED = 1_000, 50
TYPES = ("grant", "refuse", "stop")


def figures() -> Iterator[tuple[str, float, str, str]]:
    """The rows of ``python -m bench``."""
    random_ = random.Random(SEED)
    rules = a_drawn_plan(random_)
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
    yield from of_open_chains()


def of_open_chains() -> Iterator[tuple[str, float, str, str]]:
    """The preview of a version, with 1,000 open chains of which 50 would change."""
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with TemporaryDirectory() as folder:
            house = the_house(Path(folder))
            version = many_open(house)
        with CaptureQueriesContext(connection) as asked:
            preview = changes_under(version, now=house.now)
        assert len(preview.changes) == CHANGED
        cost = best_of(lambda: changes_under(version, now=house.now))
        yield "1,000 open chains, 50 would change: the preview", cost * 1000, "ms CPU", "<= 1500"
        yield "... statements", len(asked), "queries", "<= 1600"
        same = house.uploaded(a_plan(10_000, "3"))
        with CaptureQueriesContext(connection) as asked:
            assert not changes_under(same, now=house.now).changes
        yield "1,000 open chains, none would change: statements", len(asked), "queries", "<= 10"
    finally:
        teardown_databases(old, verbosity=0)


def many_open(house: House) -> PlanVersion:
    """Two chains as they are made, and copies of them: one in twenty is over the new limit."""
    house.in_force(a_plan(10_000))
    chains = [house.sent(house.drafted(amount)) for amount in ("3.000", "8.000")]
    for chain, count in zip(chains, (OPEN - CHANGED, CHANGED), strict=True):
        copies(chain, count - 1)
    return house.uploaded(a_plan(5_000, "2"))


def copies(chain: Chain, count: int) -> None:
    basis = ChainBasis.objects.get(chain=chain)
    rows = []
    for number in range(count):
        chain.pk, chain.uuid, chain.matter = None, uuid4(), f"{chain.case_id}/{number}"
        chain.save(force_insert=True)
        rows.append(row_of(basis, chain))
    ChainBasis.objects.bulk_create(rows)


def row_of(basis: ChainBasis, chain: Chain) -> ChainBasis:
    kept = {field.attname: getattr(basis, field.attname) for field in basis._meta.concrete_fields}
    return ChainBasis(**{**kept, "id": None, "chain_id": chain.pk})


def best_of(work: Callable[[], object]) -> float:
    """CPU seconds of the best of several rounds."""
    times = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def a_drawn_plan(random_: random.Random) -> Rules:
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
