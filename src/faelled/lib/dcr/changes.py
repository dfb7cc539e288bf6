"""What changed between two versions of a graph: steps and rules that came, went, or have a new
name.

Where nobody says what a step is called now, one that is gone and one that is new are the same when
they are of one type and carry the same label, and no third does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from faelled.lib.dcr.copies import copy_name, inner_name, read_name
from faelled.lib.dcr.graph import Event, Graph, Relation
from faelled.lib.dcr.guards import GuardError
from faelled.lib.dcr.guards.renaming import renamed as expression_renamed


@dataclass(frozen=True, slots=True)
class Changes:
    """`renamed`: old id to new, of the steps that changed it. `altered`: steps of which something
    else than the name or the place changed. Rules are as their own version writes them."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: Mapping[str, str]
    altered: tuple[str, ...]
    rules_added: tuple[Relation, ...]
    rules_removed: tuple[Relation, ...]

    def now(self, event: str) -> str | None:
        """What a step of the old graph is called in the new; None when it is gone. A step in a copy
        keeps the copy's number."""
        name = read_name(event)
        if name is None:
            return None if event in self.removed else self.renamed.get(event, event)
        copy = ""
        for template, number in name.path:
            if template in self.removed:
                return None
            copy = copy_name(inner_name(copy, self.renamed.get(template, template)), number)
        if name.event == name.path[-1][0]:
            return copy
        if name.event in self.removed:
            return None
        return inner_name(copy, self.renamed.get(name.event, name.event))


def changes(old: Graph, new: Graph, renamed: Mapping[str, str] | None = None) -> Changes:
    """The difference between two versions. `renamed`: old id to new, where somebody knows better.

    >>> from faelled.lib.dcr.graph import Kind
    >>> one = Graph("g", "1", "G", events=(Event("a", "Søg"), Event("b", "Afgør")),
    ...             relations=(Relation(Kind.CONDITION, "a", "b"),))
    >>> two = Graph("g", "2", "G", events=(Event("apply", "Søg"), Event("b", "Afgør")),
    ...             relations=(Relation(Kind.CONDITION, "apply", "b"),))
    >>> found = changes(one, two)
    >>> dict(found.renamed), found.added, found.removed, found.rules_added
    ({'a': 'apply'}, (), (), ())
    """
    told = renamed or {}
    gone = [event for event in old.events if event.id not in new and event.id not in told]
    fresh = [event for event in new.events if event.id not in old and event.id not in told.values()]
    names = {**told, **_alike(gone, fresh)}
    kept = [event.id for event in old.events if names.get(event.id, event.id) in new]
    known = set(names.values()) | set(kept)
    rules_old = {_plain(rule, names): rule for rule in old.relations}
    rules_new = {_plain(rule, {}): rule for rule in new.relations}
    return Changes(
        added=tuple(event.id for event in new.events if event.id not in known),
        removed=tuple(event.id for event in old.events if event.id not in kept),
        renamed={id: names[id] for id in kept if id in names},
        altered=tuple(id for id in kept if _differ(old.event(id), new.event(names.get(id, id)))),
        rules_added=tuple(rule for plain, rule in rules_new.items() if plain not in rules_old),
        rules_removed=tuple(rule for plain, rule in rules_old.items() if plain not in rules_new),
    )


def _alike(gone: Iterable[Event], fresh: Iterable[Event]) -> dict[str, str]:
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for at, events in enumerate((gone, fresh)):
        for event in events:
            found.setdefault((event.label, event.type), ([], []))[at].append(event.id)
    return {
        before[0]: after[0] for before, after in found.values() if len(before) == len(after) == 1
    }


def _differ(old: Event, new: Event) -> bool:
    return replace(old, id="", parent=None) != replace(new, id="", parent=None)


def _plain(rule: Relation, names: Mapping[str, str]) -> Relation:
    """The rule without its reasons, by the new names."""
    return replace(
        rule,
        source=names.get(rule.source, rule.source),
        target=names.get(rule.target, rule.target),
        guard=_expression(rule.guard, names),
        value=_expression(rule.value, names),
        delay_from=names.get(rule.delay_from or "", rule.delay_from),
        deadline_from=names.get(rule.deadline_from or "", rule.deadline_from),
        cites=(),
        why="",
    )


def _expression(text: str | None, names: Mapping[str, str]) -> str | None:
    if text is None or not names:
        return text
    try:
        return expression_renamed(text, names)
    except GuardError:
        return text
