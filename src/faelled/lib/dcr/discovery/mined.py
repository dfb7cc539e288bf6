"""What a miner finds: four kinds of rules between activities, as one integer of bits for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faelled.lib.dcr.graph import Kind, Relation


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(slots=True)
class Mined:
    """Rules over the activities 0 to n-1; everything is included and nothing owed at the start.

    `conditions[j]`: what must have happened before j. The others are by source: `responses[i]` what
    is owed after i, `includes[i]` and `excludes[i]` what i includes and excludes.
    """

    conditions: list[int]
    responses: list[int]
    includes: list[int]
    excludes: list[int]

    @property
    def size(self) -> int:
        return len(self.conditions)

    @property
    def count(self) -> int:
        """How many relations these are."""
        parts = (self.conditions, self.responses, self.includes, self.excludes)
        return sum(mask.bit_count() for part in parts for mask in part)

    def accepts(self, trace: Sequence[int]) -> bool:
        """Whether a trace is a run that leaves nothing undone."""
        executed, pending, included = 0, 0, (1 << self.size) - 1
        for at in trace:
            bit = 1 << at
            if not included & bit or included & self.conditions[at] & ~executed:
                return False
            executed |= bit
            pending = pending & ~bit | self.responses[at]
            included = included & ~self.excludes[at] | self.includes[at]
        return not pending & included

    def relations(self, names: Sequence[str]) -> list[Relation]:
        """The rules between the names, conditions first, then by source."""
        found = [
            Relation(Kind.CONDITION, names[source], names[target])
            for target, mask in enumerate(self.conditions)
            for source in bits(mask)
        ]
        for kind, part in (
            (Kind.RESPONSE, self.responses),
            (Kind.INCLUDE, self.includes),
            (Kind.EXCLUDE, self.excludes),
        ):
            for source, mask in enumerate(part):
                found += [Relation(kind, names[source], names[target]) for target in bits(mask)]
        return found
