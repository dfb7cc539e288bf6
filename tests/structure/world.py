"""A municipality at work.

For the tests that walk the whole site: who is shown what, what is logged of it, what crosses.
Which address shows what of it stands in ``places``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from faelled.apps.decisions import actions as decisions
from faelled.apps.decisions.delegation import actions as delegation
from faelled.apps.decisions.specs import StepSpec, own_matter
from faelled.apps.intake import actions as intake
from faelled.apps.intake.models import Draft
from faelled.apps.intake.offers import offer_of
from faelled.apps.intake.whom import may_apply_for
from faelled.apps.meetings import actions as meetings
from faelled.apps.meetings.models import Item
from faelled.apps.orders import actions as orders
from faelled.apps.orders.deadlines import read_deadline
from faelled.apps.orders.models import Kind, Order
from faelled.apps.orders.recipients import directory
from faelled.apps.post.actions import hand_over
from faelled.apps.post.actions.taking import keep_message
from faelled.apps.post.reading import read_message
from faelled.apps.staff.actions import draw_control
from faelled.apps.staff.models import LogControl
from faelled.apps.staff.weighing import Span
from faelled.base.access.actor import Capability
from faelled.base.access.log import log_read
from faelled.base.connect.digitalpost.fake import written_to_us
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import File, IdType
from faelled.casework.cases import actions as cases
from faelled.casework.cases.looks import subjects_of
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.chats import actions as chats
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document
from faelled.casework.documents.tests.office import GRAPH as LETTERS
from faelled.casework.processes.actions import publish
from faelled.lib.dates import local_day
from tests.cast import Cast, Citizen, Worker, the_cast, worker

GRAPH = (
    LETTERS
    + """
[[events]]
id = "approve"
label = "Godkend afgørelsen"
roles = ["manager"]
effects = [{ kind = "approve", of = "draft_decision" }]
fields = [{ id = "comment", label = "Bemærkning", type = "longtext" }]

[[events]]
id = "add"
label = "Send mere ind"
roles = ["citizen"]
fields = [{ id = "more", label = "Hvad er nyt?", type = "longtext", required = true }]

[[relations]]
is = "draft_decision *--> approve"
"""
)
PLAN = Path(__file__).parents[2] / "content" / "delegation" / "faelleskoebing.toml"
ORDERS = Path(__file__).parents[2] / "content" / "graphs" / "bestilling.toml"
REASON = "Vagten er ringet op om barnet i aften."


@dataclass(frozen=True, slots=True)
class World:
    """One authority: its people, and a case with letters, papers, a draft and a step begun.

    ``gerda`` may break the glass; she has not.
    """

    cast: Cast
    gerda: Worker
    case_type: CaseType
    case: Case
    letter: Document
    paper: Document
    application: Draft
    answer: Draft
    order: Order
    item: Item
    control: LogControl

    @property
    def staff(self) -> Mapping[str, Worker]:
        cast = self.cast
        return {
            "anna": cast.anna,
            "bo": cast.bo,
            "carla": cast.carla,
            "erik": cast.erik,
            "frida": cast.frida,
            "gerda": self.gerda,
        }

    @property
    def citizens(self) -> Mapping[str, Citizen]:
        return {"dorthe": self.cast.dorthe, "esben": self.cast.esben}

    @property
    def said(self) -> frozenset[str]:
        """What nobody but those who work here may read: of the case, and of the people in it."""
        return frozenset(
            {
                self.case.number,
                str(self.case.uuid),
                *(str(paper.uuid) for paper in (self.letter, self.paper)),
                *(str(draft.uuid) for draft in (self.application, self.answer)),
                self.case.title,
                str(self.order.uuid),
                self.order.case.number,
                self.order.case.title,
                "Dorthe Friis",
                "Emil Friis",
            }
        )


def the_world(*, code: str = "0999", word: str = "Sagen om Emil F.") -> World:
    """An authority with a case titled ``word``, begun yesterday."""
    now = timezone.now() - timedelta(days=1)
    cast = the_cast(now, code=code)
    can = (Capability.BREAK_GLASS,)
    gerda = worker(cast.technical, "Gerda Bang", role="caseworker", can=can, now=now)
    frida = cast.actor(cast.frida, now)
    version = publish(GRAPH.encode(), by=frida, now=now)
    case_type = cases.use_process(
        version.process, cast.disability, by=frida, now=now, open_to_citizens=True
    )
    case = _case(cast, case_type, word, now)
    anna, dorthe = cast.actor(cast.anna, now), cast.actor(cast.dorthe, now)
    paper = documents.upload(
        case,
        SimpleUploadedFile("Notat.txt", b"Notat"),
        title=f"Notat om {word}",
        direction=Direction.INTERNAL,
        by=anna,
        now=now,
    )
    offer = offer_of(case_type, now)
    assert offer is not None
    emil = next(whom for whom in may_apply_for(dorthe, now) if whom.person == cast.emil)
    application = intake.begin_application(offer, emil, by=dorthe, now=now)
    answer = intake.begin_step(case, "add", by=dorthe, now=now)
    for draft, typed in ((application, {"child_name": ["Emil"]}), (answer, {"more": ["Nyt"]})):
        intake.keep_answers(draft, typed, by=dorthe, now=now)
    letter = case.documents.get(template="orientering")
    chat = chats.open_chat(
        "test:1", title=f"Om {word}", members=[cast.bo.employee], case=case, by=anna, now=now
    )
    chats.say(chat, f"Hvad nu med {word}?", key="1", by=anna, now=now)
    plan = delegation.upload_plan(PLAN.read_bytes(), by=cast.system, now=now)
    delegation.put_in_force(plan, valid_from=local_day(now), by=cast.system, now=now)
    order = _order(cast, case, f"Bestilt om {word}", now)
    item = _meeting(cast, case, paper, now)
    _post(cast, case, now)
    control = _control(cast, case, now)
    return World(
        cast, gerda, case_type, case, letter, paper, application, answer, order, item, control
    )


def _control(cast: Cast, case: Case, now: datetime) -> LogControl:
    """Anna has looked at the case, and that look-up is drawn for control."""
    log_read(cast.actor(cast.anna, now), subjects=subjects_of(case), page="cases:case", now=now)
    today = local_day(now)
    period = Span(cast.authority.pk, today, today + timedelta(days=1))
    return draw_control(period, by=cast.system, now=now)


def _order(cast: Cast, case: Case, title: str, now: datetime) -> Order:
    """Anna asks Bo for something, from the case."""
    frida, anna = cast.actor(cast.frida, now), cast.actor(cast.anna, now)
    version = publish(ORDERS.read_bytes(), by=frida, now=now)
    cases.use_process(version.process, cast.disability, by=frida, now=now)
    asked = orders.NewOrder(
        key=uuid4(),
        title=title,
        what=title,
        kind=Kind.STATEMENT,
        recipients=[directory(anna, now=now).find("Bo Lind")],
        formal=read_deadline("+7", today=local_day(now)),
        source=case,
    )
    return orders.place_order(asked, by=anna, now=now)[0]


def _post(cast: Cast, case: Case, now: datetime) -> None:
    """Dorthe has answered about her case, and written once more about what no case is found for,
    which Anna's unit has.
    """
    dorthe = Addressee("4103840002", IdType.CPR, "Dorthe Friis")
    file = File(media_type="text/plain", name="Svar.txt", language="da", content=b"Svar")
    for case_id in (str(case.uuid), ""):
        # The walk's two authorities share a CVR number: each is written to on its own.
        message = written_to_us(
            uuid=uuid4(),
            cvr=cast.authority.cvr,
            sender=dorthe,
            label=f"Svar om {case.title}",
            files=[file],
            case_id=case_id,
            now=now,
        )
        row = keep_message(read_message(message, now=now), cast.authority, now=now)
    hand_over(row, cast.disability, by=cast.system, now=now)


def _case(cast: Cast, case_type: CaseType, word: str, now: datetime) -> Case:
    """Dorthe has applied for Emil, been informed, and has a decision that waits for Bo."""
    case = cases.open_case(
        case_type,
        by=cast.actor(cast.anna, now),
        now=now,
        title=word,
        parties=[
            cases.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True),
            cases.NewParty(cast.emil, "child"),
        ],
    )
    rules = {"outcome": ["refused"], "rules": ["Barnets lov § 87, stk. 1"]}
    for who, event, answers in (
        (cast.dorthe, "apply", {"child_name": ["Emil"]}),
        (cast.anna, "inform", {}),
        (cast.anna, "draft_decision", rules),
    ):
        step = cases.Step(event_id=event, key=str(uuid4()), answers=answers)
        cases.execute(case, step, by=cast.actor(who, now), now=now)
    for dispatch in case.documents.get(template="orientering").dispatches.all():
        documents.deliver(dispatch.uuid, now=now)
    anna, bo = cast.actor(cast.anna, now), cast.bo.employee
    why = "Skal læse med."
    cases.let_in(case, employees=[bo], source="request:1", why=why, by=anna, now=now)
    # A chain that was begun and taken back: its page is there, and nothing waits for it.
    chain = decisions.start_chain(
        own_matter(case.uuid, "approve"),
        [StepSpec((cast.bo.employee.pk,))],
        by=cast.actor(cast.anna, now, "leadership"),
        now=now,
    )
    by = cast.actor(cast.anna, now, "leadership")
    decisions.act(chain, "stop", key=str(uuid4()), by=by, now=now)
    case.refresh_from_db()
    return case


def _meeting(cast: Cast, case: Case, paper: Document, now: datetime) -> Item:
    """Bo's meeting, written by Anna, with the case on its agenda; not sent out."""
    frida, anna = cast.actor(cast.frida, now), cast.actor(cast.anna, now)
    graph = settings.CONTENT / "graphs" / "moede.toml"
    version = publish(graph.read_bytes(), by=frida, now=now)
    cases.use_process(version.process, cast.disability, by=frida, now=now)
    new = meetings.NewMeeting(
        title="Ledermøde",
        starts_at=now + timedelta(days=2),
        ends_at=now + timedelta(days=2, hours=1),
        chair=cast.bo.employee,
        secretary=cast.anna.employee,
    )
    meeting = meetings.plan_meeting(new, by=anna, now=now)
    item = meetings.NewItem(title=case.title, case=case, documents=[paper])
    return meetings.add_item(meeting, item, by=anna, now=now)


def at_the_page(who: Worker | Citizen) -> Client:
    """A browser in which somebody is logged in; it does not stop at a page that fails."""
    client = Client(raise_request_exception=False)
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
