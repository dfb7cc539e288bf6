"""A municipality with a plan: Bo leads Børn og Familie, Lise is the director above him, and Frida's
colleague Hans keeps the plan.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from faelled.apps.decisions.delegation import actions
from faelled.apps.decisions.delegation.models import PlanVersion
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import GRAPH, the_office
from faelled.base.access.actor import Actor, Capability
from faelled.base.people.actions import (
    add_employee,
    add_employee_user,
    grant_mandate,
    grant_position,
    move_unit,
)
from faelled.base.people.models import Employee
from faelled.casework.cases.models import Case
from faelled.lib.dates import local_day
from tests.cast import SINCE, Cast, Worker, unit, worker

HEAD = """
id = "kommunen"
version = "{version}"
name = "Kompetenceplan"
source = "Byrådet"
licence = "MPL-2.0"

[[roles]]
id = "manager"
label = "Leder"
[[roles]]
id = "board"
label = "Udvalget"

[[decisions]]
id = "grant"
label = "Bevilling"
values = ["granted"]
[[decisions]]
id = "refuse"
label = "Afslag"
values = ["refused"]
"""

RULES = """
[[rules]]
id = "rest"
kle = "99.*"
decisions = ["*"]
deciders = [{{ role = "manager" }}]
why = "Alt andet."

[[rules]]
id = "small"
kle = "99.01.*"
decisions = ["grant"]
amount_up_to = {limit}
deciders = [{{ role = "manager" }}]
why = "Tæt på borgeren."
section = "afsnit 2.1"

[[rules]]
id = "large"
kle = "99.01.*"
decisions = ["grant"]
deciders = [{{ role = "manager" }}, {{ position = "direktør" }}]
copies = [{{ position = "Jurist" }}]
why = "Store beløb skal ses af flere."
section = "afsnit 2.2"
"""

# The caseworker may say that the decision is their own: then no leader approves it.
DRAFT = 'label = "Lav udkast til afgørelse"\n'
ALONE = (
    'effects = [{ kind = "decide-alone", when = "decides", is = "caseworker", '
    'decision = "outcome", amount = "amount" }]\n'
)
REASONS = '[[events.fields]]\nid = "reasons"'
DECIDES = """[[events.fields]]
id = "decides"
label = "Hvem afgør sagen?"
type = "choice"
options = [{ value = "leader", label = "En leder" }, { value = "caseworker", label = "Jeg selv" }]

"""

GRANTED = {"outcome": "granted", "hours": "12", "amount": "4.250,50", "reasons": "Emil har brug."}


def a_plan(limit: int = 10_000, version: str = "1") -> bytes:
    """The plan where a leader grants up to ``limit`` alone."""
    return (HEAD.format(version=version) + RULES.format(limit=limit)).encode()


@dataclass
class House:
    """The office with its plan-keeper and director, and time that goes a minute at each act."""

    chained: Chained
    hans: Worker
    lise: Worker

    @property
    def cast(self) -> Cast:
        return self.chained.cast

    @property
    def now(self) -> datetime:
        return self.chained.now

    @property
    def today(self) -> date:
        return local_day(self.now)

    def actor(self, who: Worker) -> Actor:
        return self.chained.actor(who).for_purpose("case-work")

    def tick(self) -> datetime:
        return self.chained.tick()

    def uploaded(self, source: bytes | None = None) -> PlanVersion:
        return actions.upload_plan(source or a_plan(), by=self.actor(self.hans), now=self.tick())

    def in_force(self, source: bytes | None = None, day: date | None = None) -> PlanVersion:
        version = self.uploaded(source)
        actions.put_in_force(
            version, valid_from=day or self.today, by=self.actor(self.hans), now=self.tick()
        )
        return version

    def drafted(self, amount: str = "4.250,50") -> Case:
        return self.chained.office.drafted({**GRANTED, "amount": amount})

    def sent(self, case: Case, by: Worker | None = None) -> Chain:
        """Anna sends the draft through those whom the plan names."""
        return actions.start_by_plan(
            case, "approve", by=self.actor(by or self.cast.anna), now=self.tick()
        )

    def mandate(self, who: Employee, pattern: str = "99.01.*", up_to: int = 20_000) -> None:
        grant_mandate(
            who,
            kle_pattern=pattern,
            decision_type="grant",
            amount_max=Decimal(up_to),
            valid_from=SINCE,
            by=self.cast.system,
            now=self.now,
        )

    def approves(self, chain: Chain, who: Worker) -> None:
        self.chained.act(chain, who, "approve")

    def steps(self, chain: Chain) -> list[list[str]]:
        """Who is in each step, done or not."""
        return [
            sorted(row.employee.name for row in step.approvers.select_related("employee"))
            for step in chain.steps.order_by("number")
        ]

    def waits(self, chain: Chain) -> list[str]:
        return [name for name, _stage in self.chained.waits(chain)]


def the_house(folder: Path) -> House:
    """Above Børn og Familie stands Direktionen, whose manager Lise is the director."""
    text = GRAPH.read_text()
    options = 'of = "draft", decision = "outcome", amount = "amount" }'
    graph = folder / "grant.toml"
    graph.write_text(
        text.replace('kind = "approve", of = "draft" }', f'kind = "approve", {options}')
        .replace(DRAFT, DRAFT + ALONE)
        .replace(REASONS, DECIDES + REASONS)
    )
    office = the_office(graph)
    cast, now = office.cast, office.start
    top = unit(cast.authority, "Direktionen", now=now)
    move_unit(cast.children_and_families, parent=top, by=cast.system, now=now)
    for moved in (cast.children_and_families, cast.disability, top):
        moved.refresh_from_db()
    lise = add_employee(cast.authority, name="Lise Krogh", by=cast.system, now=now)
    grant_position(
        lise,
        top,
        role="manager",
        title="Direktør",
        leads=True,
        valid_from=SINCE,
        by=cast.system,
        now=now,
    )
    user = add_employee_user(lise, "lise", by=cast.system, now=now)
    hans = worker(cast.it, "Hans Juhl", role="jurist", can=(Capability.MANAGE_DELEGATION,), now=now)
    return House(Chained(office), hans, Worker(lise, user))
