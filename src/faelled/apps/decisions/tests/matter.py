"""A small matter to approve: Dorthe has applied, Anna has drafted, Bo is waited for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.base.access.actor import Actor
from faelled.base.people import actions as people
from faelled.base.people.actors import actor_on_behalf
from faelled.base.people.models import Substitution
from faelled.casework.cases.actions import NewParty, Step, execute, open_case
from faelled.casework.cases.models import Case, CaseEvent, CaseType
from faelled.casework.processes.actions import publish
from tests.cast import Cast, Worker, the_cast

GRAPH = Path(__file__).with_name("grant.toml")
SHIPPED = Path(__file__).parents[5] / "content" / "graphs" / "tabt-arbejdsfortjeneste.toml"
GRANTED = {"outcome": "granted", "hours": "12", "amount": "4.250,50", "reasons": "Emil har brug."}
REFUSED = {"outcome": "refused", "reasons": "Betingelserne er ikke opfyldt."}


@dataclass(frozen=True, slots=True)
class Office:
    """The cast at work with one kind of case; ``start`` is the day before now, at the same hour."""

    cast: Cast
    case_type: CaseType
    start: datetime

    def actor(self, who: Worker, now: datetime | None = None) -> Actor:
        return self.cast.actor(who, now or self.start)

    def opened(self, application: Mapping[str, str] = MappingProxyType({})) -> Case:
        """A case of Dorthe's with her application in it."""
        at = self.start
        dorthe = NewParty(self.cast.dorthe.person, "applicant", "citizen", sees_case=True)
        anna = self.actor(self.cast.anna)
        case = open_case(self.case_type, by=anna, now=at, parties=[dorthe])
        self.do(case, anna, "apply", application)
        return case

    def drafted(
        self,
        answers: Mapping[str, str] = GRANTED,
        *,
        by: Actor | None = None,
    ) -> Case:
        """A case with a draft that waits for Bo."""
        case = self.opened()
        self.do(case, by or self.actor(self.cast.anna), "draft", answers)
        return case

    def do(
        self,
        case: Case,
        by: Actor,
        event: str,
        answers: Mapping[str, str] | None = None,
        *,
        now: datetime | None = None,
    ) -> CaseEvent:
        raw = {name: [text] for name, text in (answers or {}).items()}
        done = execute(case, Step(event, str(uuid4()), raw), by=by, now=now or self.start)
        case.refresh_from_db()
        return done

    def substitution(self, starts_at: datetime, ends_at: datetime) -> Substitution:
        """Erik stands in for Bo."""
        return people.add_substitution(
            self.cast.bo.employee,
            self.cast.erik.employee,
            starts_at=starts_at,
            ends_at=ends_at,
            reason="Ferie",
            by=self.actor(self.cast.bo),
            now=self.start,
        )

    def erik_for_bo(self, now: datetime) -> Actor | None:
        erik = actor_on_behalf(self.cast.erik.user, self.cast.bo.id, now)
        return erik.for_purpose("leadership") if erik else None


def the_office(graph: Path = GRAPH) -> Office:
    """Børnehandicap with the small process (or another) published and in use."""
    start = timezone.now() - timedelta(days=1)
    cast = the_cast(start)
    version = publish(graph.read_bytes(), by=cast.actor(cast.frida, start), now=start)
    case_type = CaseType.objects.create(
        authority=cast.authority, process=version.process, unit=cast.disability
    )
    return Office(cast, case_type, start)


def at_the_page(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def approval_url(case: Case, event: str = "approve") -> str:
    return reverse("decisions:approval", kwargs={"uuid": case.uuid, "event_id": event})


def post(case: Case, verdict: str = "approve", comment: str = "", key: str = "") -> dict[str, str]:
    """What the form sends when a button is pressed."""
    return {
        "verdict": verdict,
        "comment": comment,
        "idempotency_key": key or str(uuid4()),
        "seen_seq": str(case.seq),
    }


def answers_given(case: Case) -> list[CaseEvent]:
    return list(case.events.filter(event_id="approve").order_by("seq"))
