"""How guards can turn out: decided where the data cannot change them, else either way.

A guard and its negation never hold both, nor do two guards that want one name to be two different
things.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import TypeAlias

from faelled.lib.dcr.graph import Graph, Kind
from faelled.lib.dcr.guards import GuardError, evaluate, parse
from faelled.lib.dcr.guards.tree import Compare, Literal, Name, Node, Now, children

# With more independent guards on one event, only all-true, all-false and each alone are tried.
MOST_GUARDS = 8
# A guard, and the copy whose data it reads ("" outside all).
Said: TypeAlias = tuple[str, str]
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def decided(graph: Graph, guard: str | None, *, unset: bool) -> bool | None:
    """Whether a guard holds, where it names only what never changes; None: the data decide.

    `unset`: what it counts as when it cannot be judged.

    >>> decided(Graph("g", "1", "G"), "1 > 2", unset=True)
    False
    """
    if guard is None:
        return True
    try:
        expr = parse(guard)
    except GuardError:
        return None
    if any(isinstance(node, Now) for node in _nodes(expr.tree)):
        return None
    values = graph.initial.values
    written = {rule.target for rule in graph.relations if rule.kind is Kind.UPDATE}
    if any(name not in values or name in graph or name in written for name in expr.names):
        return None
    try:
        value = evaluate(expr, values.__getitem__, now=_ANY_TIME)
    except GuardError:
        return unset
    return value if isinstance(value, bool) else unset


def _nodes(tree: Node) -> Iterator[Node]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


@dataclass(frozen=True, slots=True)
class Choices:
    """The guards of one event. `whole`: there are few enough to try every way."""

    _positive: tuple[Said, ...]
    _wanted: Mapping[Said, tuple[Said, bool]]
    _apart: frozenset[tuple[Said, Said]]

    @classmethod
    def of(cls, guards: Iterable[Said]) -> "Choices":
        wanted: dict[Said, tuple[Said, bool]] = {}
        for copy, guard in sorted(set(guards)):
            base, holds = positive(guard)
            wanted[copy, guard] = ((copy, base), holds)
        bases = tuple(sorted({base for base, _ in wanted.values()}))
        return cls(bases, wanted, frozenset(_apart(bases)))

    @property
    def whole(self) -> bool:
        return len(self._positive) <= MOST_GUARDS

    def ways(self) -> Iterator[dict[Said, bool]]:
        """What each guard is, for every way they can turn out together.

        >>> [*Choices.of([("", "a"), ("", "not(a)")]).ways()]
        [{('', 'a'): True, ('', 'not(a)'): False}, {('', 'a'): False, ('', 'not(a)'): True}]
        >>> sum(1 for _ in Choices.of([("", "a = 1"), ("", "a = 2")]).ways())
        3
        """
        for truths in _truths(len(self._positive)):
            base = dict(zip(self._positive, truths, strict=True))
            if not any(base[one] and base[other] for one, other in self._apart):
                yield {
                    guard: base[name] is wanted for guard, (name, wanted) in self._wanted.items()
                }


def _truths(count: int) -> Iterator[tuple[bool, ...]]:
    if count <= MOST_GUARDS:
        yield from product((True, False), repeat=count)
        return
    yield (True,) * count
    yield (False,) * count
    for chosen in range(count):
        yield tuple(at == chosen for at in range(count))


def _apart(guards: tuple[Said, ...]) -> Iterator[tuple[Said, Said]]:
    """Pairs that want one name to be two different things."""
    wants = {said: _wants(*said) for said in guards}
    for at, one in enumerate(guards):
        for other in guards[at + 1 :]:
            first, second = wants[one], wants[other]
            if first and second and first[0] == second[0] and first[1] != second[1]:
                yield one, other


def _wants(copy: str, guard: str) -> tuple[tuple[str, str], object] | None:
    try:
        tree = parse(guard).tree
    except GuardError:
        return None
    if isinstance(tree, Compare) and tree.sign == "=":
        match tree.left, tree.right:
            case (Name(name=name), Literal(value=value)) | (Literal(value=value), Name(name=name)):
                return (copy, name), value
    return None


def positive(guard: str) -> tuple[str, bool]:
    """The guard without its outermost `not( )`, and whether it must be true.

    >>> positive("not(a > 1)"), positive("not(a) or (b)")
    (('a > 1', False), ('not(a) or (b)', True))
    """
    text = guard.strip()
    if not (text.startswith("not(") and text.endswith(")")):
        return text, True
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign == ")":
            return (text[4:-1].strip(), False) if at == len(text) - 1 else (text, True)
    return text, True
