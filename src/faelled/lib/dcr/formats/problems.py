"""What is wrong with a graph file: every problem with its place, in the words of its author."""

from collections.abc import Iterable
from dataclasses import dataclass

from faelled.lib.dcr.errors import DcrError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` names the place in the file's own words, `line` counts from 1.

    >>> str(Problem("events.decide.roles", 12, "Rollen findes ikke."))
    'linje 12, events.decide.roles: Rollen findes ikke.'
    """

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        line = f"linje {self.line}" if self.line is not None else ""
        place = ", ".join(part for part in (line, self.path) if part)
        return f"{place}: {self.message}" if place else self.message


class GraphError(DcrError, ValueError):
    """A file that is no usable graph; `errors` holds every problem found, in file order."""

    def __init__(self, errors: Iterable[Problem]) -> None:
        self.errors = tuple(sorted(errors, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(str(problem) for problem in self.errors))


class Problems:
    """Collects problems while a file is read, so that one reading finds them all."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, path: str, message: str, line: int | None = None) -> None:
        """Remember one problem; the same again says nothing new."""
        self._found[Problem(path, line, message)] = None

    def raise_if_any(self) -> None:
        """Stop here when something was wrong: GraphError with all of it."""
        if self._found:
            raise GraphError(self._found)
