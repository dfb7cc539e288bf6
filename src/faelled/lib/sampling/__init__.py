"""A weighted sample without replacement that can be drawn again from its seed. Pure.

Efraimidis and Spirakis, "Weighted random sampling with a reservoir", Information Processing
Letters 97 (2006): each thing gets the key ``u ** (1 / weight)`` and the largest keys are taken.
Here ``u`` follows from the seed and the thing's own name, so neither the order in which things
come nor the version of a random generator changes the draw.
"""

import hashlib
import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weighed(Generic[T]):
    """``name`` tells it from all others; a thing of ``weight`` 10 is ten times as likely to be
    drawn first as one of weight 1.
    """

    name: str
    weight: int
    thing: T


def draw(weighed: Iterable[Weighed[T]], size: int, seed: str) -> list[Weighed[T]]:
    """At most ``size`` of them, the one drawn first first; memory for ``size``, whatever comes.

    ``draw([Weighed("a", 1, None)], 5, "seed")`` is all there is. ValueError for a weight below 1.
    """
    return heapq.nlargest(size, weighed, key=lambda one: _rank(one, seed))


def _rank(one: Weighed[T], seed: str) -> float:
    if one.weight < 1:
        raise ValueError(f"The weight of {one.name} is below 1.")
    digest = hashlib.sha256(f"{seed}\0{one.name}".encode()).digest()
    u = (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 1)
    return math.log(u) / one.weight
