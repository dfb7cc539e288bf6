"""A meeting as its page and its agenda show it, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.apps.meetings.material import case_changes, changes, newest_versions
from faelled.apps.meetings.models import Attendee, Item, Meeting
from faelled.apps.meetings.queries import items_for, reading, runs
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_read
from faelled.casework.cases.looks import subjects_of
from faelled.casework.cases.models import Status
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.queries import visible_to as visible_cases
from faelled.casework.chats.models import Chat
from faelled.casework.chats.queries import visible_to as visible_chats
from faelled.casework.documents.models import Document
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Event, Marking


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: ``documents`` are those that the reader may open now, ``sees_case`` whether they
    may open the case; ``hidden`` says that there is material that is not open to them (not yet, or
    not any more).
    """

    number: int
    item: Item
    documents: Sequence[Document]
    readable: bool
    sees_case: bool
    changes: Sequence[str]
    chat: Chat | None

    @property
    def hidden(self) -> bool:
        return bool(self.item.documents.all()) and not self.readable


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything the page shows. ``steps`` are those that the reader can take now."""

    meeting: Meeting
    rows: Sequence[ItemRow]
    attendees: Sequence[Attendee]
    steps: Sequence[Event]
    runs: bool
    begun: bool
    minutes: bool

    @property
    def owed(self) -> frozenset[str]:
        """The steps whose turn it is: their buttons stand out."""
        return frozenset(task.event_id for task in self.meeting.case.tasks.all())

    @property
    def open(self) -> bool:
        return self.meeting.case.status != Status.CLOSED

    @property
    def can_change(self) -> bool:
        return self.runs and self.open

    @property
    def can_decide(self) -> bool:
        return self.can_change and self.begun and not self.minutes

    @property
    def changed(self) -> bool:
        return any(row.changes for row in self.rows)


def meeting_page(meeting: Meeting, actor: Actor, *, now: datetime) -> MeetingPage:
    """Read the page for one reader."""
    done = set(meeting.case.events.values_list("event_id", flat=True))
    mine = runs(actor, meeting)
    attendees = meeting.attendees.select_related("employee").order_by("part", "employee__name")
    return MeetingPage(
        meeting=meeting,
        rows=item_rows(meeting, actor, now=now),
        attendees=list(attendees),
        steps=_possible(meeting, actor, now) if mine else (),
        runs=mine,
        begun="start" in done,
        minutes="approve_minutes" in done,
    )


def item_rows(meeting: Meeting, actor: Actor, *, now: datetime) -> list[ItemRow]:
    """The agenda as this reader sees it, in a fixed number of queries."""
    items = list(items_for(meeting, actor))
    cases = [item.case_id for item in items if item.case_id]
    open_to_me = set(
        visible_cases(actor, now=now).filter(pk__in=cases).values_list("pk", flat=True)
    )
    opened = set(reading(actor, meeting, now=now).order_by().values_list("pk", flat=True))
    newest = newest_versions(items)
    subjects = [item.chat for item in items]
    talks = visible_chats(actor, now=now).filter(subject__in=subjects).order_by("-opened_at")
    chats = {chat.subject: chat for chat in reversed(list(talks))}
    rows = []
    for number, item in enumerate(items, start=1):
        sees_case = item.case_id in open_to_me
        readable = item.case_id is None or sees_case or item.pk in opened
        # The names of a case's papers are the case's: for who may read them, while they may.
        said = changes(item, meeting, newest) if readable else []
        rows.append(
            ItemRow(
                number=number,
                item=item,
                documents=list(item.documents.all()) if readable else [],
                readable=readable,
                sees_case=sees_case,
                changes=[*said, *case_changes(item)] if sees_case else said,
                chat=chats.get(item.chat),
            )
        )
    return rows


def log_look(
    meeting: Meeting,
    items: Sequence[Item],
    actor: Actor,
    *,
    page: str,
    now: datetime,
    papers: Sequence[Document] = (),
) -> None:
    """One entry: the meeting, and the cases, people and papers that are shown of it."""
    about = {subject for item in items if item.case for subject in subjects_of(item.case)}
    about |= {paper.ref for paper in papers}
    log_read(actor, subjects=[meeting.ref, *sorted(about)], page=page, now=now)


def _possible(meeting: Meeting, actor: Actor, now: datetime) -> tuple[Event, ...]:
    case = meeting.case
    if case.status != Status.OPEN:
        return ()
    marking, engine = Marking.from_json(case.marking), engine_for(case.version_id)
    roles = roles_in_case(actor, case, now=now)
    return tuple(
        event
        for event in graph_for(case.version_id).events
        if engine.explain(marking, event.id, at=now, roles=roles).possible
    )
