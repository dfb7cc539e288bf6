"""Why or why not: every reason an event is barred, and what would take each reason away.

Remedies are tried out, not guessed: each is executed on the marking in thought, and one that would
not take the reason away, or would take the event itself out of the case, is not offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from faelled.lib.dcr import sentences
from faelled.lib.dcr.expand import EachCopy
from faelled.lib.dcr.graph import Kind, Relation
from faelled.lib.dcr.guard_words import expression_in_words
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import Explanation, Reason, ReasonCode, Remedy, RemedyKind
from faelled.lib.dcr.rules import Program, Rule, Rules
from faelled.lib.dcr.step import Bar, Barred, after, barring, here, locked, possible, reader

CODES = {bar: ReasonCode(bar.value) for bar in Bar}


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What was tried out on one marking at one moment, so that it is tried once: whether an event
    can be done with what would open it, and the marking after it.
    """

    ways: dict[str, tuple[bool, list[str]]] = field(default_factory=dict)
    afters: dict[str, Marking] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Case:
    """The question's surroundings: the marking (as it is kept, and as the events see it), the
    moment, the event whose rules are asked, and the one a person wants.
    """

    rules: Rules
    m: Marking
    seen: Marking
    at: datetime
    program: Program
    thoughts: Thoughts
    wanted: str

    @property
    def event(self) -> str:
        return self.program.event.id

    def can(self, event: str) -> bool:
        return possible(self.rules, self.rules.programs[event], self.seen, self.at)

    def under_way(self, event: str) -> list[str]:
        """What can be done inside a sub-process to bring it to its end; nothing for a step."""
        parts = self.rules.programs[event].parts or frozenset()
        inner = [id for id in self.rules.programs if id in parts and id in self.seen.included]
        owed = [id for id in inner if id in self.seen.pending]
        return owed or [id for id in inner if self.rules.programs[id].parts is None]

    def way_to(self, event: str) -> tuple[bool, list[str]]:
        """Whether the event can be done, and what would open it: asked once, for in a thick graph
        the same events stand in the way of everything.
        """
        ways = self.thoughts.ways
        if event not in ways:
            ways[event] = (self.can(event), _enablers(self, event))
        return ways[event]

    def then(self, event: str) -> Marking:
        """The marking after the event with no new data, possible or not."""
        afters = self.thoughts.afters
        if event not in afters:
            program = self.rules.programs[event]
            afters[event] = after(self.rules, program, self.m, self.at, None).marking
        return afters[event]


def explained(
    rules: Rules,
    m: Marking,
    program: Program,
    at: datetime,
    roles: frozenset[str] | None,
    thoughts: Thoughts | None = None,
) -> Explanation:
    """All reasons, in the order a person would ask: is it here, who, what first, when. ``thoughts``
    are those of other events of the same marking at the same moment.
    """
    event, seen = program.event.id, here(rules, m)
    case = _Case(rules, m, seen, at, program, thoughts or Thoughts(), event)
    around = [replace(case, program=rules.programs[id]) for id in program.around]
    reasons = (
        *_by_itself(case),
        *_excluded(case),
        *_role(case, roles),
        *(reason for outer in around for reason in _around(outer)),
        *_barred(case),
        *_time_lock(case),
    )
    return Explanation(event, not reasons, reasons)


def _by_itself(case: _Case) -> Iterator[Reason]:
    """Nobody executes a sub-process: the steps inside it do, when nothing is owed there."""
    parts = case.program.parts
    if parts is None:
        return
    inside = [id for id in case.rules.programs if id in parts]
    owed = [id for id in inside if id in case.seen.pending and id in case.seen.included]
    text = sentences.by_itself(case.rules.graph, case.event, owed)
    yield Reason(ReasonCode.SUBPROCESS, text)


def _around(outer: _Case) -> Iterator[Reason]:
    """What bars the sub-process that the event lies in, and so the event."""
    for reason in (*_excluded(outer), *_barred(outer)):
        text = f"{sentences.lies_in(outer.rules.graph, outer.event)} {reason.text}"
        yield replace(reason, code=ReasonCode.SUBPROCESS, text=text, source=outer.event)


def _excluded(case: _Case) -> Iterator[Reason]:
    if case.event in case.m.included:
        return
    relation = _excluded_by(case)
    remedies = _by_effect(case, Kind.INCLUDE, RemedyKind.INCLUDE, case.event, None)
    yield Reason(
        ReasonCode.EXCLUDED,
        sentences.excluded(case.rules.graph, case.event, relation),
        None if relation is None else relation.source,
        relation,
        () if relation is None else relation.cites,
        tuple(remedies),
    )


def crowded(rules: Rules, event: str, places: tuple[str, ...]) -> Explanation:
    """Why a step that makes copies at these places is not possible: there are too many."""
    text = sentences.crowded(rules.graph, rules.most_copies, places)
    return Explanation(event, False, (Reason(ReasonCode.COPIES, text, source=event),))


def _excluded_by(case: _Case) -> Relation | None:
    """The rule that took the event out of the case, where the marking leaves no doubt about it."""

    def last(kind: Kind) -> tuple[datetime, Rule] | None:
        done = [
            (case.m.executed[rule.source], rule)
            for rule in case.program.into.get(kind, ())
            if rule.source in case.m.executed
        ]
        return max(done, key=lambda pair: pair[0], default=None)

    out, back = last(Kind.EXCLUDE), last(Kind.INCLUDE)
    if out is None or out[1].guard is not None or (back is not None and back[0] >= out[0]):
        return None
    return out[1].relation


def _role(case: _Case, roles: frozenset[str] | None) -> Iterator[Reason]:
    needed = case.program.roles
    if roles is None or not needed or not needed.isdisjoint(roles):
        return
    graph, wanted = case.rules.graph, case.program.event.roles
    remedies = tuple(
        Remedy(RemedyKind.ASK, sentences.ask(graph, role), role=role, roles=(role,))
        for role in wanted
    )
    yield Reason(ReasonCode.ROLE, sentences.role(graph, wanted), remedies=remedies)


def _barred(case: _Case) -> Iterator[Reason]:
    for rule in case.program.barred:
        by = barring(case.rules, rule, case.seen, case.at)
        if by is not None:
            yield Reason(
                CODES[by.bar],
                sentences.barred(case.rules, rule, by),
                rule.source,
                rule.relation,
                rule.relation.cites,
                tuple(_remedies(case, rule, by)),
            )


def _time_lock(case: _Case) -> Iterator[Reason]:
    for event in locked(case.rules, case.seen, case.at):
        deadline = case.m.pending[event]
        assert deadline is not None
        yield Reason(ReasonCode.TIME_LOCK, sentences.time_lock(case.rules, event, deadline), event)


def _remedies(case: _Case, rule: Rule, by: Barred) -> Iterator[Remedy]:
    if by.bar is Bar.DELAY and by.until is not None:
        text = sentences.wait(case.rules, by.until)
        yield Remedy(RemedyKind.WAIT, text, at=by.until)
    if by.bar is Bar.GUARD_UNSET:
        yield from _filling(case, rule)
    if by.bar is not Bar.DELAY:
        yield from _attempt(case, RemedyKind.EXECUTE, rule.source, rule.source, rule, "")
    if rule.source == case.event:
        return
    yield from _by_effect(case, Kind.EXCLUDE, RemedyKind.EXCLUDE, rule.source, rule)
    if rule.kind is Kind.MILESTONE:
        yield from _by_effect(case, Kind.CANCEL, RemedyKind.CANCEL, rule.source, rule)


def _by_effect(
    case: _Case, kind: Kind, remedy: RemedyKind, of: str, rule: Rule | None
) -> Iterator[Remedy]:
    """The events with an effect of this kind on `of`."""
    for effect in case.rules.programs[of].into.get(kind, ()):
        guard = effect.relation.guard or ""
        yield from _attempt(case, remedy, effect.source, of, rule, guard)


def _attempt(
    case: _Case, kind: RemedyKind, by: str, of: str, rule: Rule | None, when: str
) -> Iterator[Remedy]:
    """The remedy of executing `by`, if it would help. `rule`: what is in the way, None:
    exclusion."""
    if by in (case.event, case.wanted):
        return
    helps = _helps(case, by, rule)
    if not helps and not when:
        return
    ready = case.can(by)
    first = () if ready else _first(case, by)
    text = sentences.step(case.rules.graph, kind, by, of, ready, first)
    if not helps:
        text += f" Det sker kun, hvis {expression_in_words(case.rules.graph, when)}."
    yield Remedy(
        kind,
        text,
        event=by,
        ready=ready,
        first=first,
        roles=case.rules.programs[by].event.roles,
        when="" if helps else when,
    )


def _helps(case: _Case, by: str, rule: Rule | None) -> bool:
    then = case.then(by)
    if rule is None:
        return case.event in then.included
    then = here(case.rules, then)
    if case.wanted in case.seen.included and case.wanted not in then.included:
        return False
    was = barring(case.rules, rule, case.seen, case.at)
    now = barring(case.rules, rule, then, case.at)
    return now is None or was is None or now.bar is not was.bar


def _filling(case: _Case, rule: Rule) -> Iterator[Remedy]:
    """The events that would give the values a guard (or a delay kept as data) is missing."""
    scope = reader(rule.places, case.m.values)
    wanted = set() if rule.guard is None else set(rule.guard.names)
    wanted |= {rule.relation.delay_from or ""} - {""}
    for name in sorted(wanted):
        try:
            scope(name)
        except Unset:
            place = rule.places[name]
            owner = "" if isinstance(place, EachCopy) else place[0]
            if owner in case.rules.programs and owner != case.event:
                ready = case.can(owner)
                first = () if ready else _first(case, owner)
                yield Remedy(
                    RemedyKind.EXECUTE,
                    sentences.filling(
                        case.rules.graph, owner, sentences.name_label(case.rules, rule, name), first
                    ),
                    event=owner,
                    ready=ready,
                    first=first,
                    roles=case.rules.programs[owner].event.roles,
                    fills=name,
                )


def _first(case: _Case, event: str) -> tuple[str, ...]:
    """What can be done now on the way to `event`: backwards over what bars it, each event once."""
    found: dict[str, None] = {}
    seen, waiting = {case.event, event}, [event]
    while waiting:
        wanted = waiting.pop(0)
        for step in case.way_to(wanted)[1]:
            if step not in seen:
                seen.add(step)
                if case.way_to(step)[0]:
                    found[step] = None
                else:
                    waiting.append(step)
    return tuple(found)


def _enablers(case: _Case, event: str) -> list[str]:
    """The events whose execution would take away one of the reasons `event` is barred."""
    rules, m = case.rules, case.seen
    found = case.under_way(event)
    for id in (event, *rules.programs[event].around):
        if id not in case.m.included:
            found += [rule.source for rule in rules.programs[id].into.get(Kind.INCLUDE, ())]
        for rule in rules.programs[id].barred:
            by = barring(rules, rule, m, case.at)
            if by is not None and by.bar is not Bar.DELAY:
                found.append(rule.source)
    return found
