"""Mistakes in what was written down: steps skipped, swapped, repeated, or of another kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from faelled.lib.dcr.logs.records import LogEvent

FOREIGN = "Fremmed trin"


class Mistake(StrEnum):
    SKIP = "skip"
    SWAP = "swap"
    REPEAT = "repeat"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Noise:
    """Each step is hit with the chance `share`, by one of `kinds`."""

    share: float
    kinds: Sequence[Mistake] = tuple(Mistake)

    def spoil(
        self, events: Sequence[LogEvent], random: Random
    ) -> tuple[tuple[LogEvent, ...], tuple[Mistake, ...]]:
        """The steps as they were written down, and the mistakes made.

        A swapped step changes places with the next, the moments stay where they were; the last one
        has none to change with and is repeated instead.
        """
        written: list[LogEvent] = []
        made: list[Mistake] = []
        waiting = list(events)
        while waiting:
            event = waiting.pop(0)
            if random.random() >= self.share:
                written.append(event)
                continue
            mistake = random.choice(self.kinds)
            if mistake is Mistake.SWAP and not waiting:
                mistake = Mistake.REPEAT
            made.append(mistake)
            match mistake:
                case Mistake.SKIP:
                    pass
                case Mistake.SWAP:
                    following = waiting.pop(0)
                    written += [replace(following, at=event.at), replace(event, at=following.at)]
                case Mistake.REPEAT:
                    written += [event, event]
                case Mistake.FOREIGN:
                    written += [event, replace(event, activity=FOREIGN, attributes={})]
        return tuple(written), tuple(made)
