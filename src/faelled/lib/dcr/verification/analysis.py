"""Is a graph fit to be published? Errors that stop it, warnings that a person should weigh.

Checked: roles that are unknown; events that can never happen; dead ends (the case can come to a
marking from which no way leads to one that accepts); rules without a
citation. The search is bounded and says so when it did not see everything.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.verification.saying import sentence
from faelled.lib.dcr.verification.statespace import (
    MOST_COPIES,
    StateSpace,
    explore,
    own_events,
    taken_events,
)
from faelled.lib.dcr.verification.timed import explore_timed
from faelled.lib.dcr.verification.traps import certain_numbers, lost_states, run_to
from faelled.lib.dcr.verification.verdict import time_locks

MOST_MARKINGS = 250_000
MOST_TIMED = 5_000

_RULES_FOR_PEOPLE = {Kind.CONDITION, Kind.RESPONSE, Kind.MILESTONE}


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is "error" or "warning"; `path` names the part, as in `events.decide`."""

    level: str
    path: str
    message: str

    def to_json(self) -> dict[str, str]:
        """Plain data for storing beside the graph."""
        return {"level": self.level, "path": self.path, "message": self.message}


def check_graph(
    graph: Graph, known_roles: Collection[str] | None, *, limit: int = MOST_MARKINGS
) -> list[Finding]:
    """Every finding, errors first. `known_roles`: the role ids somebody here can hold (None:
    any).

    A role that the graph itself does not name is an error; one that nobody here can hold yet is a
    warning, for a graph may be published before its people are hired.
    """
    found = [*_role_findings(graph, known_roles), *_citation_findings(graph)]
    try:
        space = explore(graph, limit=limit)
    except InvalidGraph as error:
        found += [Finding("error", "", problem) for problem in error.problems]
    else:
        found += _search_findings(graph, space, limit)
    return sorted(found, key=lambda finding: finding.level != "error")


def _role_findings(graph: Graph, known_roles: Collection[str] | None) -> Iterator[Finding]:
    named = {role.id for role in graph.roles}
    used: dict[str, str] = {}
    for event in graph.events:
        for role in (*event.roles, *event.read_roles):
            used.setdefault(role, f"events.{event.id}.roles")
    for group in graph.groups:
        for role in group.roles:
            used.setdefault(role, f"groups.{group.id}.roles")
    for role, path in used.items():
        if role not in named:
            yield Finding("error", path, f"Rollen »{role}« findes ikke i grafen.")
        elif known_roles is not None and role not in known_roles:
            label = graph.role_label(role)
            yield Finding("warning", path, f"Ingen stilling giver rollen »{label}« endnu.")


def _citation_findings(graph: Graph) -> Iterator[Finding]:
    cited = [*(event.cites for event in graph.events), *(rule.cites for rule in graph.relations)]
    if not any(cited):
        yield Finding("warning", "", "Grafen henviser ikke til nogen lov eller regel.")
        return
    for relation in graph.relations:
        if relation.kind in _RULES_FOR_PEOPLE and not relation.cites:
            path = relation_path(relation)
            yield Finding("warning", path, "Reglen har ingen henvisning til lov eller vejledning.")


def relation_path(relation: Relation) -> str:
    """The place of a rule in a finding: `relations.condition.apply.decide`."""
    return f"relations.{relation.kind}.{relation.source}.{relation.target}"


def _search_findings(graph: Graph, space: StateSpace, limit: int) -> Iterator[Finding]:
    if space.crowded:
        message = f"Der er kun regnet med {MOST_COPIES} af det, der kan laves flere af."
        yield Finding("warning", "", message)
    elif not space.complete:
        message = (
            f"Kun de første {len(space.states)} tilstande er undersøgt (grænsen er {limit}). "
            "Der kan være trin, der aldrig kan ske, og blindgyder, som ikke er fundet."
        )
        yield Finding("warning", "", message)
    yield from _dead_events(graph, space)
    yield from _dead_ends(graph, space)
    yield from _time_locks(graph, space)


def _dead_events(graph: Graph, space: StateSpace) -> Iterator[Finding]:
    """Blocked for good is an error; switched off, or written to by others only, a warning."""
    flat = flatten(graph).relations
    included = {rule.target for rule in flat if rule.kind is Kind.INCLUDE} | graph.initial.included
    written = {rule.target for rule in flat if rule.kind is Kind.UPDATE}
    taken = taken_events(space, space.fired)
    for id in own_events(space):
        if id in taken:
            continue
        label, path = graph.event(id).label, f"events.{id}"
        if id not in included:
            message = f"»{label}« er slået fra, og intet slår det til."
            yield Finding("warning", path, message)
        elif id in written:
            message = f"»{label}« sker aldrig selv; andre trin skriver dets værdi."
            yield Finding("warning", path, message)
        elif space.complete:
            yield Finding("error", path, f"»{label}« kan aldrig ske.")
        else:
            yield Finding("warning", path, f"»{label}« sker ikke i de undersøgte tilstande.")


def _dead_ends(graph: Graph, space: StateSpace) -> Iterator[Finding]:
    lost = lost_states(space)
    if not lost:
        return
    certain = certain_numbers(space)
    sure = next((state for state in sorted(lost) if state in certain), None)
    if sure is not None:
        way = _in_words(graph, space.along(run_to(certain, sure)))
        message = f"Blindgyde: {way} kan sagen aldrig afsluttes."
        yield Finding("error", "", message)
        return
    way = _in_words(graph, space.path_to(min(lost)))
    message = f"Mulig blindgyde: {way} kan sagen måske aldrig afsluttes. Det afhænger af data."
    yield Finding("warning", "", message)


def _time_locks(graph: Graph, space: StateSpace) -> Iterator[Finding]:
    """A deadline that cannot be kept is for a person to weigh: late, the step can still be done."""
    net = space.net
    if not net.lengths.unit:
        return
    timed = explore_timed(net, graph, limit=MOST_TIMED)
    for flaw in time_locks(timed):
        yield Finding("warning", "", sentence(graph, flaw, net.lengths.unit))
    if not timed.complete:
        message = (
            f"Om frister kan holdes, er kun undersøgt i de første {len(timed.steps)} tilstande "
            f"(grænsen er {MOST_TIMED})."
        )
        yield Finding("warning", "", message)


def _in_words(graph: Graph, path: tuple[str, ...]) -> str:
    labels = ", ".join(f"»{graph.event(id).label}«" for id in path)
    return f"efter {labels}" if labels else "lige fra begyndelsen"
