"""What a modeller does to a graph that was read from a file."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from faelled.lib.dcr.graph import Graph, Initial

Part = TypeVar("Part")


def without(graph: Graph, id: str) -> Graph:
    """The graph without one of its events, and without the relations that named it."""
    initial = graph.initial
    return replace(
        graph,
        events=tuple(event for event in graph.events if event.id != id),
        relations=tuple(
            rule
            for rule in graph.relations
            if id not in (rule.source, rule.target, rule.delay_from, rule.deadline_from)
        ),
        initial=Initial(
            _without(initial.executed, id),
            _without(initial.pending, id),
            initial.included - {id},
            _without(initial.values, id),
        ),
    )


def with_new_id(graph: Graph, old: str, new: str) -> Graph:
    """The graph with an event called something else, wherever it is named but in expressions."""

    def name(id: str) -> str:
        return new if id == old else id

    initial = graph.initial
    return replace(
        graph,
        events=tuple(replace(event, id=name(event.id)) for event in graph.events),
        relations=tuple(
            replace(
                rule,
                source=name(rule.source),
                target=name(rule.target),
                delay_from=rule.delay_from and name(rule.delay_from),
                deadline_from=rule.deadline_from and name(rule.deadline_from),
            )
            for rule in graph.relations
        ),
        initial=Initial(
            _named(initial.executed, name),
            _named(initial.pending, name),
            frozenset(map(name, initial.included)),
            _named(initial.values, name),
        ),
    )


def _without(parts: Mapping[str, Part], id: str) -> dict[str, Part]:
    return {key: part for key, part in parts.items() if key != id}


def _named(parts: Mapping[str, Part], name: Callable[[str], str]) -> dict[str, Part]:
    return {name(key): part for key, part in parts.items()}
