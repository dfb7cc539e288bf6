"""Events that can change places: told apart only by how many of them are how.

Two events are the same when the graph with their names exchanged is the same graph, its beginning
included. Then a marking and the one with the two exchanged have the same future, and one of them is
enough. Only what lies in no sub-process and has no time of its own is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from faelled.lib.dcr.verification.net import Net, Outcome, Rules, State


@dataclass(frozen=True, slots=True)
class Symmetry:
    """`classes`: for each set of events that can change places, their bits."""

    classes: tuple[tuple[int, ...], ...] = ()
    _wholes: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_wholes", tuple(sum(bits) for bits in self.classes))

    def canonical(self, state: State) -> State:
        """The one marking that stands for all that differ by such an exchange."""
        if not self.classes:
            return state
        executed, pending, included = state
        for bits, whole in zip(self.classes, self._wholes, strict=True):
            if all(part & whole in (0, whole) for part in state):
                continue
            marks = sorted(
                (bool(included & bit), bool(pending & bit), bool(executed & bit)) for bit in bits
            )
            for bit, (is_in, owed, done) in zip(bits, marks, strict=True):
                included = included | bit if is_in else included & ~bit
                pending = pending | bit if owed else pending & ~bit
                executed = executed | bit if done else executed & ~bit
        return executed, pending, included

    def spread(self, mask: int) -> int:
        """What one of a set can do, all can."""
        for whole in self._wholes:
            if mask & whole:
                mask |= whole
        return mask


def symmetry_of(net: Net) -> Symmetry:
    """The sets of events that can change places."""
    if net.holders or net.copies:
        return Symmetry()
    left = list(range(len(net.rules)))
    classes: list[tuple[int, ...]] = []
    while left:
        first = left.pop(0)
        same = [other for other in left if _alike(net, first, other)]
        left = [other for other in left if other not in same]
        if same:
            classes.append(tuple(1 << at for at in (first, *same)))
    return Symmetry(tuple(classes))


def _alike(net: Net, one: int, other: int) -> bool:
    """Whether the net is the same with the two exchanged."""
    first, second = net.rules[one], net.rules[other]
    if len(first.outcomes) != len(second.outcomes) or first.delays or second.delays:
        return False
    if any((part >> one ^ part >> other) & 1 for part in net.begin):
        return False
    swapped = _Swapped(one, other)
    if not _becomes(first, second, swapped):  # nearly all pairs that differ, differ here
        return False
    return all(
        _becomes(rule, net.rules[swapped.index(at)], swapped) for at, rule in enumerate(net.rules)
    )


def _becomes(rule: Rules, image: Rules, swapped: "_Swapped") -> bool:
    """Whether the rule is the other with the names exchanged."""
    if swapped.masks(rule) != _masks(image):
        return False
    return {swapped.outcome(out) for out in rule.outcomes} == set(image.outcomes)


def _masks(rule: Rules) -> tuple[int, ...]:
    return (
        rule.conditions,
        rule.guarded_conditions,
        rule.milestones,
        rule.guarded_milestones,
    )


@dataclass(frozen=True, slots=True)
class _Swapped:
    """Two events with their names exchanged."""

    one: int
    other: int

    def index(self, at: int) -> int:
        return {self.one: self.other, self.other: self.one}.get(at, at)

    def mask(self, mask: int) -> int:
        differ = (mask >> self.one ^ mask >> self.other) & 1
        return mask ^ (1 << self.one | 1 << self.other) if differ else mask

    def masks(self, rule: Rules) -> tuple[int, ...]:
        return tuple(self.mask(mask) for mask in _masks(rule))

    def outcome(self, out: Outcome) -> Outcome:
        owed = tuple(sorted((self.index(at), units, again) for at, units, again in out.owed))
        return Outcome(
            self.mask(out.cancelled),
            self.mask(out.pending),
            self.mask(out.excluded),
            self.mask(out.included),
            owed,
        )


def members(symmetry: Symmetry) -> Iterator[tuple[int, ...]]:
    """The sets as indices of events."""
    for bits in symmetry.classes:
        yield tuple(bit.bit_length() - 1 for bit in bits)
