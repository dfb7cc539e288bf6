"""A meeting in Børn og Familie: Bo leads it, Anna writes it, and two items are on the agenda."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.meetings import actions
from faelled.apps.meetings.models import Item, Meeting, Part
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document
from faelled.casework.processes.actions import publish
from tests.cast import Citizen, Worker

GRAPH = Path(__file__).parents[5] / "content" / "graphs" / "moede.toml"


@dataclass(frozen=True, slots=True)
class Office:
    """The meeting is tomorrow; ``now`` is when the test runs."""

    house: House
    meeting: Meeting
    case: Case
    paper: Document
    with_case: Item
    words: Item
    now: datetime

    def actor(self, who: Worker, now: datetime | None = None) -> Actor:
        return self.house.cast.actor(who, now or self.now, "leadership")

    @property
    def anna(self) -> Actor:
        return self.actor(self.house.cast.anna)

    @property
    def bo(self) -> Actor:
        return self.actor(self.house.cast.bo)

    def step(self, *events: str, by: Actor | None = None, now: datetime | None = None) -> None:
        for event in events:
            actions.take_step(
                self.meeting, event, key=str(uuid4()), by=by or self.anna, now=now or self.now
            )

    def invite(self, who: Worker, part: Part = Part.PARTICIPANT) -> None:
        actions.add_attendee(self.meeting, who.employee, part, by=self.anna, now=self.now)

    def concern(self, item: Item, who: Worker) -> None:
        """Make ``who`` a stakeholder of this item."""
        self.invite(who, Part.STAKEHOLDER)
        row = self.meeting.attendees.get(employee=who.employee)
        item = Item.objects.get(pk=item.pk)
        new = actions.NewItem(
            title=item.title,
            text=item.text,
            case=item.case,
            documents=list(item.documents.all()),
            stakeholders=[row],
            closed=item.closed,
        )
        actions.change_item(item, new, by=self.anna, now=self.now)

    def page(self, who: Worker) -> str:
        return str(at_the_page(who).get(self.url()).content.decode())

    def url(self, name: str = "meeting", **more: object) -> str:
        return reverse(f"meetings:{name}", kwargs={"uuid": self.meeting.uuid, **more})


def the_office(house: House) -> Office:
    cast, now = house.cast, timezone.now()
    version = publish(GRAPH.read_bytes(), by=cast.actor(cast.frida), now=now)
    use_process(version.process, cast.disability, by=cast.actor(cast.frida), now=now)
    anna = cast.actor(cast.anna, now, "leadership")
    case = house.drafted()
    paper = documents.upload(
        case,
        SimpleUploadedFile("Indstilling.txt", b"Indstilling"),
        title="Indstilling om Emil",
        direction=Direction.INTERNAL,
        by=anna,
        now=now,
    )
    meeting = actions.plan_meeting(
        new_meeting(cast.bo.employee, cast.anna.employee, now), by=anna, now=now
    )
    with_case = actions.add_item(
        meeting,
        actions.NewItem(
            title="Emils hjælp",
            case=case,
            documents=[paper],
            presenter=cast.anna.employee,
            closed=True,
        ),
        by=anna,
        now=now,
    )
    new = actions.NewItem(title="Ferieplan for sommeren", text="Hvem holder hvornår?")
    words = actions.add_item(meeting, new, by=anna, now=now)
    return Office(house, meeting, case, paper, with_case, words, now)


def new_meeting(chair: Employee, secretary: Employee, now: datetime) -> actions.NewMeeting:
    starts_at = now + timedelta(days=1)
    return actions.NewMeeting(
        title="Ledermøde i Børn og Familie",
        place="Lokale 2",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        chair=chair,
        secretary=secretary,
    )


def at_the_page(who: Worker | Citizen) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def every_page(office: Office) -> list[tuple[str, Callable[[Client], int]]]:
    """Each address of the meeting with how it is asked: the status of the answer."""
    item = {"item": office.with_case.uuid}
    reads = [
        office.url(),
        office.url("change"),
        office.url("new_item"),
        office.url("item", **item),
        office.url("decide", **item),
        office.url("agenda"),
        office.url("agenda_edition", edition="aaben"),
        office.url("document", document=office.paper.uuid),
    ]
    posts = [
        office.url("step", event_id="send_out"),
        office.url("add_person"),
        office.url("remove_person", attendee=1),
        office.url("change_item", **item, change="fjern"),
        office.url("decide", **item),
    ]

    def read(url: str) -> Callable[[Client], int]:
        return lambda client: client.get(url).status_code

    def post(url: str) -> Callable[[Client], int]:
        return lambda client: client.post(url, {"decision": "Ja"}).status_code

    return [*((url, read(url)) for url in reads), *((url, post(url)) for url in posts)]
