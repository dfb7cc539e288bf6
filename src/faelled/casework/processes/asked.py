"""A step's form as a jurist reads it: pages, questions, what is known, and the ways out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.lib.dcr import Applicant, Citation, Event, Exit, ExitKind, Field, FieldType, Graph
from faelled.lib.dcr.guard_words import expression_in_words

_FOR_WHOM: Mapping[Applicant, Promise] = {
    Applicant.SELF: gettext_lazy("Søges for én selv."),
    Applicant.CHILD: gettext_lazy("Søges af en forælder, om et barn."),
    Applicant.WARD: gettext_lazy("Søges af en værge, for den, man er værge for."),
}


@dataclass(frozen=True, slots=True)
class FieldText:
    """One question of a step. `when`: the condition for it to be asked, in words. `origin`: where
    the answer comes from, when people do not (always) give it. `row`: what each row asks.
    """

    label: str
    help: str
    required: bool
    options: tuple[str, ...]
    when: str
    cites: tuple[Citation, ...]
    origin: str = ""
    row: "tuple[FieldText, ...]" = ()
    row_name: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of the form; a form without pages is one without a title."""

    title: str
    help: str
    when: str
    fields: tuple[FieldText, ...]


@dataclass(frozen=True, slots=True)
class ExitText:
    """A way out: when it is said, what is said, and whether one can still send."""

    title: str
    text: str
    when: str
    stops: bool
    cites: tuple[Citation, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormText:
    """All that a step asks; of a group of steps, nothing."""

    pages: tuple[PageText, ...] = ()
    exits: tuple[ExitText, ...] = ()
    for_whom: tuple[str, ...] = ()

    @property
    def paged(self) -> bool:
        return any(page.title for page in self.pages)

    @property
    def fields(self) -> tuple[FieldText, ...]:
        return tuple(field for page in self.pages for field in page.fields)


def form_text(graph: Graph, event: Event) -> FormText:
    """Read the step's form out loud."""
    return FormText(
        tuple(_pages(graph, event)),
        tuple(_exit(graph, event, way) for way in event.exits),
        tuple(str(_FOR_WHOM[whom]) for whom in event.applicant),
    )


def _pages(graph: Graph, event: Event) -> Iterable[PageText]:
    if not event.sections:
        yield PageText("", "", "", _fields(graph, event, event.fields))
    for section in event.sections:
        own = [field for field in event.fields if field.section == section.id]
        when = _said(graph, event, _("Vises, hvis %(words)s"), section.show_if)
        yield PageText(section.title, section.help, when, _fields(graph, event, own))


def _fields(graph: Graph, event: Event, fields: Iterable[Field]) -> tuple[FieldText, ...]:
    return tuple(_field(graph, event, field) for field in fields)


def _field(graph: Graph, event: Event, field: Field) -> FieldText:
    when = (
        _said(graph, event, _("Vises, hvis %(words)s"), field.show_if),
        _said(graph, event, _("Skal udfyldes, hvis %(words)s"), field.required_if),
    )
    return FieldText(
        field.label,
        field.help,
        field.required,
        tuple(option.label for option in field.options),
        ". ".join(filter(None, when)),
        field.cites,
        _origin(graph, event, field),
        _fields(graph, event, field.fields),
        (field.each or _("Nr.")) if field.type is FieldType.GROUP else "",
    )


def _said(graph: Graph, event: Event, pattern: str, text: str) -> str:
    return pattern % {"words": expression_in_words(graph, text, event)} if text else ""


def _origin(graph: Graph, event: Event, field: Field) -> str:
    if field.value:
        return _said(graph, event, _("Regnes ud: %(words)s"), field.value)
    if not field.prefill:
        return ""
    words = {"source": _source(graph, field.prefill)}
    if field.locked:
        return _("Står fast: %(source)s. Man svarer kun, når registeret ikke ved det") % words
    return _("Udfyldt på forhånd, og kan rettes: %(source)s") % words


def _source(graph: Graph, prefill: str) -> str:
    """Where it is known from, in words: a register's field, or an earlier answer of the case."""
    owner, _dot, part = prefill.partition(".")
    if owner != "case":
        known = {
            "person": _("om den, der søger, i folkeregisteret"),
            "child": _("om barnet, i folkeregisteret"),
        }
        return known.get(owner, prefill)
    event_id, _dot, field_id = part.partition(".")
    label = next((f.label for f in graph.event(event_id).fields if f.id == field_id), field_id)
    return _("svaret på »%(label)s« i sagen") % {"label": label}


def _exit(graph: Graph, event: Event, way: Exit) -> ExitText:
    return ExitText(
        way.title,
        way.text,
        _said(graph, event, _("Siges, når %(words)s"), way.when),
        way.kind is ExitKind.STOP,
        way.cites,
        tuple(one.text for one in way.instead),
    )
