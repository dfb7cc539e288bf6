"""A draft walked through once: what is asked, what is taken, its pages and the ways out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from faelled.apps.intake.asked import event_of, known_of, marking_of
from faelled.apps.intake.models import Draft
from faelled.base.access.actor import Actor
from faelled.casework.cases.answers import scope_of
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Exit, ExitKind
from faelled.lib.fields import Count, FieldState, Given, Page, Parsed
from faelled.lib.fields.exits import fields_behind


@dataclass(frozen=True, slots=True)
class Walk:
    """``pages`` are those that apply; ``exits`` what the answers so far lead to."""

    event: Event
    states: tuple[FieldState, ...]
    parsed: Parsed
    known: Mapping[str, Given]
    pages: tuple[Page, ...]
    exits: tuple[Exit, ...]

    @property
    def answered(self) -> int:
        """How many of the questions that are asked now have an answer."""
        asked = (one for one in self.states if one.shown and one.field.typed)
        return sum(_has_answer(one) for one in asked)

    @property
    def complete(self) -> bool:
        """Whether the answers could be sent as they are."""
        return self.parsed.ok and not self.stopped

    @property
    def stopped(self) -> bool:
        """Whether the answers say that it cannot be applied for here at all."""
        return any(way.kind is ExitKind.STOP for way in self.exits)

    def page(self, id: str) -> Page:
        """The page with this id; else where one left off: the first that lacks something, or, when
        nothing is missing, the first.
        """
        found = next((page for page in self.pages if page.id == id), None)
        undone = next((page for page in self.pages if not page.done), None)
        return found or undone or self.pages[0]

    def after(self, page: Page) -> Page | None:
        """The next page that applies; after the last one the first that lacks something."""
        later = next((one for one in self.pages if one.number > page.number), None)
        return later or next((one for one in self.pages if not one.done), None)

    def before(self, page: Page) -> Page | None:
        return next((one for one in self.pages if one.number == page.number - 1), None)

    def exits_on(self, page: Page) -> tuple[Exit, ...]:
        """The ways out that hang on an answer of this page."""
        names = {state.field.id for state in page.states}
        return tuple(way for way in self.exits if names & fields_behind(way))


def _has_answer(one: FieldState) -> bool:
    """Whether something stands in it; a group holds the keys of its rows, also of empty ones."""
    if one.field.fields:
        return any(any(part.raw) for row in one.rows for part in row.fields)
    return any(one.raw)


def walk_of(draft: Draft, *, by: Actor | None, now: datetime) -> Walk:
    """Walk the draft as the server decides by: the live page and the sending ask the same."""
    event, known = event_of(draft), known_of(draft, by, now)
    scope = scope_of(marking_of(draft, now))
    fields, raw = form_fields.with_known(event.asked, draft.answers, known)
    states = form_fields.state(fields, raw, scope=scope, now=now)
    parsed = form_fields.taken(states)
    return Walk(
        event,
        states,
        parsed,
        known,
        form_fields.pages_of(event, states),
        form_fields.exits_now(event, parsed.values, scope=scope, now=now),
    )


def questions_of(draft: Draft, walk: Walk, *, now: datetime) -> Count:
    """How many questions the form has, as far as the answers tell."""
    fields, raw = form_fields.with_known(walk.event.asked, draft.answers, walk.known)
    return form_fields.count_as_answered(
        fields, raw, scope=scope_of(marking_of(draft, now)), now=now
    )
