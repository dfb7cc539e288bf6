"""One field as a form shows it at one moment, and the rows of a group. Plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faelled.lib.dcr.graph import Field
from faelled.lib.dcr.values import Part


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field as the page shows it now.

    `name` is what it is called in a post: its id, and in the third row of a group
    "children.2.age". `raw` is what was typed, kept also when the field is hidden, so that nothing
    typed is lost on the page; of a group it is the keys of its rows. `error` is about what was
    typed; `missing`: a required answer is not there yet.
    """

    field: Field
    name: str
    shown: bool
    required: bool
    raw: tuple[str, ...]
    value: Part = None
    error: str = ""
    rows: tuple[RowState, ...] = ()

    @property
    def missing(self) -> bool:
        """A group whose rows say themselves what they lack says no more of it."""
        empty = self.shown and self.required and self.value is None and not self.error
        return empty and not any(row.wrong for row in self.rows)


@dataclass(frozen=True, slots=True)
class RowState:
    """One row of a group. Its key stays when another row is taken away."""

    key: str
    fields: tuple[FieldState, ...]

    @property
    def wrong(self) -> bool:
        """Whether something in the row is missing or cannot be read."""
        return any(one.error or one.missing for one in self.fields)


def every(states: Iterable[FieldState]) -> Iterator[FieldState]:
    """Each field, and after a group each field of its rows, in the order of the form."""
    for one in states:
        yield one
        for row in one.rows:
            yield from row.fields
