"""Every kind of flow rule against a reading of its sentence, on all short traces."""

from collections.abc import Callable, Sequence
from itertools import pairwise, product

import numpy as np
import pytest

from faelled.lib.dcr.contrast.flow import ALONE, PAIRS, walked
from faelled.lib.dcr.contrast.rule import KINDS, Rule
from faelled.lib.dcr.contrast.table import AT_END, NEVER, Table, joined, of_cases

TRACES = [trace for length in (1, 2, 3, 4) for trace in product(range(3), repeat=length)]
T = Sequence[int]


def at(trace: T, code: int) -> list[int]:
    return [place for place, other in enumerate(trace) if other == code]


def again_only_after(trace: T, a: int, b: int) -> bool:
    return all(b in trace[one:other] for one, other in pairwise(at(trace, a)))


KEEPS: dict[str, Callable[[T, int, int], bool]] = {
    "once": lambda t, a, b: t.count(a) <= 1,
    "twice": lambda t, a, b: t.count(a) <= 2,
    "thrice": lambda t, a, b: t.count(a) <= 3,
    "must": lambda t, a, b: a in t,
    "never": lambda t, a, b: a not in t,
    "begins": lambda t, a, b: t[0] == a,
    "ends": lambda t, a, b: t[-1] == a,
    "condition": lambda t, a, b: all(a in t[:place] for place in at(t, b)),
    "response": lambda t, a, b: all(b in t[place:] for place in at(t, a)),
    "apart": lambda t, a, b: not (a in t and b in t),
    "not after": lambda t, a, b: not any(b in t[place:] for place in at(t, a)),
    "both": lambda t, a, b: a not in t or b in t,
    "again": again_only_after,
    "not next": lambda t, a, b: (a, b) not in set(pairwise(t)),
    "follows": lambda t, a, b: (a, b) in set(pairwise(t)),
    "next": lambda t, a, b: all(t[p + 1 : p + 2] == (b,) for p in at(t, a)),
    "just before": lambda t, a, b: all(p and t[p - 1] == a for p in at(t, b)),
    "as often": lambda t, a, b: t.count(a) == t.count(b),
}


@pytest.mark.parametrize("kind", [*ALONE, *PAIRS])
def test_a_rule_is_broken_when_its_sentence_is_false_and_seen_as_soon_as_it_can(kind: str) -> None:
    keeps = KEEPS[kind]
    for trace in TRACES:
        walk = walked(trace, 3)
        for a, b in ((0, 1), (1, 0), (2, 1)):
            when = int(walk.alone[kind][a] if kind in ALONE else walk.pairs[kind][a, b])
            assert (when == NEVER) == keeps(trace, a, b), (trace, a, b)
            if when < AT_END:
                assert not keeps(trace[:when], a, b) or kind == "next"
                before = walked(trace[: when - 1], 3)
                cell = before.alone[kind][a] if kind in ALONE else before.pairs[kind][a, b]
                assert int(cell) >= AT_END


def test_every_kind_has_a_sentence_and_its_relations_can_be_read() -> None:
    for kind in KINDS:
        rule = Rule(kind, ("3", "Bed om svar", "2 dage"))
        assert rule.sentence.endswith(".") and "{" not in rule.sentence
    assert Rule("again", ("a", "b")).arrows == ("a -->% a", "b -->+ a")


def test_rules_broken_by_the_same_cases_are_told_once() -> None:
    one, other = Rule("once", ("a",)), Rule("twice", ("b",))
    same = [3, NEVER, 2, NEVER]
    table = joined([of_cases([one], [same]), of_cases([other], [[1, NEVER, 1, NEVER]])])
    assert table.rules == (one,) and table.tried == 2
    assert table.hits.tolist() == [[True, False, True, False]]
    assert table.known(np.array([2, 9, 2, 9])).tolist() == [[False, False, True, False]]
    assert isinstance(table.part([0]), Table)
