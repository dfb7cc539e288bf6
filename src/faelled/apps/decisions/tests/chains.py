"""A chain to work with: Anna has drafted, and Carla, Erik and Bo answer in turn."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.graph import Act
from faelled.apps.decisions.models import Chain, ChainAct, ChainTemplate
from faelled.apps.decisions.specs import StepSpec, own_matter
from faelled.apps.decisions.tests.matter import Office
from faelled.base.access.actor import Actor
from faelled.base.people.actions import grant_desk_role
from faelled.base.people.models import Duty
from faelled.casework.cases.models import Case, CaseEvent
from faelled.lib.dcr import Value
from faelled.lib.dcr.values import from_json
from tests.cast import Worker, worker

MINUTE = timedelta(minutes=1)


def written(step: CaseEvent) -> Mapping[str, Value]:
    """What a step of a case was filled in with."""
    value = from_json(step.data)
    return value if isinstance(value, Mapping) else {}


class Chained:
    """An office where time goes a minute at each act."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.cast = office.cast
        self.now = office.start

    def tick(self) -> datetime:
        self.now += MINUTE
        return self.now

    def actor(self, who: Worker) -> Actor:
        return self.office.actor(who, self.now).for_purpose("leadership")

    def step(self, *who: Worker, copies: Sequence[Worker] = (), **more: object) -> StepSpec:
        return StepSpec(
            tuple(one.employee.pk for one in who),
            tuple(one.employee.pk for one in copies),
            **more,  # type: ignore[arg-type]
        )

    def started(
        self,
        *steps: StepSpec,
        case: Case | None = None,
        by: Worker | None = None,
        urgent: bool = False,
        deadline: datetime | None = None,
        template: ChainTemplate | None = None,
    ) -> Chain:
        """Anna sends her draft through these steps."""
        case = case or self.office.drafted()
        return actions.start_chain(
            own_matter(case.uuid, "approve"),
            steps,
            urgent=urgent,
            deadline=deadline,
            template=template,
            by=self.actor(by or self.cast.anna),
            now=self.tick(),
        )

    def act(
        self,
        chain: Chain,
        who: Worker | Actor,
        verb: str,
        comment: str = "",
        *,
        of: Worker | None = None,
        step: int | None = None,
        key: str = "",
    ) -> ChainAct:
        """``who`` does ``verb`` in the step under way; ``of`` is the approver it is about."""
        chain.refresh_from_db()
        mine = who.employee.pk if isinstance(who, Worker) else None
        about = of.employee.pk if of else mine
        by = self.actor(who) if isinstance(who, Worker) else who
        event = Act(step or chain.step, verb, None if verb == "revise" else about)
        name = "stop" if verb == "stop" else str(event)
        done = actions.act(
            chain, name, comment=comment, key=key or str(uuid4()), by=by, now=self.tick()
        )
        chain.refresh_from_db()
        return done

    def waits(self, chain: Chain) -> list[tuple[str, str]]:
        """Who is waited for, and at which stage."""
        rows = chain.tasks.select_related("employee").order_by("stage", "employee__name")
        return [(row.employee.name, row.stage) for row in rows]

    def secretary(self, leader: Worker, name: str = "Sara Vind") -> Worker:
        """A secretary who keeps the gate before ``leader``."""
        sara = worker(self.cast.technical, name, role="secretary", now=self.office.start)
        self.keeps_gate(sara, leader)
        return sara

    def keeps_gate(self, secretary: Worker, leader: Worker) -> None:
        grant_desk_role(
            leader.employee,
            secretary.employee,
            duty=Duty.GATEKEEPER,
            valid_from=self.office.start.date(),
            by=self.cast.system,
            now=self.office.start,
        )
