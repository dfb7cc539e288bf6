"""Reads of meetings. Every one that reaches a screen starts at `visible_to` or `get_visible`."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from faelled.apps.meetings.models import Attendee, Item, Meeting, Part
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Employee, Position
from faelled.base.people.queries import acting_for_leader
from faelled.casework.cases.models import CaseType, Status
from faelled.casework.documents.models import Document
from faelled.casework.documents.queries import get_visible as get_visible_document
from faelled.lib.dates import local_day

GRAPH = "moede"
LISTS = ("kommende", "afholdte", "mine")


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The meetings that ``actor`` comes to, or one they act for. A unit's other people have its
    case of the meeting; what is on the agenda they do not see.
    """
    if actor.kind is not ActorKind.EMPLOYEE:
        return Meeting.objects.none()
    there = Attendee.objects.filter(employee_id__in=actor.employee_ids)
    return Meeting.objects.filter(authority_id=actor.authority_id, pk__in=there.values("meeting"))


def get_visible(actor: Actor, uuid: UUID) -> Meeting:
    """One meeting; 404 where it does not exist and where the reader does not come to it alike."""
    meeting = (
        visible_to(actor)
        .select_related("case__case_type", "chair", "secretary", "authority")
        .filter(uuid=uuid)
        .first()
    )
    if meeting is None:
        raise Http404
    return meeting


def listed(actor: Actor, which: str, *, now: datetime) -> QuerySet[Meeting]:
    """Coming meetings, the next first; past ones, the latest first; or those one runs."""
    meetings = visible_to(actor).select_related("case", "chair", "secretary")
    if which == "afholdte":
        return meetings.filter(Q(ends_at__lt=now) | Q(case__status=Status.CLOSED)).order_by(
            "-starts_at", "-pk"
        )
    if which == "mine":
        me = actor.employee_ids
        return meetings.filter(Q(chair_id__in=me) | Q(secretary_id__in=me)).order_by(
            "-starts_at", "-pk"
        )
    return _coming(meetings, now).order_by("starts_at", "pk")


def count_coming(actor: Actor, *, now: datetime) -> int:
    return coming_to(actor, now=now).count()


def coming_to(actor: Actor, *, now: datetime) -> QuerySet[Meeting]:
    """The reader's meetings that are neither over nor called off."""
    return _coming(visible_to(actor), now)


def _coming(meetings: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    return meetings.filter(ends_at__gte=now).exclude(case__status=Status.CLOSED)


def runs(actor: Actor, meeting: Meeting) -> bool:
    """Whether the reader is the meeting's secretary or chair, or acts for one of them."""
    return bool({meeting.chair_id, meeting.secretary_id} & actor.employee_ids)


def items_for(meeting: Meeting, actor: Actor) -> QuerySet[Item]:
    """The agenda in order: all of it for who takes part, their own items for a stakeholder."""
    items = meeting.items.select_related("case__main_person", "presenter").prefetch_related(
        "documents", Prefetch("stakeholders", Attendee.objects.select_related("employee"))
    )
    items = items.order_by("position", "pk")
    me = meeting.attendees.filter(employee_id__in=actor.employee_ids)
    if me.filter(part=Part.PARTICIPANT).exists():
        return items
    return items.filter(stakeholders__in=me).distinct()


def get_item(meeting: Meeting, actor: Actor, uuid: UUID) -> Item:
    item = items_for(meeting, actor).filter(uuid=uuid).first()
    if item is None:
        raise Http404
    return item


def reading(actor: Actor, meeting: Meeting, *, now: datetime) -> QuerySet[Item]:
    """The items whose chosen papers are open to the reader because of the meeting, now."""
    mine = items_for(meeting, actor)
    return mine.filter(open_until__gt=now, readers__employee_id__in=actor.employee_ids).distinct()


def get_paper(meeting: Meeting, actor: Actor, uuid: UUID, *, now: datetime) -> Document:
    """A paper on the reader's agenda: while the meeting opens it to them, or because they see its
    case; 404 for every other.
    """
    papers = Document.objects.filter(uuid=uuid).select_related("case__main_person", "party__person")
    opened = reading(actor, meeting, now=now).filter(documents__uuid=uuid)
    found = papers.first() if opened.exists() else None
    if found is not None:
        return found
    if not items_for(meeting, actor).filter(documents__uuid=uuid).exists():
        raise Http404
    return get_visible_document(actor, uuid, now=now)


def usable_type(actor: Actor) -> CaseType | None:
    """How meetings run in one of the reader's units; None where nobody has set it up there."""
    types = CaseType.objects.filter(
        authority_id=actor.authority_id,
        process__key=GRAPH,
        unit_id__in=actor.unit_ids,
        active=True,
    )
    return min(types, key=lambda one: (one.unit_id != actor.home_unit_id, one.pk), default=None)


def plans(actor: Actor) -> bool:
    """Whether there is anything here for this reader; asks nothing of the database."""
    return actor.kind is ActorKind.EMPLOYEE


def colleagues(actor: Actor, *, now: datetime) -> QuerySet[Employee]:
    """Everybody at work in the authority."""
    working = Position.objects.on(local_day(now)).values("employee")
    return Employee.objects.filter(authority_id=actor.authority_id, pk__in=working).order_by(
        "name", "pk"
    )


def may_add(actor: Actor, employee: Employee, *, now: datetime) -> bool:
    """Whether the reader may put ``employee`` on a meeting.

    A leader who has people to act on their behalf decides their own calendar, and those people do;
    everybody else can be asked to come by anyone who runs a meeting.
    """
    desk = {one.pk for one in acting_for_leader(employee, local_day(now))}
    return not desk or employee.pk in actor.employee_ids or actor.employee_id in desk
