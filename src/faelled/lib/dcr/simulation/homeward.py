"""The shortest way to a marking where nothing is owed, by control flow alone."""

from collections import deque
from collections.abc import Iterator

from faelled.lib.dcr.core import Core, State

MOST_STATES = 3_000


def way_home(core: Core, state: State) -> tuple[str, ...] | None:
    """The events of it; None where there is none, or none within `MOST_STATES` markings.

    >>> from faelled.lib.dcr.graph import Kind, Relation
    >>> core = Core("ab", [Relation(Kind.CONDITION, "a", "b")])
    >>> way_home(core, (0, 0b10, 0b11))
    ('a', 'b')
    """
    found: dict[State, tuple[State, int] | None] = {state: None}
    waiting = deque([state])
    while waiting and len(found) < MOST_STATES:
        here = waiting.popleft()
        if core.accepting(here):
            return tuple(core.events[at] for at in _back(found, here))
        for at in core.enabled(here):
            then = core.step(here, at)
            if then is not None and then not in found:
                found[then] = here, at
                waiting.append(then)
    return None


def _back(found: dict[State, tuple[State, int] | None], state: State) -> list[int]:
    return list(_steps(found, state))[::-1]


def _steps(found: dict[State, tuple[State, int] | None], state: State) -> Iterator[int]:
    before = found[state]
    while before is not None:
        state, at = before
        yield at
        before = found[state]
