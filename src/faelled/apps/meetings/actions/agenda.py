"""What is on the agenda, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.meetings.actions.telling import locked, tell
from faelled.apps.meetings.actions.windows import close_case, close_window, drop_strangers
from faelled.apps.meetings.errors import MeetingError
from faelled.apps.meetings.models import Attendee, Item, Meeting, Part
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import worked_on_by
from faelled.casework.documents.models import Document
from faelled.casework.processes.engines import graph_for


@dataclass(frozen=True, slots=True)
class NewItem:
    """What stands at a point: a case with chosen papers, or words only. The meeting reads those
    papers; with a ``whole_case_why`` it reads the whole case.
    """

    title: str
    text: str = ""
    case: Case | None = None
    documents: Sequence[Document] = ()
    presenter: Employee | None = None
    stakeholders: Sequence[Attendee] = ()
    closed: bool = False
    step: str = ""
    whole_case_why: str = ""


def add_item(meeting: Meeting, new: NewItem, *, by: Actor, now: datetime) -> Item:
    """Last on the agenda. Only who works on a case puts it there, for others will read of it."""
    with transaction.atomic():
        meeting = locked(meeting, by=by)
        _check(meeting, new, None, by=by, now=now)
        last = meeting.items.order_by("-position").values_list("position", flat=True).first()
        item = Item(meeting=meeting, position=(last or 0) + 1)
        _fill(item, new, now)
        tell(meeting, "meeting.item", {"item": str(item.uuid)}, by=by, now=now, cases=_of(item))
    return item


def change_item(item: Item, new: NewItem, *, by: Actor, now: datetime) -> Item:
    """Write an item anew. One that has been decided is not changed any more."""
    with transaction.atomic():
        meeting = locked(item.meeting, by=by)
        item = meeting.items.select_related("case", "meeting").get(pk=item.pk)
        _refuse_decided(item)
        _check(meeting, new, item, by=by, now=now)
        if item.case is not None and item.case != new.case:
            close_window(item, now=now)
        elif not new.whole_case_why.strip():
            close_case(item, now=now)
        _fill(item, new, now)
        drop_strangers(item, now=now)
        tell(meeting, "meeting.item", {"item": str(item.uuid)}, by=by, now=now, cases=_of(item))
    return item


def move_item(item: Item, places: int, *, by: Actor, now: datetime) -> None:
    """Up (-1) or down (+1) on the agenda."""
    with transaction.atomic():
        meeting = locked(item.meeting, by=by)
        order = list(meeting.items.order_by("position", "pk"))
        at = next(index for index, one in enumerate(order) if one.pk == item.pk)
        to = min(max(at + places, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        for position, one in enumerate(order, start=1):
            if one.position != position:
                one.position = position
                one.save(update_fields=["position"])
        tell(meeting, "meeting.order", {"item": str(item.uuid), "to": to + 1}, by=by, now=now)


def remove_item(item: Item, *, by: Actor, now: datetime) -> None:
    """Off the agenda; nobody reads its case because of the meeting any more."""
    with transaction.atomic():
        meeting = locked(item.meeting, by=by)
        item = meeting.items.select_related("case", "meeting").get(pk=item.pk)
        _refuse_decided(item)
        close_window(item, now=now)
        id, cases = str(item.uuid), _of(item)
        item.delete()
        tell(meeting, "meeting.item_off", {"item": id}, by=by, now=now, cases=cases)


def _check(meeting: Meeting, new: NewItem, known: Item | None, *, by: Actor, now: datetime) -> None:
    if not new.title.strip():
        raise MeetingError(_("Skriv, hvad punktet hedder."))
    case = new.case
    if case is None:
        if new.documents or new.step or new.whole_case_why.strip():
            raise MeetingError(_("Vælg den sag, som bilagene hører til."))
        return
    if _opens_more(new, known) and not worked_on_by(by, now=now).filter(pk=case.pk).exists():
        raise MeetingError(
            _("Du kan kun sætte sager og bilag på dagsordenen fra sager, du arbejder på.")
        )
    if any(document.case_id != case.pk for document in new.documents):
        raise MeetingError(_("Et af bilagene hører til en anden sag."))
    if any(one.meeting_id != meeting.pk for one in new.stakeholders):
        raise MeetingError(_("En af dem, punktet angår, er ikke på mødet."))
    if new.step and new.step not in {event.id for event in graph_for(case.version_id).events}:
        raise MeetingError(_("Sagens regler har ikke det trin."))


def _opens_more(new: NewItem, known: Item | None) -> bool:
    """Whether the meeting reads more of a case than it did: a case, a paper, or all of it."""
    if known is None or known.case != new.case:
        return True
    if new.whole_case_why.strip() not in ("", known.whole_case_why):
        return True
    there = set(known.documents.values_list("pk", flat=True))
    return any(document.pk not in there for document in new.documents)


def _fill(item: Item, new: NewItem, now: datetime) -> None:
    item.title, item.text = new.title.strip(), new.text
    item.case, item.presenter = new.case, new.presenter
    item.closed, item.step, item.changed_at = new.closed, new.step, now
    item.whole_case_why = new.whole_case_why.strip()
    item.save()
    item.documents.set(new.documents)
    item.stakeholders.set(one for one in new.stakeholders if one.part == Part.STAKEHOLDER)


def _refuse_decided(item: Item) -> None:
    if item.decided_at is not None:
        raise MeetingError(_("Punktet er besluttet og kan ikke ændres."))


def _of(item: Item) -> list[Case]:
    return [item.case] if item.case is not None else []
