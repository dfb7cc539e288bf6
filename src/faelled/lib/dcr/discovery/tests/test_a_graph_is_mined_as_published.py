"""DisCoveR's patterns, one by one, and that no log is refused by its own graph."""

import random

import pytest

from faelled.lib.dcr.discovery.mined import Mined, bits
from faelled.lib.dcr.discovery.published import discover_published


def mined(*traces: str, light: bool = False) -> Mined:
    """Of traces written with one letter for each activity, from a on."""
    size = len(set("".join(traces)))
    return discover_published([["abcd".index(at) for at in t] for t in traces], size, light=light)


def pairs(masks: list[int], *, by_target: bool = False) -> set[str]:
    """As "ab": a is the source, b the target."""
    found = {(one, other) for one, mask in enumerate(masks) for other in bits(mask)}
    turned = {(other, one) for one, other in found} if by_target else found
    return {"abcd"[source] + "abcd"[target] for source, target in turned}


def test_what_always_went_before_is_a_condition_and_what_always_follows_a_response() -> None:
    found = mined("abca", "aabc", "abcb")
    assert pairs(found.conditions, by_target=True) == {"ab", "bc"}  # a before c follows from them
    assert pairs(found.responses) == set()  # neither always comes after the last of another
    assert pairs(mined("aab", "acb", "ab").responses) == {"ab", "cb"}


def test_what_is_never_repeated_excludes_itself() -> None:
    assert {"bb", "cc"} <= pairs(mined("abac", "abca").excludes)
    assert "aa" not in pairs(mined("abac", "abca").excludes)


def test_what_only_ever_comes_right_after_one_other_is_let_in_by_it() -> None:
    found = mined("abab", "ab")
    assert "ab" in pairs(found.includes) and "bb" in pairs(found.excludes)
    assert found.accepts([0, 1, 0, 1]) and not found.accepts([0, 1, 1])


def test_strangers_exclude_each_other() -> None:
    found = mined("abb", "acc")
    assert {"bc", "cb"} <= pairs(found.excludes)


def test_what_comes_before_but_never_after_is_excluded() -> None:
    assert "bd" not in pairs(mined("abd", "abdb", "c").excludes)
    assert "ba" in pairs(mined("aab", "ab", "aabb").excludes)


def test_a_condition_may_hold_only_because_its_source_is_out_of_the_case() -> None:
    traces = "abd", "acd", "abbd", "accd"
    full, light = mined(*traces), mined(*traces, light=True)
    assert {"bd", "cd"} <= pairs(full.conditions, by_target=True)
    assert not {"bd", "cd"} & pairs(light.conditions, by_target=True)
    assert light.accepts([0, 3]) and not full.accepts([0, 3])


@pytest.mark.parametrize("seed", range(40))
def test_every_trace_is_accepted(seed: int) -> None:
    draw = random.Random(seed)
    size = draw.randrange(1, 6)
    traces = [
        [draw.randrange(size) for _ in range(draw.randrange(7))] for _ in range(draw.randrange(9))
    ]
    for light in (False, True):
        assert all(map(discover_published(traces, size, light=light).accepts, traces))
