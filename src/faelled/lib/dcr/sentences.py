"""Reasons and remedies in Danish, built from the graph's own labels. One place, so the tone is
one."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from faelled.lib.dcr.graph import Graph, Relation
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.reasons import RemedyKind
from faelled.lib.dcr.rules import Rules
from faelled.lib.dcr.step import Bar, Barred

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
DONE = {
    RemedyKind.EXECUTE: "Udfør »{by}«.",
    RemedyKind.EXCLUDE: "Udfør »{by}«; så er »{of}« ikke længere en del af sagen.",
    RemedyKind.INCLUDE: "Udfør »{by}«; så bliver »{of}« en del af sagen.",
    RemedyKind.CANCEL: "Udfør »{by}«; så venter »{of}« ikke længere.",
}


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 24, 13, 5, tzinfo=UTC), ZoneInfo("Europe/Copenhagen"))
    '24. november 2026 kl. 14.05'
    """
    local = at.astimezone(zone)
    return f"{local.day}. {MONTHS[local.month - 1]} {local.year} kl. {local:%H.%M}"


def quoted(graph: Graph, events: Iterable[str], word: str = "og") -> str:
    """The labels of some events: »A«, »B« og »C«."""
    return listed([f"»{graph.event(id).label}«" for id in events], word)


def listed(parts: list[str], word: str) -> str:
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def excluded(graph: Graph, event: str, relation: Relation | None) -> str:
    text = f"»{graph.event(event).label}« er ikke en del af sagen nu"
    if relation is None:
        return f"{text}."
    return with_why(f"{text}, efter at {quoted(graph, [relation.source])} er gjort.", relation)


def barred(rules: Rules, relation: Relation, by: Barred) -> str:
    """The sentence for a condition or a milestone in the way."""
    label = quoted(rules.graph, [relation.source])
    match by.bar:
        case Bar.CONDITION:
            text = f"{label} skal være gjort først."
            if relation.delay:
                text = f"{label} skal være gjort først; derefter skal der gå {_long(relation)}."
        case Bar.DELAY:
            assert by.until is not None
            text = f"Der skal gå {_long(relation)} efter {label}. "
            text += f"Det er tidligst muligt {moment(by.until, rules.zone)}."
        case Bar.MILESTONE:
            text = f"{label} mangler at blive gjort og skal være gjort først."
        case Bar.GUARD_UNSET:
            text = f"Det kan ikke afgøres, om {label} står i vejen: {unjudged(rules, by)}."
    return with_why(text, relation)


def _long(relation: Relation) -> str:
    return relation.delay.in_words() if relation.delay else "en aftalt tid"


def unjudged(rules: Rules, by: Barred) -> str:
    if isinstance(by.error, Unset):
        return f"»{name_label(rules, by.error.name)}« er ikke udfyldt"
    return str(by.error)


def name_label(rules: Rules, name: str) -> str:
    """What people call a name in an expression: the field's or the event's label."""
    owner, part = rules.names.get(name, (name, None))
    if owner not in rules.graph:
        return name
    event = rules.graph.event(owner)
    return next((field.label for field in event.fields if field.id == part), event.label)


def with_why(text: str, relation: Relation) -> str:
    return f"{text} {relation.why}" if relation.why else text


def role(graph: Graph, roles: tuple[str, ...]) -> str:
    labels = [graph.role_label(id) for id in roles]
    return f"Det kræver rollen {listed(labels, 'eller')}."


def ask(graph: Graph, role: str) -> str:
    return f"Bed en med rollen {graph.role_label(role)} om at gøre det."


def time_lock(rules: Rules, event: str, deadline: datetime) -> str:
    label = quoted(rules.graph, [event])
    return f"Fristen for {label} var {moment(deadline, rules.zone)}; den må ikke overskrides."


def wait(rules: Rules, at: datetime) -> str:
    return f"Vent til {moment(at, rules.zone)}."


def step(graph: Graph, kind: RemedyKind, by: str, of: str, first: tuple[str, ...]) -> str:
    """What executing `by` does about `of`, and what can be done first when it is not possible
    yet."""
    text = DONE[kind].format(by=graph.event(by).label, of=graph.event(of).label)
    return f"{text} Det kræver først {quoted(graph, first, 'eller')}." if first else text
