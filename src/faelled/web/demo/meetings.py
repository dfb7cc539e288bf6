"""The demo's meetings: planned, put on the agenda and sent out by those who would do it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from faelled.apps.meetings import actions as meetings
from faelled.apps.meetings.models import Item, Meeting, Part
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee, Person, Unit
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import Case
from faelled.casework.chats import actions as chats
from faelled.casework.processes.models import Process
from faelled.lib.dates import COPENHAGEN, local_day
from faelled.web.demo.cases import who

GRAPH = "moede"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MeetingsScript:
    """The units that hold meetings, and the meetings."""

    uses: tuple[Line, ...]
    meetings: tuple[Line, ...]


def read_meetings(path: Path) -> MeetingsScript:
    data = tomllib.loads(path.read_text("utf-8"))
    return MeetingsScript(tuple(data["uses"]), tuple(data["meetings"]))


def use_meetings(
    script: MeetingsScript,
    processes: Mapping[str, Process],
    units: Mapping[str, Unit],
    *,
    by: Actor,
    now: datetime,
) -> None:
    for line in script.uses:
        use_process(processes[GRAPH], units[line["unit"]], by=by, now=now)


def make_meeting(line: Line, persons: Mapping[str, Person], *, now: datetime) -> Meeting:
    """One meeting that is to come, with its agenda sent out and a chat under way."""
    at = now - timedelta(days=line["sent_days_ago"])
    by = who(line["secretary"], at)
    day = local_day(now) + timedelta(days=line["in_days"])
    starts_at = datetime.combine(day, time(line["hour"]), tzinfo=COPENHAGEN)
    new = meetings.NewMeeting(
        title=line["title"],
        place=line["place"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=line["minutes"]),
        chair=employee(line["chair"]),
        secretary=employee(line["secretary"]),
    )
    meeting = meetings.plan_meeting(new, by=by, now=at)
    for part, names in ((Part.PARTICIPANT, "participants"), (Part.STAKEHOLDER, "stakeholders")):
        for name in line[names]:
            meetings.add_attendee(meeting, employee(name), part, by=by, now=at)
    items = [_item(meeting, one, persons, by=by, now=at) for one in line["items"]]
    meetings.take_step(meeting, "send_out", key=str(uuid4()), by=by, now=at)
    for one, item in zip(line["items"], items, strict=True):
        _talk(item, one.get("chat", []), now=now)
    return meeting


def _item(
    meeting: Meeting, line: Line, persons: Mapping[str, Person], *, by: Actor, now: datetime
) -> Item:
    case = (
        Case.objects.filter(main_person=persons[line["party"]]).first() if "party" in line else None
    )
    there = meeting.attendees.filter(employee__user__username__in=line.get("stakeholders", []))
    new = meetings.NewItem(
        title=line["title"],
        text=line["text"],
        case=case,
        documents=list(case.documents.all()) if case else [],
        presenter=employee(line["presenter"]),
        stakeholders=list(there),
        closed=line.get("closed", False),
    )
    return meetings.add_item(meeting, new, by=by, now=now)


def _talk(item: Item, lines: list[Line], *, now: datetime) -> None:
    """What has been said about an item, a quarter of an hour apart."""
    if not lines:
        return
    start = now - timedelta(minutes=15 * len(lines))
    members = [employee(line["by"]) for line in lines]
    chat = chats.open_chat(
        item.chat,
        title=item.title,
        members=members,
        case=item.case,
        by=who(lines[0]["by"], start),
        now=start,
    )
    for number, line in enumerate(lines):
        at = start + timedelta(minutes=15 * number)
        chats.say(chat, line["text"], key=str(uuid4()), by=who(line["by"], at), now=at)


def employee(username: str) -> Employee:
    return Employee.objects.get(user__username=username)
