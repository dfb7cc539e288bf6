"""Three lines about a decision, read off its structure: never written by a machine that guesses.

The first says what is decided, the second why or what it is about (amount, hours, period), the
third what the citizen can or must do when the letter has come, by when, and by which law. All
three are the graph's own words and the case's own data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.aftermath import citizen_steps
from faelled.lib.dcr import Citation, Event, Field, FieldType, Graph, Value
from faelled.lib.dcr.guards import Scope
from faelled.lib.fields import as_text
from faelled.lib.text.sentences import sentences

LONG = frozenset({FieldType.LONGTEXT, FieldType.FILE, FieldType.CPR})
FALLBACK = 3
LINE = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One of the three: ``Line("Afgørelse", "Bevilget")``."""

    label: str
    text: str
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A field of the decision with its answer in words; ``long`` is text to read, not a value."""

    label: str
    text: str
    long: bool
    cites: tuple[Citation, ...]


def answers(event: Event, value: Value) -> tuple[Answer, ...]:
    """Everything that was filled in, in the form's order: the decision's text, readable as it is.

    A file is a document of the case and not an answer to read here.
    """
    record = record_of(event, value)
    return tuple(
        Answer(field.label, as_text(field, record[field.id]), _is_long(field), field.cites)
        for field in event.fields
        if field.type is not FieldType.FILE and _given(record, field)
    )


def summary(
    graph: Graph,
    decision: Event,
    value: Value,
    approval: Event,
    scope: Scope,
    *,
    now: datetime,
) -> tuple[Line, ...]:
    """At most three lines about ``decision`` as it was filled in.

    The fields that the graph marks with ``summary`` count; where it marks none, the first short
    ones. ``approval`` is the step asked about: what comes after it is read off the graph, with
    ``scope`` as the case's data for the rules that depend on it.
    """
    steps = citizen_steps(graph, approval, scope, now=now)
    lines = _decided(decision, value)
    if not steps:
        return lines
    cites = tuple(dict.fromkeys(cite for step in steps for cite in step.cites))
    label = _("Borgerens næste skridt") if any(step.told for step in steps) else _("Klage")
    return (*lines, Line(label, " · ".join(s.text for s in steps), cites))


def headline(decision: Event, value: Value) -> str:
    """What is decided as one line, for a list: ``"Bevilget · Timer om ugen: 12"``."""
    short, _long = _marked(decision, record_of(decision, value))
    return " · ".join(_facts(short, record_of(decision, value)))


def record_of(event: Event, value: Value) -> Mapping[str, Value]:
    """The event's data by field; a scalar event's one value under its field's id."""
    if isinstance(value, Mapping):
        return value
    return {event.fields[0].id: value} if event.scalar and event.fields else {}


def shortened(text: str) -> str:
    """The first sentences of a text as far as one line goes; "…" where there is more.

    Case: ``shortened("Nej. Fordi.")`` is ``"Nej. Fordi."``.
    """
    flat = " ".join(text.split())
    if len(flat) <= LINE:
        return flat
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {' '.join(sentence.split())}".strip()
        if len(longer) > LINE:
            break
        kept = longer
    return f"{kept or flat[:LINE].rsplit(' ', 1)[0]} …"


def _decided(decision: Event, value: Value) -> tuple[Line, ...]:
    """What is decided, and the reason in short; without a reason to show, the facts get a line."""
    record = record_of(decision, value)
    short, long = _marked(decision, record)
    if not short:
        return tuple(_reason(field, record) for field in long[:1])
    first, facts = short[0], _facts(short, record)
    if long:
        return (Line(first.label, " · ".join(facts), _cites(short)), _reason(long[0], record))
    what = Line(first.label, facts[0], first.cites)
    rest = " · ".join(facts[1:])
    return (what, Line(_("Det gælder"), rest, _cites(short[1:]))) if rest else (what,)


def _reason(field: Field, record: Mapping[str, Value]) -> Line:
    return Line(field.label, shortened(as_text(field, record[field.id])), field.cites)


def _facts(fields: Sequence[Field], record: Mapping[str, Value]) -> list[str]:
    """``["Bevilget", "Timer om ugen: 12"]``: the first speaks for itself, the rest say what they
    are.
    """
    return [
        as_text(field, record[field.id])
        if place == 0
        else f"{field.label}: {as_text(field, record[field.id])}"
        for place, field in enumerate(fields)
    ]


def _marked(decision: Event, record: Mapping[str, Value]) -> tuple[list[Field], list[Field]]:
    """The answered fields that the graph wants in a summary: the short ones and the long ones."""
    given = [field for field in decision.fields if _given(record, field)]
    marked = [field for field in given if field.summary]
    chosen = marked or [field for field in given if not _is_long(field)][:FALLBACK]
    return (
        [field for field in chosen if not _is_long(field)],
        [field for field in chosen if field.type is FieldType.LONGTEXT],
    )


def _cites(fields: Iterable[Field]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cite for field in fields for cite in field.cites))


def _given(record: Mapping[str, Value], field: Field) -> bool:
    return record.get(field.id) not in (None, "", ())


def _is_long(field: Field) -> bool:
    return field.type in LONG
