"""The case page as data: what can be done now, what is missing and why, and all the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.casework.cases.known import Known, known_answers
from faelled.casework.cases.let_in_rows import LetInRow, let_in_rows
from faelled.casework.cases.models import Case, Deadline, JournalEntry, Status
from faelled.casework.cases.page_questions import DEADLINES, JOURNAL_ROWS, NEWEST_OF_JOURNAL
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.cases.party_rows import PartyRow, party_rows
from faelled.casework.cases.placing import ShownPlacement, shown_placement
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.rows import waiting_words
from faelled.casework.processes.automatic import is_automatic
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Engine, Event, EventType, Explanation, Graph, Marking, Option

JOURNAL_ICONS = {
    "received": "email",
    "sent": "send",
    "note": "edit",
    "step": "check",
    "status": "flag",
    "internal": "folder",
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as the page shows it: possible or not, owed or not, and whose it is.

    ``own``: the reader's own move. What is not own is another's, and can be done for them (a
    caseworker who types in a paper answer).
    """

    event: Event
    explanation: Explanation
    pending: bool
    deadline: datetime | None
    done_at: datetime | None
    roles: tuple[str, ...]
    own: bool

    @property
    def owed(self) -> bool:
        """Whether the reader is the one who must do it."""
        return self.pending and self.own


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a case, for one reader, in four heaps.

    ``now``: the reader can do them; what is owed comes first, soonest deadline first.
    ``blocked``: the reader's own, but something is in the way. ``others``: somebody else's move,
    and owed. ``away``: not part of the case as it stands.
    """

    now: tuple[StepRow, ...]
    blocked: tuple[StepRow, ...]
    others: tuple[StepRow, ...]
    away: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about the case, with a way on where there is one."""

    label: str
    value: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A line of the journal."""

    at: datetime
    title: str
    who: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the case page shows, read once."""

    case: Case
    graph: Graph
    marking: Marking
    works_here: bool
    steps: Steps
    known: Sequence[Known]
    placement: ShownPlacement
    parties: Sequence[PartyRow]
    let_in: Sequence[LetInRow]
    deadlines: Sequence[Deadline]
    journal: Sequence[JournalEntry]
    journal_total: int
    panels: Sequence[tuple[Panel, Mapping[str, object]]]

    @property
    def journal_rows(self) -> list[TimelineRow]:
        """The journal as the timeline component takes it."""
        return [timeline_row(entry) for entry in self.journal]

    @property
    def waiting(self) -> str:
        """Whose move it is, in words."""
        steps, first = self.steps, self.case.next_task
        owed = [row for row in (*steps.now, *steps.blocked) if row.owed and row.roles]
        mine = any(row.explanation.possible or row.event.label == first for row in owed)
        return waiting_words(self.case, mine=mine)

    @property
    def facts(self) -> list[Fact]:
        """What the case is, in a few lines."""
        case = self.case
        return [
            Fact(_("Sagsbehandler"), case.handler.name if case.handler else _("Ikke fordelt")),
            Fact(_("Enhed"), case.owner_unit.name),
            Fact(_("Åbnet"), date_format(local_day(case.opened_at), "j. F Y")),
            *self._placed(),
            Fact(
                _("Regler"),
                _("%(title)s, udgave %(number)s")
                % {"title": self.graph.title, "number": case.version.number},
                url=reverse(
                    "processes:version", args=[case.version.process.key, case.version.number]
                ),
                action=_("Læs"),
            ),
            *([Fact(_("Resultat"), result_words(self.graph, case))] if case.result else []),
        ]

    def _placed(self) -> list[Fact]:
        """Subject and facet with their titles, and the edition they are from."""
        shown, case = self.placement, self.case
        change = self.works_here and case.status != Status.CLOSED
        url = reverse("cases:subject", args=[case.uuid]) if change else ""
        old = _("%(subject)s (udgået i planen)") % {"subject": shown.subject}
        return [
            Fact(_("Emne"), old if shown.expired else shown.subject, url=url),
            Fact(_("Handlingsfacet"), shown.facet),
            *([Fact(_("Emneplan"), shown.edition)] if shown.edition else []),
        ]


def case_page(case: Case, actor: Actor, *, works_here: bool, now: datetime) -> CasePage:
    """Read the page of one case for one reader."""
    graph, engine = graph_for(case.version_id), engine_for(case.version_id)
    marking = Marking.from_json(case.marking)
    roles = roles_in_case(actor, case, now=now)
    rows = NEWEST_OF_JOURNAL.all(case=case.pk)
    total = len(rows) if len(rows) <= JOURNAL_ROWS else case.journal.count()
    return CasePage(
        case=case,
        graph=graph,
        marking=marking,
        works_here=works_here,
        steps=sort_steps(graph, engine, marking, roles, now),
        known=known_answers(graph, marking, roles),
        placement=shown_placement(case, now_on=local_day(now)),
        parties=party_rows(case, actor, now=now),
        let_in=let_in_rows(case, graph, now=now),
        deadlines=DEADLINES.all(case=case.pk),
        journal=rows[:JOURNAL_ROWS],
        journal_total=total,
        panels=PANELS.for_case(case, actor, now),
    )


def result_words(graph: Graph, case: Case) -> str:
    """The result in the graph's own words for people: the label of the choice it was read from, or
    of the step that gives it; the stored word where the graph has none.
    """
    effects = ((event, effect) for event in graph.events for effect in event.effects)
    for event, effect in effects:
        if effect.kind != "result":
            continue
        if effect.options.get("value") == case.result:
            return event.label
        for option in options_at(graph, effect.options.get("from", "")):
            if option.value == case.result:
                return option.label
    return case.result


def options_at(graph: Graph, path: str) -> tuple[Option, ...]:
    """The choices of a field: ``options_at(graph, "draft_decision.outcome")``."""
    event_id, _dot, name = path.partition(".")
    fields = graph.event(event_id).fields if event_id in graph else ()
    return next((field.options for field in fields if field.id == name), ())


def sort_steps(
    graph: Graph, engine: Engine, marking: Marking, roles: frozenset[str], now: datetime
) -> Steps:
    """Put every event of the graph in the heap it belongs to for one holder of ``roles``."""
    heaps: dict[str, list[StepRow]] = {"now": [], "blocked": [], "others": [], "away": []}
    explained = engine.explain_all(marking, at=now, roles=roles)
    included = engine.included(marking)
    for event, explanation in zip(engine.events(marking), explained, strict=True):
        row = StepRow(
            event=event,
            explanation=explanation,
            pending=event.id in marking.pending,
            deadline=marking.pending.get(event.id),
            done_at=marking.executed.get(event.id),
            roles=tuple(graph.role_label(role) for role in event.roles),
            own=not event.roles or event.roles[0] in roles,
        )
        heap = heap_of(row, roles, included)
        if heap:
            heaps[heap].append(row)
    heaps["now"].sort(key=lambda row: urgency(row, now))
    return Steps(**{name: tuple(rows) for name, rows in heaps.items()})


def heap_of(row: StepRow, roles: frozenset[str], included: frozenset[str]) -> str:
    """The heap's name, or "" for what need not be shown: others' steps that nobody waits for, and
    what happens by itself: the system's steps, and what the steps inside it bring about.
    """
    if is_automatic(row.event):
        return ""
    if row.event.type is not EventType.ACTIVITY and not row.pending:
        return ""
    if row.event.id not in included:
        return "" if row.done_at else "away"
    if row.explanation.possible:
        return "now"
    if not row.event.roles or set(row.event.roles) & roles:
        return "blocked"
    return "others" if row.pending else ""


def timeline_row(entry: JournalEntry) -> TimelineRow:
    """A journal entry as the timeline shows it: both names where one acted for another. One of a
    paper that has left the case (`page_questions.told`) does not say what that was.
    """
    back = bool(getattr(entry, "taken_back", False))
    return TimelineRow(
        entry.occurred_at,
        _("Et modtaget dokument, som er taget ud af sagen igen") if back else entry.short_text,
        entry.shown_name,
        "" if back else entry.text,
        JOURNAL_ICONS.get(entry.kind, ""),
    )


def urgency(row: StepRow, now: datetime) -> tuple[bool, bool, bool, int, float]:
    """Owed before free, and among the owed as the work list has it: what is late, what is owed at
    once, the soonest deadline. Then what was never done, what can be done again, and last what is
    done for others.
    """
    free = (not row.owed, not row.own, row.done_at is not None)
    if row.deadline is None:
        return (*free, 1, 0.0)
    return (*free, 0 if row.deadline < now else 2, row.deadline.timestamp())
