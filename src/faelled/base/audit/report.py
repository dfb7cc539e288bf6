"""The report of look-ups, newest first: a page at a time by place, never by counting past rows.

A page costs the same at row 1 and at row 1,000,000: each begins after the last one's place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from faelled.base.audit.models import Entry, EntrySubject
from faelled.base.audit.queries import READ

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: ``Place.read("2026-05-04T09:00:00.000000_17")``."""

    at: datetime
    id: int

    def __str__(self) -> str:
        moment = self.at.astimezone(UTC).replace(tzinfo=None)
        return f"{moment.isoformat(timespec='microseconds')}_{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None for what is no place: then the list begins at its beginning."""
        moment, _line, number = text.partition("_")
        if not number.isdecimal() or len(number) > 18:
            return None
        try:
            return cls(datetime.fromisoformat(moment).replace(tzinfo=UTC), int(number))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report is narrowed to; each is optional.

    ``user_id``: an employee's look-ups, as themselves or done by another on their behalf.
    ``subject``: ``"case:<uuid>"`` or ``"person:<uuid>"``. From ``start`` until, not including,
    ``end``.
    """

    authority_id: int
    user_id: str = ""
    subject: str = ""
    start: datetime | None = None
    end: datetime | None = None


def look_ups(asked: Asked, *, after: Place | None, limit: int) -> list[Entry]:
    """The next ``limit`` look-ups and searches. One query, or two for one employee's."""
    if asked.subject:
        return _about(asked, after, limit)
    rows = _narrowed(asked, after)
    if not asked.user_id:
        return list(rows[:limit])
    own = rows.filter(actor_id=asked.user_id)[:limit]
    for_them = rows.filter(on_behalf_of_id=asked.user_id).exclude(on_behalf_of_id="")[:limit]
    both = {entry.pk: entry for entry in (*own, *for_them)}
    return sorted(both.values(), key=lambda entry: (entry.at, entry.pk), reverse=True)[:limit]


def all_look_ups(asked: Asked, *, batch: int) -> Iterator[list[Entry]]:
    """Every one that is asked for, in batches; for an export that does not fit in memory."""
    after: Place | None = None
    while rows := look_ups(asked, after=after, limit=batch):
        yield rows
        after = place_of(rows[-1])


def place_of(entry: Entry) -> Place:
    return Place(entry.at, entry.pk)


def _narrowed(asked: Asked, after: Place | None) -> QuerySet[Entry]:
    rows = Entry.objects.filter(authority_id=asked.authority_id, action=READ)
    return _between(rows, asked, after).order_by("-at", "-pk")


def _about(asked: Asked, after: Place | None, limit: int) -> list[Entry]:
    """Of one subject, by the index of subjects, which is in the order of time."""
    rows = EntrySubject.objects.filter(
        subject=asked.subject, entry__authority_id=asked.authority_id, entry__action=READ
    )
    if asked.user_id:
        mine = Q(entry__actor_id=asked.user_id) | Q(entry__on_behalf_of_id=asked.user_id)
        rows = rows.filter(mine)
    found = _between(rows, asked, after, "entry").select_related("entry")
    return [row.entry for row in found.order_by("-at", "-entry_id")[:limit]]


def _between(
    rows: QuerySet[Row], asked: Asked, after: Place | None, number: str = "pk"
) -> QuerySet[Row]:
    """Those of the period, after the place; ``number`` is what the column of the entry's is."""
    if asked.start is not None:
        rows = rows.filter(at__gte=asked.start)
    if asked.end is not None:
        rows = rows.filter(at__lt=asked.end)
    if after is not None:
        # The first part is what an index can begin at; the second is exact.
        rows = rows.filter(at__lte=after.at).filter(
            Q(at__lt=after.at) | Q(("at", after.at), (f"{number}__lt", after.id))
        )
    return rows
