"""What a simulation is told: who works, when, how long things take, and how much goes wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from faelled.lib.dcr.guidance.history import Outcome
from faelled.lib.dcr.simulation.hours import Hours
from faelled.lib.dcr.simulation.noise import Noise
from faelled.lib.dcr.simulation.spread import Exponential, Spread
from faelled.lib.dcr.values import Value

HOUR = timedelta(hours=1)
Shares = Callable[[Sequence[str]], Mapping[Outcome, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything but the graph, the number of cases and the seed.

    `start`: when the first case begins; `arrivals`: from one case to the next. `takes`: by event id
    how long a step takes once somebody begins it, else `otherwise`. `hours` None: day and night.
    `staff`: who holds each role; where nobody does, a step is
    done by one of those `seen` doing it (by event id), who are never too busy, or by nobody.
    `values`: by event id, answers to draw from; else they are made up (`answers`).
    `shares`: what comes next after the names so far, where that is known; else all are as likely.
    `stop`: the chance to end a case whenever nothing is owed. `late`: the share of cases in which
    somebody lets the first deadline pass.
    """

    start: datetime
    arrivals: Spread = field(default_factory=lambda: Exponential(4 * HOUR))
    takes: Mapping[str, Spread] = field(default_factory=lambda: MappingProxyType({}))
    otherwise: Spread = field(default_factory=lambda: Exponential(HOUR))
    hours: Hours | None = None
    staff: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    seen: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    values: Mapping[str, Sequence[Value]] = field(default_factory=lambda: MappingProxyType({}))
    shares: Shares | None = None
    stop: float = 0.3
    late: float = 0.0
    noise: Noise | None = None
    most_steps: int = 200
