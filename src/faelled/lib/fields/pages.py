"""A form in pages: one section a page, those that do not apply left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faelled.lib.dcr.form import Section
from faelled.lib.dcr.graph import Event
from faelled.lib.fields.states import FieldState, every


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a form, with all of its fields, shown and hidden. `number` counts from 1 among
    the pages that apply now.
    """

    section: Section
    number: int
    states: tuple[FieldState, ...]

    @property
    def id(self) -> str:
        return self.section.id

    @property
    def names(self) -> frozenset[str]:
        """What its fields are called in a post."""
        return frozenset(one.name for one in every(self.states))

    @property
    def done(self) -> bool:
        """Whether nothing on it is missing or wrong."""
        return not any(one.error or one.missing for one in every(self.states))


def pages_of(event: Event, states: Sequence[FieldState]) -> tuple[Page, ...]:
    """The pages that apply. A form without sections is one page, named after its step."""
    if not event.sections:
        return (Page(Section("", event.label), 1, tuple(states)),)
    found: list[Page] = []
    for section in event.sections:
        own = tuple(one for one in states if one.field.section == section.id)
        if any(one.shown for one in own):
            found.append(Page(section, len(found) + 1, own))
    return tuple(found)
