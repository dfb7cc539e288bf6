"""A case with letters in and out: what the tests of this room begin with."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from faelled.base.access.actor import Actor
from faelled.base.connect.digitalpost.memo_xml import from_xml
from faelled.base.connect.digitalpost.model import Message
from faelled.base.files.actions import store_upload
from faelled.base.files.models import StoredFile
from faelled.casework.cases import actions as cases
from faelled.casework.cases.models import Case, CaseEvent, CaseType
from faelled.casework.documents import actions
from faelled.casework.documents.models import Direction, Dispatch, Document
from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast, Citizen, Worker, the_cast

GRAPH = """
id = "breve"
version = "1.0.0"
title = "Tilskud til tegnebøger"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
summary = "En lille proces med breve."
kle = "99.01.01"
facet = "G01"
case_title = "Tabt arbejdsfortjeneste"
roles = [
  { id = "citizen", label = "Borger" },
  { id = "caseworker", label = "Sagsbehandler" },
  { id = "manager", label = "Leder" },
]

[[events]]
id = "apply"
label = "Søg om hjælp"
roles = ["citizen", "caseworker"]
effects = [{ kind = "receive", direction = "in" }]
fields = [
  { id = "child_name", label = "Barnets navn", type = "text" },
  { id = "child", label = "Barnets CPR-nummer", type = "cpr" },
  { id = "papers", label = "Papirer", type = "file" },
]

[[events]]
id = "inform"
label = "Giv besked"
roles = ["caseworker"]
effects = [{ kind = "send-letter", template = "orientering", to = "citizen" }]

[[events]]
id = "draft_decision"
label = "Skriv udkast"
roles = ["caseworker"]
effects = [{ kind = "draft-letter", template = "afgoerelse", to = "citizen" }]
fields = [
  { id = "outcome", label = "Afgørelse", type = "choice", required = true, options = [
    { value = "granted", label = "Bevilget" }, { value = "refused", label = "Afslag" },
    { value = "partly", label = "Delvist" }, { value = "stopped", label = "Ophør" } ] },
  { id = "hours", label = "Timer", type = "decimal" },
  { id = "amount", label = "Beløb", type = "amount" },
  { id = "period_from", label = "Fra", type = "date" },
  { id = "period_to", label = "Til", type = "date" },
  { id = "stop_date", label = "Ophør", type = "date" },
  { id = "notice", label = "Varsel", type = "text" },
  { id = "no_notice_why", label = "Hvorfor ikke", type = "text" },
  { id = "rules", label = "Regler", type = "longtext" },
  { id = "considerations", label = "Hensyn", type = "longtext" },
  { id = "facts", label = "Oplysninger", type = "longtext" },
  { id = "statement_weighed", label = "Udtalelse", type = "longtext" },
  { id = "s20_facts", label = "Paragraf 20", type = "longtext" },
]

[[events]]
id = "send_decision"
label = "Send afgørelsen"
roles = ["caseworker"]
[[events.effects]]
kind = "send-letter"
template = "afgoerelse"
to = "citizen"
complaint = "P4W"
complaint_cites = "retssikkerhedsloven § 67, stk. 1"

[[relations]]
is = "apply -->* draft_decision"
[[relations]]
is = "draft_decision -->* send_decision"
"""
PDF = b"%PDF-1.4 plain"


@dataclass(frozen=True, slots=True)
class Office:
    """The cast, the process and its folders, and a way to do things in few words."""

    cast: Cast
    case_type: CaseType
    folder: Path

    def case(self) -> Case:
        return cases.open_case(
            self.case_type,
            by=self.cast.actor(self.cast.dorthe),
            now=NOW,
            parties=[
                cases.NewParty(self.cast.dorthe.person, "applicant", "citizen", sees_case=True),
                cases.NewParty(self.cast.emil, "child"),
            ],
        )

    def applied(self) -> Case:
        case = self.case()
        self.do(case, "apply", self.cast.dorthe, child_name="Emil")
        return case

    def drafted(self, outcome: str = "refused", **more: str) -> Case:
        """Anna has drafted a decision for Dorthe."""
        case = self.applied()
        answers = {"outcome": outcome, "rules": "Barnets lov § 87, stk. 1", **more}
        self.do(case, "draft_decision", self.cast.anna, NOW, **answers)
        return case

    def do(
        self,
        case: Case,
        event: str,
        by: Worker | Citizen | Actor,
        now: datetime = NOW,
        **answers: str,
    ) -> CaseEvent:
        actor = by if isinstance(by, Actor) else self.cast.actor(by, now)
        asked = {key: [text] for key, text in answers.items()}
        return cases.execute(
            case, cases.Step(event_id=event, key=str(uuid4()), answers=asked), by=actor, now=now
        )

    def sent(self, case: Case, now: datetime = NOW) -> Dispatch:
        """Anna sends the drafted decision; the carrier takes it."""
        self.do(case, "send_decision", self.cast.anna, now)
        dispatch = Dispatch.objects.get(document__case=case, document__template="afgoerelse")
        return actions.deliver(dispatch.uuid, now=now)

    def uploaded_by(self, who: Worker | Citizen, name: str = "Udtalelse.txt") -> StoredFile:
        """A file somebody has put in a form, not yet sent."""
        return store_upload(
            SimpleUploadedFile(name, b"Udtalelse"),
            stream=f"drafts:{who.id}",
            subjects=(),
            by=self.cast.actor(who),
            now=NOW,
        )

    def paper(self, case: Case, direction: Direction = Direction.INTERNAL) -> Document:
        """A paper that Anna has put in the case."""
        return actions.upload(
            case,
            SimpleUploadedFile("Notat.txt", b"Notat"),
            title="Notat",
            direction=direction,
            by=self.cast.actor(self.cast.anna),
            now=NOW,
        )

    def outbox(self) -> list[Message]:
        """What lies in the outbox."""
        return [from_xml(path.read_bytes()) for path in (self.folder / "outbox").glob("*.xml")]


def the_office(folder: Path) -> Office:
    cast = the_cast()
    frida = cast.actor(cast.frida)
    version = publish(GRAPH.encode(), by=frida, now=NOW)
    case_type = cases.use_process(
        version.process, cast.disability, by=frida, now=NOW, open_to_citizens=True
    )
    return Office(cast, case_type, folder)
