"""Every rule of a graph as one Danish sentence, for the people who must be able to check it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from faelled.lib.dcr.graph import Event, EventType, Graph, Kind, Relation
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
        sentence = f"hvis {expression_in_words(graph, first.guard)}: {sentence}"
    shared = _shared(graph, rules)
    if shared:
        sentence = f"for hvert forløb af »{graph.event(shared[-1]).label}«: {sentence}"
    return f"{sentence[0].upper()}{sentence[1:]}."


def place_in_words(graph: Graph, event: Event) -> tuple[str, ...]:
    """What an event is to the process it lies in, or to what lies in it; nothing for most.

    >>> from faelled.lib.dcr.graph import Event
    >>> hearing = Event("h", "Høring", type=EventType.SUBPROCESS)
    >>> graph = Graph("g", "1", "G", events=(hearing, Event("a", "Svar", parent="h")))
    >>> place_in_words(graph, hearing)
    ('Sker af sig selv, når alt, der hører til det, er gjort: »Svar«.',)
    >>> place_in_words(graph, graph.event("a"))
    ('Hører til »Høring« og kan kun ske, når det kan.',)
    """
    found: list[str] = []
    inside = [f"»{other.label}«" for other in graph.events if _holder(graph, other) == event.id]
    if event.type is EventType.TEMPLATE:
        sources = [rule.source for rule in graph.relations if _spawns(rule, event.id)]
        makers = [label_of(graph, id, "et trin i") for id in dict.fromkeys(sources)]
        found.append(
            f"Begynder på ny, hver gang {listed(makers, 'eller')} er sket."
            if makers
            else "Begynder aldrig: intet trin danner det."
        )
    if event.type is not EventType.ACTIVITY:
        done = f": {listed(inside, 'og')}" if inside else ""
        found.append(f"Sker af sig selv, når alt, der hører til det, er gjort{done}.")
    holder = _holder(graph, event)
    if holder is not None:
        found.append(f"Hører til »{graph.event(holder).label}« og kan kun ske, når det kan.")
    return tuple(found)


def _spawns(rule: Relation, template: str) -> bool:
    return rule.kind is Kind.SPAWN and rule.target == template


def _holder(graph: Graph, event: Event) -> str | None:
    """The nearest sub-process or template around, past the groups between."""
    groups = {group.id: group.parent for group in graph.groups}
    parent, steps = event.parent, 0
    while parent in groups and steps <= len(groups):
        parent, steps = groups[parent], steps + 1
    return parent if parent in graph else None


def _shared(graph: Graph, rules: Sequence[Relation]) -> tuple[str, ...]:
    """The templates that all steps of the rules lie in together: one copy is meant."""
    shared: tuple[str, ...] | None = None
    for rule in rules:
        target = graph.templates(rule.target)
        ends = (graph.templates(rule.source), target[:-1] if rule.kind is Kind.SPAWN else target)
        for chain in ends:
            both = zip(chain if shared is None else shared, chain, strict=False)
            shared = tuple(one for one, other in both if one == other)
    return shared or ()


def _named(graph: Graph, id: str, steps: str, shared: tuple[str, ...]) -> str:
    """The label, and outside its copy that all of them are meant: »Plan« i hvert »Besøg«."""
    beyond = graph.templates(id)[len(shared) :]
    if not beyond:
        return label_of(graph, id, steps)
    copies = " i ".join(f"hvert forløb af »{graph.event(one).label}«" for one in reversed(beyond))
    return copies if id == beyond[-1] else f"{label_of(graph, id, steps)} i {copies}"


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
    Kind.SPAWN: "hver gang {a} er sket, begynder et nyt forløb af {b}",
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
    shared = _shared(graph, rules)
    ends = dict.fromkeys(r.source for r in rules), dict.fromkeys(r.target for r in rules)
    sources = [_named(graph, id, steps, shared) for id in ends[0]]
    targets = [_named(graph, id, "alle trin i", shared) for id in ends[1]]
    if rule.kind is Kind.SPAWN:
        targets = [label_of(graph, id) for id in ends[1]]
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
