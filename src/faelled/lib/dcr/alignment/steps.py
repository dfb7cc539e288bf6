"""What the model can do alone, remembered from trace to trace."""

from collections import deque
from collections.abc import Sequence

from faelled.lib.dcr.alignment.problem import Model
from faelled.lib.dcr.core import State

MOST_REMEMBERED = 200_000


class Steps:
    """The steps of a model between reduced states."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._known: dict[State, list[tuple[int, State]]] = {}
        self._cramped: set[State] = set()

    def alone(self, state: State) -> list[tuple[int, State]]:
        """(event, state after it) of every step that leads somewhere else; of several events that
        lead to the same state, the first."""
        found = self._known.get(state)
        if found is not None:
            return found
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
            self._cramped.clear()
        model, core, targets = self.model, self.model.core, {state}
        found = []
        for at in core.enabled(state):
            after = core.step(state, at)
            if after is None:  # there is no room for the copy it makes
                self._cramped.add(state)
                continue
            target = model.reduced(after)
            if target not in targets:
                targets.add(target)
                found.append((at, target))
        self._known[state] = found
        return found

    def cut_short(self, state: State, choices: Sequence[int]) -> int | None:
        """What the cheapest step costs for which there was no room in this state: nothing where it
        is one of the choices; None where there was room for all."""
        self.alone(state)
        if state not in self._cramped:
            return None
        return 0 if any(self.model.cramped(state, at) for at in choices) else 1

    def run(self, state: State, at: int) -> State | None:
        """The reduced state after an event, None where it is not enabled."""
        after = self.model.core.step(state, at)
        return None if after is None else self.model.reduced(after)

    def shortest_run(self, most: int) -> tuple[int, ...] | None:
        """The events of a shortest run to an accepting state; None where `most` states, or all
        there are, hold none."""
        start = self.model.reduced(self.model.start)
        came: dict[State, tuple[State, int] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            state = waiting.popleft()
            if self.model.core.accepting(state):
                return _way(came, state)
            for at, target in self.alone(state):
                if target not in came and len(came) < most:
                    came[target] = (state, at)
                    waiting.append(target)
        return None


def _way(came: dict[State, tuple[State, int] | None], state: State) -> tuple[int, ...]:
    way: list[int] = []
    step = came[state]
    while step is not None:
        state, at = step
        way.append(at)
        step = came[state]
    return tuple(reversed(way))
