"""Reasons and remedies in Danish, built from the graph's own labels. One place, so the tone is
one."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from faelled.lib.dcr.copies import copy_name, read_name
from faelled.lib.dcr.expand import EachCopy
from faelled.lib.dcr.graph import Graph, Relation
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.reasons import RemedyKind
from faelled.lib.dcr.rules import Rule, Rules
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
    RemedyKind.EXCLUDE: "Eller udfør »{by}«. Så hører »{of}« ikke længere til sagen.",
    RemedyKind.INCLUDE: "Udfør »{by}«. Så hører »{of}« til sagen.",
    RemedyKind.CANCEL: "Eller udfør »{by}«. Så skal »{of}« ikke længere gøres.",
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
    text = f"»{graph.event(event).label}« hører ikke til sagen nu"
    if relation is None:
        return f"{text}."
    return with_why(f"{text}, fordi {quoted(graph, [relation.source])} er gjort.", relation)


def by_itself(graph: Graph, event: str, owed: list[str]) -> str:
    """Of a sub-process: nobody does it, and what is still missing."""
    text = f"{quoted(graph, [event])} sker af sig selv, når alt, der hører til det, er gjort."
    return f"{text} Der mangler {quoted(graph, owed)}." if owed else text


def lies_in(graph: Graph, event: str) -> str:
    return f"Det hører til {quoted(graph, [event])}."


def barred(rules: Rules, rule: Rule, by: Barred) -> str:
    """The sentence for a condition or a milestone in the way."""
    relation = rule.relation
    label = quoted(rules.graph, [relation.source])
    match by.bar:
        case Bar.CONDITION:
            text = f"{label} skal gøres først."
            if relation.delay:
                long = relation.delay.in_words()
                text = f"{label} skal gøres først, og derefter skal der gå {long}."
        case Bar.DELAY:
            assert by.until is not None
            until = moment(by.until, rules.zone)
            text = f"{_wait(relation, label)}, så det kan tidligst ske {until}."
        case Bar.MILESTONE:
            text = f"{label} skal gøres først."
        case Bar.GUARD_UNSET:
            text = f"Vi ved ikke, om {label} skal gøres først: {unjudged(rules, rule, by)}."
    return with_why(text, relation)


def _wait(relation: Relation, label: str) -> str:
    if relation.delay_from is None and relation.delay is not None:
        return f"Der skal gå {relation.delay.in_words()} efter {label}"
    return f"Fristen i {label} er ikke udløbet"


def unjudged(rules: Rules, rule: Rule, by: Barred) -> str:
    if isinstance(by.error, Unset):
        return f"»{name_label(rules, rule, by.error.name)}« er ikke udfyldt"
    return str(by.error)


def name_label(rules: Rules, rule: Rule, name: str) -> str:
    """What people call a name in an expression: the field's or the event's label."""
    place = rule.places.get(name, (name, None))
    owner, part = (name, None) if isinstance(place, EachCopy) else place
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
    return f"Fristen for {label} var {moment(deadline, rules.zone)}. Den må ikke overskrides."


def wait(rules: Rules, at: datetime) -> str:
    return f"Vent til {moment(at, rules.zone)}."


def step(
    graph: Graph, kind: RemedyKind, by: str, of: str, ready: bool, first: tuple[str, ...]
) -> str:
    """What executing `by` does about `of`, and what can be done first when it is not possible
    yet. The reason has just named a step that must itself be done, so the remedy does not."""
    before = "" if ready else "Det kan ikke gøres endnu."
    if first:
        before = f"Det kræver først {quoted(graph, first, 'eller')}."
    if kind is RemedyKind.EXECUTE and by == of:
        return before or _now(graph, by)
    text = DONE[kind].format(by=graph.event(by).label, of=graph.event(of).label)
    return f"{text} {before}".rstrip()


def filling(graph: Graph, by: str, field: str, first: tuple[str, ...]) -> str:
    """What gives a value that a rule is missing."""
    text = f"Udfyld »{field}« i »{graph.event(by).label}«."
    return f"{text} Det kræver først {quoted(graph, first, 'eller')}." if first else text


def _now(graph: Graph, event: str) -> str:
    roles = [graph.role_label(id) for id in graph.event(event).roles]
    return f"Det kan gøres nu ({listed(roles, 'eller')})." if roles else "Det kan gøres nu."


def crowded(graph: Graph, most: int, places: tuple[str, ...]) -> str:
    """No more copies: `visit`, or inside a copy `visit#2.letter`."""
    copied = [read_name(copy_name(place, 1)) for place in places]
    new = quoted(graph, dict.fromkeys(copy.event for copy in copied if copy is not None))
    return f"Der kan ikke laves flere {new}: en sag kan højst have {most} af den slags forløb."
