"""Every rule of a graph as one Danish sentence, for the people who must be able to check it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.guard_words import expression_in_words
from faelled.lib.dcr.sentences import listed

# One step of a group is enough to bring these about.
_BY_ONE = frozenset(Kind) - {Kind.CONDITION, Kind.MILESTONE}


def label_of(graph: Graph, id: str, steps: str = "alle trin i") -> str:
    """What people call an event or a group: »Søg«, or alle trin i »Høring«."""
    group = next((group for group in graph.groups if group.id == id), None)
    if group is not None:
        return f"{steps} »{group.label}«"
    return f"»{graph.event(id).label}«"


def rule_in_words(graph: Graph, *rules: Relation) -> str:
    """A rule as a sentence; several that differ only in their steps are one sentence.

    >>> from faelled.lib.dcr.graph import Event
    >>> graph = Graph("g", "1", "G", events=(Event("a", "Søg"), Event("b", "Afgør")))
    >>> rule_in_words(graph, Relation(Kind.CONDITION, "a", "b"))
    '»Afgør« kan først ske, når »Søg« er sket.'
    """
    first = rules[0]
    sentence = _sentence(graph, rules)
    if first.guard:
        sentence = f"Hvis {expression_in_words(graph, first.guard)}: {sentence}"
    return f"{sentence[0].upper()}{sentence[1:]}."


def alike(rules: Iterable[Relation]) -> list[tuple[Relation, ...]]:
    """Rules that one sentence can say: equal but for the source, or equal but for the target."""
    found: dict[tuple[Relation, str], list[Relation]] = {}
    for rule in rules:
        if rule.source == rule.target:
            key = (rule, "self")
        elif rule.kind in _BY_ONE:
            key = (replace(rule, target=""), "target")
        else:
            key = (replace(rule, source=""), "source")
        found.setdefault(key, []).append(rule)
    return [tuple(same) for same in found.values()]


_SENTENCES = {
    Kind.CONDITION: "{b} kan først ske, når {a} er sket{delay}",
    Kind.RESPONSE: "når {a} er sket, skal {b} ske{deadline}",
    Kind.MILESTONE: "{b} kan ikke ske, så længe {a} mangler at ske",
    Kind.EXCLUDE: "når {a} er sket, er {b} ikke længere en del af sagen",
    Kind.INCLUDE: "når {a} er sket, er {b} en del af sagen",
    Kind.CANCEL: "når {a} er sket, er der ikke længere pligt til {b}",
    Kind.UPDATE: "når {a} er sket, bliver {b} sat til {value}",
    Kind.SPAWN: "hver gang {a} er sket, begynder en ny {b}",
}
_OF_ITSELF = {
    Kind.CONDITION: "{b} kan kun ske, hvis det allerede er sket",
    Kind.RESPONSE: "når {a} er sket, skal det ske igen{deadline}",
    Kind.MILESTONE: "{b} kan ikke ske, så længe det mangler at ske",
    Kind.EXCLUDE: "når {a} er sket, kan det ikke ske igen",
    Kind.INCLUDE: "når {a} er sket, kan det ske igen",
}


def _sentence(graph: Graph, rules: Sequence[Relation]) -> str:
    rule = rules[0]
    # A group that excludes itself is a choice: doing one of its steps closes them all.
    to_itself = rule.source == rule.target and rule.source in graph
    form = (_OF_ITSELF if to_itself else {}).get(rule.kind, _SENTENCES[rule.kind])
    steps = "et trin i" if rule.kind in _BY_ONE else "alle trin i"
    sources = [label_of(graph, id, steps) for id in dict.fromkeys(r.source for r in rules)]
    targets = [label_of(graph, id) for id in dict.fromkeys(r.target for r in rules)]
    return form.format(
        a=listed(sources, "eller" if rule.kind is Kind.MILESTONE else "og"),
        b=listed(targets, "og"),
        delay=_delay(graph, rule),
        deadline=_deadline(graph, rule),
        value=expression_in_words(graph, rule.value or ""),
    )


def _delay(graph: Graph, rule: Relation) -> str:
    if rule.delay is not None:
        return f", og der er gået {rule.delay.in_words()}"
    if rule.delay_from is not None:
        return f", og den tid er gået, som står i {expression_in_words(graph, rule.delay_from)}"
    return ""


def _deadline(graph: Graph, rule: Relation) -> str:
    again = ", og fristen begynder forfra" if rule.restart else ""
    if rule.deadline is not None:
        return f" inden {rule.deadline.in_words()}{again}"
    if rule.deadline_from is not None:
        return f" inden den tid, som står i {expression_in_words(graph, rule.deadline_from)}{again}"
    return again
