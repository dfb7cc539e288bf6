"""How many cases keep the version they began with: the room of the cases, above, says."""

from collections.abc import Callable

from faelled.base.access.actor import Actor

Counting = Callable[[int, Actor], int]


class Running:
    """Holds the one way to count; asked before any is given, there is no room of cases.

    ``counting(process_id, actor)``: the open cases of the actor's authority on any version.
    """

    def __init__(self) -> None:
        self._counting: Counting | None = None

    def register(self, counting: Counting) -> None:
        """Once; a second way to count would be a second answer."""
        if self._counting is not None and self._counting is not counting:
            raise ValueError("Running cases are counted in one way.")
        self._counting = counting

    def count(self, process_id: int, actor: Actor) -> int:
        """The open cases of the process."""
        return self._counting(process_id, actor) if self._counting else 0


RUNNING = Running()
