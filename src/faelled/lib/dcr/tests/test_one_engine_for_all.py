"""One engine serves many threads, and the examples in the documentation are true."""

import doctest
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType

import pytest

from faelled.lib.dcr.graph import Kind
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.tests.making import DAY, NOON, THREE_DAYS, engine, rule

SHOWING = (
    "changes",
    "checked",
    "copies",
    "core",
    "core_copied",
    "core_inside",
    "engine",
    "errors",
    "expand",
    "flatten",
    "form",
    "graph",
    "guards",
    "guards.lexer",
    "guards.tree",
    "marking",
    "reasons",
    "replay",
    "sentences",
    "timing",
    "values",
)


def test_threads_share_an_engine_and_get_the_same_answers() -> None:
    run = engine(
        "a b c",
        rule("a response b", deadline=THREE_DAYS, guard="now < 2030-01-01"),
        rule("b exclude c"),
        rule("a condition b"),
    )

    def case(number: int) -> Marking:
        at = NOON + number % 7 * DAY
        marking = run.initial(at)
        for event in ("a", "c", "b", "a"):
            marking = run.execute(marking, event, at=at)
        return marking

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(case, range(200)))
    assert together == [case(number) for number in range(200)]


@pytest.mark.parametrize("name", SHOWING)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    module: ModuleType = import_module(f"faelled.lib.dcr.{name}")
    tried = doctest.testmod(module)
    assert (tried.failed, tried.attempted > 0) == (0, True)


def test_every_kind_of_relation_has_its_word() -> None:
    assert [kind.value for kind in Kind] == [
        "condition",
        "response",
        "milestone",
        "include",
        "exclude",
        "cancel",
        "update",
        "spawn",
    ]
