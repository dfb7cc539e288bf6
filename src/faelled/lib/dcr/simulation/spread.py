"""How long something takes: always the same, or drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Protocol


class Spread(Protocol):
    """Gives a duration, never negative. All chance comes from the `Random` given."""

    def draw(self, random: Random) -> timedelta: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    span: timedelta

    def draw(self, random: Random) -> timedelta:
        return self.span


@dataclass(frozen=True, slots=True)
class Uniform:
    """Anything between the two, each as likely."""

    low: timedelta
    high: timedelta

    def draw(self, random: Random) -> timedelta:
        return self.low + (self.high - self.low) * random.random()


@dataclass(frozen=True, slots=True)
class Exponential:
    """Mostly short, at times long; `mean` on average."""

    mean: timedelta

    def draw(self, random: Random) -> timedelta:
        return self.mean * random.expovariate(1.0)


@dataclass(frozen=True, slots=True)
class Empirical:
    """One of those seen.

    >>> seen = Empirical((timedelta(days=1), timedelta(days=9)))
    >>> sorted({seen.draw(Random(at)).days for at in range(9)})
    [1, 9]
    """

    seen: Sequence[timedelta]

    def draw(self, random: Random) -> timedelta:
        return random.choice(self.seen)
