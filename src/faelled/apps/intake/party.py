"""What a party may read of a case, and what a party can do in it. Asked of the graph, not of us."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.apps.intake import wording
from faelled.apps.intake.effects import CO_SIGNATURE, told
from faelled.apps.intake.late import can_be_done_in
from faelled.apps.intake.letters import Letter, letters_to
from faelled.apps.intake.wording import PlainDeadline
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.purposes import PURPOSES
from faelled.base.audit.queries import LookDay, looked_at_by_day
from faelled.base.people.models import Unit
from faelled.casework.cases.models import Case, CaseEvent, Deadline, DeadlineState
from faelled.casework.cases.page import StepRow
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dates import COPENHAGEN
from faelled.lib.dcr import (
    Event,
    Explanation,
    Graph,
    Kind,
    Marking,
    Reason,
    ReasonCode,
    UnknownEvent,
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the party's timeline; ``own``: the reader took the step themselves."""

    at: datetime
    title: str
    who: str
    own: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """Look-ups of one unit on one day for one purpose."""

    day: date
    unit: str
    purpose: str
    times: int


def may_read(event: Event, roles: frozenset[str]) -> bool:
    """The steps of the party's own role, and those the graph opens to it."""
    return bool(roles & {*event.roles, *event.read_roles})


def owed_to(graph: Graph, roles: frozenset[str]) -> frozenset[str]:
    """The steps of the authority that a step of the party put a deadline on."""
    return frozenset(
        relation.target
        for relation in graph.relations
        if relation.kind is Kind.RESPONSE
        and relation.source in graph
        and roles & set(graph.event(relation.source).roles)
    )


def step_for(case: Case, event_id: str, actor: Actor, *, now: datetime) -> Explanation:
    """Why ``actor`` can or cannot do a step now; 404 where it is no step of theirs."""
    roles = roles_in_case(actor, case, now=now)
    graph = graph_for(case.version_id)
    if event_id not in graph or not roles & set(graph.event(event_id).roles):
        raise Http404
    marking = Marking.from_json(case.marking)
    try:
        explained = engine_for(case.version_id).explain(marking, event_id, at=now, roles=roles)
    except UnknownEvent as error:  # a copy of a process that the case has not come to
        raise Http404 from error
    if explained.possible and not can_be_done_in(case, graph.event(event_id)):
        reason = Reason(ReasonCode.EXCLUDED, wording.not_open(case.status))
        return Explanation(event_id, False, (reason,))
    return explained


def reasons_for_people(
    explanation: Explanation, graph: Graph, roles: frozenset[str]
) -> tuple[str, ...]:
    """Each reason once, by the rule's own sentence where it has one: that names no inner step.
    Where it has none, a step that the party may not read of stays unnamed. That a role is missing
    is nothing to the party.
    """
    found = (
        _reason(reason, graph, roles)
        for reason in explanation.reasons
        if reason.code is not ReasonCode.ROLE
    )
    return tuple(dict.fromkeys(found))


def _reason(reason: Reason, graph: Graph, roles: frozenset[str]) -> str:
    if reason.relation and reason.relation.why:
        return reason.relation.why
    ends = {reason.source, reason.relation.source if reason.relation else None} - {None}
    if all(end in graph and may_read(graph.event(end), roles) for end in ends if end):
        return reason.text
    return _("Kommunen skal gøre noget i sagen først.")


def own_steps(rows: Iterable[StepRow], roles: frozenset[str]) -> tuple[StepRow, ...]:
    """The steps that name the party's role; what anybody may do is the authority's own business."""
    return tuple(row for row in rows if roles & set(row.event.roles))


def deadlines_for(
    case: Case, graph: Graph, roles: frozenset[str], now: datetime
) -> list[PlainDeadline]:
    """The running deadlines that concern the party, the soonest first."""
    rows = case.deadlines.filter(state=DeadlineState.RUNNING).order_by("due_at", "pk")
    owed = owed_to(graph, roles)
    found = (plain_deadline(row, graph, roles, owed, now) for row in rows)
    # What the authority must do by one and the same day is one deadline to the party.
    return list({d.text: d for d in found if d is not None}.values())


def plain_deadline(
    row: Deadline, graph: Graph, roles: frozenset[str], owed: frozenset[str], now: datetime
) -> PlainDeadline | None:
    """One deadline in words, or None where it is not the party's to know."""
    try:
        event = graph.event(row.event_id)
    except UnknownEvent:
        return None
    is_mine = bool(roles & set(event.roles))
    if not (is_mine or event.id in owed or may_read(event, roles)):
        return None
    is_signature = not is_mine and told(event, CO_SIGNATURE) is not None
    say, label = wording.theirs, _("Svar fra kommunen")
    if is_mine:
        say, label = wording.mine, row.label
    elif is_signature:
        say, label = wording.co_signer, _("Svar fra den anden forælder")
    return PlainDeadline(
        text=say(row.due_at, now),
        due=row.due_at,
        mine=is_mine,
        overdue=row.due_at < now,
        label=label,
        basis=row.basis,
        others=is_signature,
    )


def happened(
    case: Case,
    graph: Graph,
    roles: frozenset[str],
    actor: Actor,
    letters: Sequence[Letter],
    *,
    after: int = 0,
) -> list[Happened]:
    """What has happened that the party may read, the latest first. A step that only sent a letter
    is there when the letter is, and has its title.
    """
    by_step = {letter.step: letter for letter in reversed(letters)}
    found = []
    for row in case.events.filter(seq__gt=after).select_related("unit").order_by("-seq"):
        try:
            event = graph.event(row.event_id)
        except UnknownEvent:
            continue
        letter = by_step.get(row.pk)
        if letter is not None or may_read(event, roles):
            found.append(_line(case, row, letter, actor))
    return found


def _line(case: Case, row: CaseEvent, letter: Letter | None, actor: Actor) -> Happened:
    own = row.actor_id == actor.id
    title, url = row.label, ""
    if own:
        url = reverse("intake:receipt", args=[case.uuid, row.seq])
    elif letter is not None:
        title, url = letter.title, reverse("documents:own", args=[letter.uuid])
    return Happened(row.at, title, _who(row, actor), own, url)


def news_since(case: Case, seq: int, actor: Actor, now: datetime) -> list[Happened]:
    """What the party has not seen yet when they send: what others did after step ``seq``."""
    graph, roles = graph_for(case.version_id), roles_in_case(actor, case, now=now)
    letters = letters_to(case, actor, now=now)
    lines = happened(case, graph, roles, actor, letters, after=seq)
    return [line for line in lines if not line.own]


def _who(row: CaseEvent, actor: Actor) -> str:
    """Employees are their unit; another party has no name here."""
    if row.actor_id == actor.id:
        return _("Dig")
    if row.actor_kind == ActorKind.CITIZEN:
        return _("En anden part i sagen")
    return row.unit.name if row.unit else _("Kommunen")


def looks_at(case: Case, *, limit: int = 200) -> list[Looked]:
    """Who has looked: unit, day and purpose, how many times; never a name (GDPR art. 15)."""
    looks = looked_at_by_day(case.ref, COPENHAGEN, limit=limit)
    ids = {look.unit_id for look in looks if look.unit_id}
    units = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        Looked(look.day, _unit(look, units), PURPOSES.label(look.purpose), look.times)
        for look in looks
    ]


def _unit(look: LookDay, units: Mapping[int, str]) -> str:
    if look.unit_id is None:
        return (
            _("Dig selv eller en anden part") if look.purpose == "self-service" else _("Systemet")
        )
    return units.get(look.unit_id, _("En tidligere afdeling"))
