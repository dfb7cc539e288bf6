"""What the citizen's own steps are once an approved letter is sent, read off the graph."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.casework.documents.letter_files import LetterError, letter_text
from faelled.lib.dates import Duration
from faelled.lib.dates.duration import parse as parse_duration
from faelled.lib.dcr import Citation, Event, Graph, Kind, Relation
from faelled.lib.dcr.guards import Expr, GuardError, Scope, evaluate
from faelled.lib.dcr.guards import parse as parse_guard

CITIZEN = "citizen"
SEND = "send-letter"
COMPLAINT_STEP = "complaint_step"
GUIDANCE_LAW = "forvaltningsloven § 25, stk. 1"
# The ways in which one step lets another into the case.
OPENS = frozenset({Kind.CONDITION, Kind.INCLUDE, Kind.RESPONSE})


@dataclass(frozen=True, slots=True)
class CitizenStep:
    """``CitizenStep("Klag over afgørelsen inden 4 uger", (...,))``; ``told`` is False for a step
    that the letter keeps quiet about, and then the text says that.
    """

    text: str
    cites: tuple[Citation, ...]
    told: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    span: Duration
    cites: tuple[Citation, ...]


def citizen_steps(
    graph: Graph, approval: Event, scope: Scope, *, now: datetime
) -> tuple[CitizenStep, ...]:
    """The steps that the citizen gets, each with its time limit.

    A step counts when the approval or a letter that follows it lets it in: by including it, by
    asking for it, or by being its condition. A rule with a guard counts when the guard holds with
    what the case knows (``scope``) before the approval.
    """
    letters = {approval.id} | {
        rule.target
        for rule in graph.relations
        if rule.source == approval.id and _letter(graph, rule.target) is not None
    }
    rules = [
        rule for rule in graph.relations if rule.source in letters and _holds(rule, scope, now)
    ]
    opened = {rule.target for rule in rules if rule.kind in OPENS and _citizens(graph, rule.target)}
    unsaid = dict(_unsaid(graph, letters, scope, now))
    steps = [
        _step(graph.event(event.id), rules, graph, letters)
        for event in graph.events
        if event.id in opened - unsaid.keys()
    ]
    return (*steps, *unsaid.values())


def _step(event: Event, rules: list[Relation], graph: Graph, letters: set[str]) -> CitizenStep:
    limit = next(_limits(event, rules, graph), None) or next(_guidance(event, graph, letters), None)
    if limit is None:
        return CitizenStep(event.label, event.cites)
    words = {"step": event.label, "time": limit.span.in_words()}
    return CitizenStep(_("%(step)s inden %(time)s") % words, limit.cites or event.cites)


def _limits(event: Event, rules: list[Relation], graph: Graph) -> Iterator[Limit]:
    """The deadline of a response to the step, or the delay after which another takes it out."""
    enders = {r.source for r in graph.relations if (r.kind, r.target) == (Kind.EXCLUDE, event.id)}
    for rule in rules:
        if rule.target == event.id and rule.deadline is not None:
            yield Limit(rule.deadline, rule.cites)
        elif rule.target in enders - {event.id} and (span := rule.delay or rule.deadline):
            yield Limit(span, rule.cites)


def _guidance(event: Event, graph: Graph, letters: set[str]) -> Iterator[Limit]:
    """The complaint guidance that a letter carries: ``complaint = "P4W"`` on its effect, for the
    step that ``complaint_step`` names (any, where it names none).
    """
    for id in sorted(letters):
        options = _letter(graph, id) or {}
        if "complaint" in options and options.get(COMPLAINT_STEP, event.id) == event.id:
            texts = filter(None, options.get("complaint_cites", "").split(";"))
            cites = tuple(Citation.parse(text) for text in texts)
            yield Limit(parse_duration(options["complaint"]), cites)


def _unsaid(
    graph: Graph, letters: set[str], scope: Scope, now: datetime
) -> Iterator[tuple[str, CitizenStep]]:
    """The complaint steps that a letter says nothing about: one that grants all has no guidance
    (forvaltningsloven § 25, stk. 1), and the leader must not be told that it has.
    """
    for id in sorted(letters):
        options = _letter(graph, id) or {}
        if COMPLAINT_STEP in options and not _carries_guidance(options, scope, now):
            law = (Citation.parse(GUIDANCE_LAW),)
            yield (
                options[COMPLAINT_STEP],
                CitizenStep(_("Brevet har ingen klagevejledning"), law, told=False),
            )


def _carries_guidance(options: Mapping[str, str], scope: Scope, now: datetime) -> bool:
    try:
        text = letter_text(options.get("template", ""))
    except LetterError:
        return False
    found = (paragraph.when for paragraph in text.paragraphs if paragraph.is_guidance)
    return any(when is None or _true(when, scope, now) for when in found)


def _holds(rule: Relation, scope: Scope, now: datetime) -> bool:
    return rule.guard is None or _true(parse_guard(rule.guard), scope, now)


def _true(expression: Expr, scope: Scope, now: datetime) -> bool:
    try:
        return evaluate(expression, scope, now=now) is True
    except GuardError:
        return False


def _letter(graph: Graph, id: str) -> Mapping[str, str] | None:
    if id not in graph:
        return None
    found = (effect.options for effect in graph.event(id).effects if effect.kind == SEND)
    return next(found, None)


def _citizens(graph: Graph, id: str) -> bool:
    return id in graph and CITIZEN in graph.event(id).roles
