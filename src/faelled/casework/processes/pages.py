"""A version as a jurist reads it: every step, and every rule as a sentence with its law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faelled.casework.processes.asked import FormText, form_text
from faelled.casework.processes.engines import written_graph_for
from faelled.casework.processes.maps import ProcessMap, process_map
from faelled.casework.processes.models import ProcessVersion
from faelled.lib.dcr import Citation, Event, EventType, Graph, Kind, Relation
from faelled.lib.dcr.flatten import roles_of
from faelled.lib.dcr.guard_words import expression_in_words
from faelled.lib.dcr.wording import alike, place_in_words, rule_in_words

# What must hold before a step stands with the step it bars; the rest with the step that brings it.
_BEFORE = frozenset({Kind.CONDITION, Kind.MILESTONE})


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule for people: the sentence, its reason, and where the law says so."""

    sentence: str
    why: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class StepText:
    """One step, or a group of steps (then without questions). ``by_itself``: nobody does it."""

    anchor: str
    label: str
    roles: tuple[str, ...]
    help: str
    cites: tuple[Citation, ...]
    form: FormText
    starts: tuple[str, ...]
    before: tuple[RuleText, ...]
    after: tuple[RuleText, ...]
    members: tuple[str, ...] = ()
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The steps of one phase."""

    anchor: str
    title: str
    steps: tuple[StepText, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Everything on the page of a version."""

    version: ProcessVersion
    graph: Graph
    sections: tuple[Section, ...]
    rule_count: int
    laws: tuple[str, ...]
    map: ProcessMap


def version_page(version: ProcessVersion) -> VersionPage:
    """Read the version's graph out loud."""
    graph = written_graph_for(version.pk)
    return VersionPage(
        version,
        graph,
        tuple(_sections(graph)),
        len(graph.relations),
        _laws(graph),
        process_map(version.pk),
    )


def _sections(graph: Graph) -> Iterable[Section]:
    phases = [(phase.id, phase.label) for phase in graph.phases]
    known = {id for id, _label in phases}
    for number, (id, label) in enumerate(phases, start=1):
        steps = [event for event in graph.events if event.phase == id]
        if steps:
            yield Section(f"fase-{number}", label, _steps(graph, steps))
    rest = [event for event in graph.events if event.phase not in known]
    if rest:
        title = _("Trin uden fase") if known else _("Trin")
        yield Section("fase-0", title, _steps(graph, rest))
    groups = tuple(_group(graph, at) for at in range(len(graph.groups)))
    if groups:
        yield Section("grupper", _("Regler for flere trin på én gang"), groups)


def _steps(graph: Graph, events: Sequence[Event]) -> tuple[StepText, ...]:
    number = {event.id: at for at, event in enumerate(graph.events, start=1)}
    roles = roles_of(graph)
    return tuple(_step(graph, event, number[event.id], roles[event.id]) for event in events)


def _step(graph: Graph, event: Event, number: int, roles: tuple[str, ...]) -> StepText:
    return StepText(
        anchor=f"trin-{number}",
        label=event.label,
        roles=tuple(graph.role_label(role) for role in roles),
        help=event.help,
        cites=event.cites,
        form=form_text(graph, event),
        starts=tuple(_starts(graph, event)),
        before=_rules(graph, event.id, before=True),
        after=_rules(graph, event.id, before=False),
        by_itself=event.type is not EventType.ACTIVITY,
    )


def _group(graph: Graph, at: int) -> StepText:
    group = graph.groups[at]
    inside = {group.id}
    for _round in graph.groups:
        inside |= {other.id for other in graph.groups if other.parent in inside}
    return StepText(
        anchor=f"gruppe-{at + 1}",
        label=group.label,
        roles=tuple(graph.role_label(role) for role in group.roles),
        help="",
        cites=(),
        form=FormText(),
        starts=(),
        before=_rules(graph, group.id, before=True),
        after=_rules(graph, group.id, before=False),
        members=tuple(event.label for event in graph.events if event.parent in inside),
    )


def _starts(graph: Graph, event: Event) -> Iterable[str]:
    """What is special about the step when a case begins."""
    if event.id not in graph.initial.included:
        yield _("Er ikke med fra begyndelsen.")
    if event.id in graph.initial.pending:
        copied = graph.templates(event.id)
        yield _("Skal ske i hvert forløb.") if copied else _("Skal ske fra begyndelsen.")
    yield from place_in_words(graph, event)
    if event.computation:
        words = expression_in_words(graph, event.computation)
        yield _("Værdien regnes ud: %(words)s.") % {"words": words}


def _rules(graph: Graph, id: str, *, before: bool) -> tuple[RuleText, ...]:
    def belongs(rule: Relation) -> bool:
        if rule.kind in _BEFORE:
            return before and rule.target == id
        return not before and rule.source == id

    return tuple(
        RuleText(rule_in_words(graph, *same), same[0].why, same[0].cites)
        for same in alike(rule for rule in graph.relations if belongs(rule))
    )


def _laws(graph: Graph) -> tuple[str, ...]:
    """The acts that the graph cites, by name."""
    cited = [cite for rule in graph.relations for cite in rule.cites]
    for event in graph.events:
        cited += [*event.cites, *(cite for field in event.fields for cite in field.cites)]
    return tuple(sorted({cite.act for cite in cited if cite.act}))
