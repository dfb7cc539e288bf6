"""A draw follows from its seed, takes each thing once, and takes what weighs more, more often."""

import pytest

from faelled.lib.sampling import Weighed, draw

THINGS = [Weighed(str(number), 1, number) for number in range(200)]


def drawn(things: list[Weighed[int]], size: int, seed: str) -> list[int]:
    return [one.thing for one in draw(things, size, seed)]


def test_the_same_seed_gives_the_same_whatever_the_order() -> None:
    assert drawn(THINGS, 20, "a") == drawn(THINGS[::-1], 20, "a")
    assert drawn(THINGS, 20, "a") != drawn(THINGS, 20, "b")


def test_each_is_taken_once_and_all_when_there_are_few() -> None:
    assert len(set(drawn(THINGS, 50, "a"))) == 50
    assert sorted(drawn(THINGS, 500, "a")) == list(range(200))
    assert drawn([], 5, "a") == []


def test_a_smaller_draw_is_the_beginning_of_a_larger() -> None:
    assert drawn(THINGS, 50, "a")[:10] == drawn(THINGS, 10, "a")


def test_nine_tenths_of_the_weight_is_drawn_first_nine_times_of_ten() -> None:
    """200 draws; binomial with p = 0.9 has a standard deviation of 4.2, and 25 is six of them."""
    things = [Weighed("heavy", 90, 1), *(Weighed(str(n), 1, 0) for n in range(10))]
    first = sum(drawn(things, 1, str(seed))[0] for seed in range(200))
    assert abs(first - 180) < 25


def test_what_weighs_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="below 1"):
        draw([Weighed("a", 0, None)], 1, "seed")
