"""What the case knows: the latest answers of each step, in words, for those who work on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faelled.lib.dcr import Event, Field, FieldType, Graph, Marking, Value, rows_of
from faelled.lib.dcr.copies import read_name
from faelled.lib.fields import as_text, rows_in_words


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer, as the definition list shows it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Known:
    """One step that was done and left answers; the newest answers count."""

    label: str
    at: datetime
    answers: tuple[Answer, ...]


def known_answers(graph: Graph, marking: Marking, roles: frozenset[str]) -> list[Known]:
    """What was answered, the latest step first. A graph may keep a step's data to some roles
    (``read_roles``); to others it is not there.
    """
    copies = (graph.event(id) for id in marking.executed if id in graph and read_name(id))
    found = [
        Known(event.label, at, answers)
        for event in (*graph.events, *copies)
        if (at := marking.executed.get(event.id)) is not None
        and (not event.read_roles or not roles.isdisjoint(event.read_roles))
        and (answers := answers_of(event, marking.values.get(event.id)))
    ]
    return sorted(found, key=lambda known: known.at, reverse=True)


def answers_of(event: Event, value: Value) -> tuple[Answer, ...]:
    """The answered fields of one step, in the form's order."""
    record = value if isinstance(value, Mapping) else {}
    if event.scalar and event.fields and value is not None:
        record = {event.fields[0].id: value}  # type: ignore[dict-item]
    return tuple(
        Answer(field.label, shown(field, record[field.id]))
        for field in event.fields
        if record.get(field.id) is not None
    )


def shown(field: Field, value: Value) -> str:
    """An answer in words. A CPR number lies sealed and is not opened for a list; files stand
    among the documents.
    """
    if rows := rows_of(value):
        return "\n".join(rows_in_words(field, rows, shown))
    if field.type == FieldType.CPR:
        return _("Udfyldt. Nummeret vises ikke her.")
    if field.type == FieldType.FILE:
        count = len(value) if isinstance(value, tuple) else 1
        return ngettext(
            "%(count)d fil. Se under dokumenter.", "%(count)d filer. Se under dokumenter.", count
        ) % {"count": count}
    return as_text(field, value)
