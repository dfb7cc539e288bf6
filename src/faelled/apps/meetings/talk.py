"""What a chat about an agenda item is about (``chats.subjects``)."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from faelled.apps.meetings.models import Item, Part
from faelled.apps.meetings.queries import items_for, visible_to
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Status
from faelled.casework.chats.subjects import SUBJECTS, About


def describe(id: str, actor: Actor, now: datetime) -> About | None:
    """The item, to who comes for it: the chair, the secretary and those it concerns are in."""
    try:
        uuid = UUID(id)
    except ValueError:
        return None
    item = Item.objects.filter(uuid=uuid, meeting__in=visible_to(actor)).first()
    if item is None or not items_for(item.meeting, actor).filter(pk=item.pk).exists():
        return None
    meeting = item.meeting
    there = meeting.attendees.select_related("employee")
    people = [one.employee for one in there if one.part == Part.PARTICIPANT]
    people += [one.employee for one in item.stakeholders.select_related("employee")]
    return About(
        title=item.title,
        url=reverse("meetings:meeting", args=[meeting.uuid]),
        case=item.case,
        members=tuple(people),
        open=meeting.case.status != Status.CLOSED,
    )


def register() -> None:
    """Called once, from the app's ``ready()``."""
    SUBJECTS.register("item", describe)
