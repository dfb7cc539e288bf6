"""What an alignment is made of, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """BOTH: the trace and the graph go together, at no cost. SKIP: something happened that the
    graph leaves out. MODEL: the graph needs something that did not happen. The latter cost one.
    """

    BOTH = "both"
    SKIP = "skip"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Move:
    """`activity`: the trace's word (empty for MODEL). `event`: the graph's (empty for SKIP)."""

    kind: Kind
    activity: str = ""
    event: str = ""

    @property
    def cost(self) -> int:
        return 0 if self.kind is Kind.BOTH else 1


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest way to make a trace and a graph agree, or how near we came.

    `cost`: the deviations of `moves`. `bound`: no alignment costs less; where it equals `cost` the
    alignment is proven to be the best. `worst`: what it costs to skip the whole trace and run the
    graph the shortest way to its end. `searched`: how many states were looked at. `cramped`: a
    cheaper one, if there is one, needs more copies of a template than there was room for.
    """

    moves: tuple[Move, ...]
    bound: int
    worst: int
    searched: int
    cramped: bool = False

    @property
    def cost(self) -> int:
        return sum(move.cost for move in self.moves)

    @property
    def proven(self) -> bool:
        return self.cost == self.bound

    @property
    def gap(self) -> int:
        """How much better an alignment could at most be."""
        return self.cost - self.bound

    @property
    def fitness(self) -> float:
        """1 where the trace is a run of the graph, 0 where nothing of it is; never outside.

        >>> Alignment((Move(Kind.BOTH, "a", "a"), Move(Kind.SKIP, "b")), 1, 4, 3).fitness
        0.75
        """
        return 1 - self.cost / self.worst if self.worst else 1.0


def skipped(trace: Sequence[str], run: Sequence[str]) -> tuple[Move, ...]:
    """The alignment that there always is: nothing of the trace, then a run of the graph."""
    return (
        *(Move(Kind.SKIP, activity=name) for name in trace),
        *(Move(Kind.MODEL, event=event) for event in run),
    )
