"""Two departments that order from one another: Anna in Børnehandicap, Carla in Teknik og Miljø."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from faelled.apps.orders.actions import NewOrder, place_order
from faelled.apps.orders.deadlines import read_deadline
from faelled.apps.orders.models import Kind, Order, Visibility
from faelled.apps.orders.recipients import Recipient, directory
from faelled.base.access.actor import Actor
from faelled.base.files.actions import store_upload
from faelled.casework.cases import actions as cases
from faelled.casework.cases.models import Case, CaseEvent, CaseType
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document, DocumentVersion
from faelled.casework.processes.actions import publish
from faelled.lib.dates import local_day
from tests.cast import Cast, Worker, the_cast, worker

CONTENT = Path(__file__).parents[5] / "content" / "graphs"
ASKED = "Hvor mange lysmaster er der på Engvej?"


@dataclass(frozen=True, slots=True)
class House:
    """The cast, with requests in use in both departments, and a general case of Anna's.

    ``gitte`` is Anna's colleague, ``hans`` Carla's. ``start`` is this moment; steps after it take
    their own ``now``.
    """

    cast: Cast
    gitte: Worker
    hans: Worker
    source: Case
    start: datetime

    def actor(self, who: Worker, now: datetime | None = None) -> Actor:
        return self.cast.actor(who, now or self.start)

    def find(self, name: str, who: Worker | None = None) -> Recipient:
        return directory(self.actor(who or self.cast.anna), now=self.start).find(name)

    def asked(
        self,
        *names: str,
        formal: str = "+7",
        internal: str = "",
        visibility: Visibility = Visibility.RECIPIENT,
        title: str = "Lys på Engvej",
        what: str = ASKED,
        source: Case | None = None,
        open_source: bool = False,
        papers: tuple[DocumentVersion, ...] = (),
        finalises_itself: bool = False,
        return_to: Worker | None = None,
        by: Worker | None = None,
        key: UUID | None = None,
        now: datetime | None = None,
    ) -> list[Order]:
        at, by = now or self.start, by or self.cast.anna
        today = local_day(at)
        asked = NewOrder(
            key=key or uuid4(),
            title=title,
            what=what,
            kind=Kind.INFORMATION,
            recipients=[self.find(name, by) for name in names or ("Carla Holm",)],
            formal=read_deadline(formal, today=today),
            internal=read_deadline(internal, today=today) if internal else None,
            return_to=return_to.employee if return_to else None,
            visibility=visibility,
            finalises_itself=finalises_itself,
            source=source,
            open_source=open_source,
            papers=papers,
        )
        return place_order(asked, by=self.actor(by, at), now=at)

    def do(
        self,
        order: Order,
        who: Worker,
        event: str,
        *,
        now: datetime | None = None,
        **answers: str,
    ) -> CaseEvent:
        at = now or self.start
        raw = {name: [text] for name, text in answers.items()}
        step = cases.Step(event_id=event, key=str(uuid4()), answers=raw)
        done = cases.execute(order.case, step, by=self.actor(who, at), now=at)
        order.refresh_from_db()
        return done

    def answered(self, order: Order, who: Worker, *, now: datetime | None = None) -> Order:
        """``who`` has accepted, answered and reported it done."""
        if order.state == "asked":
            self.do(order, who, "accept", now=now)
        self.do(order, who, "attach_answer", text="Der er 14.", now=now)
        self.do(order, who, "report_done", now=now)
        return order

    def with_file(self, order: Order, who: Worker, name: str, content: bytes) -> CaseEvent:
        by = self.actor(who)
        ref = order.case.ref
        file = ContentFile(content, name=name)
        stored = store_upload(file, stream=ref, subjects=[ref], by=by, now=self.start)
        return self.do(order, who, "attach_answer", file=str(stored.uuid))

    def paper(self, case: Case, name: str = "Kort.txt") -> Document:
        return documents.upload(
            case,
            ContentFile(b"Et kort over Engvej", name=name),
            title=name,
            direction=Direction.INTERNAL,
            by=self.actor(self.cast.anna),
            now=self.start,
        )


def the_house(code: str = "0999") -> House:
    start = timezone.now()
    before = start - timedelta(days=1)
    cast = the_cast(before, code=code)
    frida = cast.actor(cast.frida, before)
    graphs = {
        name: publish((CONTENT / f"{name}.toml").read_bytes(), by=frida, now=before).process
        for name in ("bestilling", "generel-sag")
    }
    for unit in (cast.disability, cast.technical):
        cases.use_process(graphs["bestilling"], unit, by=frida, now=before)
    general = cases.use_process(graphs["generel-sag"], cast.disability, by=frida, now=before)
    return House(
        cast=cast,
        gitte=worker(cast.disability, "Gitte Bang", role="caseworker", now=before),
        hans=worker(cast.technical, "Hans Riis", role="caseworker", now=before),
        source=a_case(cast, general, before),
        start=start,
    )


def a_case(cast: Cast, case_type: CaseType, now: datetime) -> Case:
    anna = cast.actor(cast.anna, now)
    dorthe = cases.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    return cases.open_case(
        case_type, by=anna, now=now, parties=[dorthe], title="Sagen om Dorthe F."
    )


def at_the_page(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
