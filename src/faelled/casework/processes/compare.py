"""Two versions of a process side by side, for one who is to say whether the change is lawful."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faelled.casework.processes.asked import FormText, form_text
from faelled.casework.processes.engines import written_graph_for
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.pages import RuleText
from faelled.lib.dcr import Event, Graph, Relation
from faelled.lib.dcr.changes import changes
from faelled.lib.dcr.flatten import roles_of
from faelled.lib.dcr.wording import alike, rule_in_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about a step that is not as it was; a list of words where it has many."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedStep:
    """A step that is in both versions, with what differs."""

    label: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What one graph has otherwise than another; ``same`` when nothing that people read differs."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedStep, ...]
    rules_added: tuple[RuleText, ...]
    rules_removed: tuple[RuleText, ...]

    @property
    def same(self) -> bool:
        return not (
            self.added or self.removed or self.changed or self.rules_added or self.rules_removed
        )


@dataclass(frozen=True, slots=True)
class ComparePage:
    """``old`` and ``new`` are the versions, ``found`` what differs."""

    old: ProcessVersion
    new: ProcessVersion
    title: str
    found: Changed


def compare_page(old: ProcessVersion, new: ProcessVersion) -> ComparePage:
    """Two published versions side by side."""
    before, after = written_graph_for(old.pk), written_graph_for(new.pk)
    return ComparePage(old, new, after.title, changed(before, after))


def changed(before: Graph, after: Graph) -> Changed:
    """What came, what went, and what is otherwise than before, each rule with its law."""
    found = changes(before, after)
    kept = [event for event in before.events if event.id not in found.removed]
    pairs = ((event, after.event(found.renamed.get(event.id, event.id))) for event in kept)
    steps = (ChangedStep(b.label, tuple(_differences(before, a, after, b))) for a, b in pairs)
    return Changed(
        tuple(after.event(id).label for id in found.added),
        tuple(before.event(id).label for id in found.removed),
        tuple(step for step in steps if step.differences),
        _in_words(after, found.rules_added),
        _in_words(before, found.rules_removed),
    )


def _in_words(graph: Graph, rules: Iterable[Relation]) -> tuple[RuleText, ...]:
    return tuple(
        RuleText(rule_in_words(graph, *same), same[0].why, same[0].cites) for same in alike(rules)
    )


def _differences(was: Graph, old: Event, now: Graph, new: Event) -> Iterable[Difference]:
    before, after = _in_parts(was, old), _in_parts(now, new)
    for what, words in before.items():
        if words != after[what]:
            # Of a long list, only what is not in both.
            gone = tuple(one for one in words if one not in after[what])
            come = tuple(one for one in after[what] if one not in words)
            yield Difference(what, gone or words, come or after[what])


def _in_parts(graph: Graph, event: Event) -> dict[str, tuple[str, ...]]:
    phases = {phase.id: phase.label for phase in graph.phases}
    return {
        _("Navn"): (event.label,),
        _("Gøres af"): tuple(graph.role_label(role) for role in roles_of(graph)[event.id]),
        _("Fase"): tuple(phases[id] for id in (event.phase,) if id in phases),
        _("Vejledning"): (event.help,) if event.help else (),
        _("Lov"): tuple(str(cite) for cite in event.cites),
        _("Spørgsmål"): tuple(_questions(form_text(graph, event))),
    }


def _questions(form: FormText) -> Iterable[str]:
    for field in form.fields:
        more = [_("skal besvares")] if field.required else []
        more += [field.when] if field.when else []
        more += [" / ".join(field.options)] if field.options else []
        yield f"{field.label} ({'; '.join(more)})" if more else field.label
