"""A small process, published, with a case in it: what the tests of this room begin with."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from faelled.base.access.actor import Actor
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseEvent, CaseType
from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast, Citizen, Worker, the_cast

GRAPH = """
id = "{id}"
version = "1.0.0"
title = "Tilskud til tegnebøger"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
summary = "En lille proces til prøver."
kle = "99.01.01"
facet = "G01"
case_title = "Tilskud"
roles = [
  {{ id = "citizen", label = "Borger" }},
  {{ id = "caseworker", label = "Sagsbehandler" }},
  {{ id = "manager", label = "Leder" }},
]

[[events]]
id = "apply"
label = "Søg om tilskud"
roles = ["citizen", "caseworker"]
cites = ["forvaltningsloven § 7, stk. 1"]
[[events.fields]]
id = "amount"
label = "Beløb"
type = "amount"
required = true
[[events.fields]]
id = "over"
label = "Hvorfor så meget?"
type = "longtext"
show_if = "amount > 1000"
required_if = "amount > 1000"
[[events.fields]]
id = "child"
label = "Barnets CPR-nummer"
type = "cpr"

[[events]]
id = "hear"
label = "Partshør"
roles = ["caseworker"]

[[events]]
id = "draft"
label = "Skriv udkast til afgørelse"
roles = ["caseworker"]
[[events.fields]]
id = "outcome"
label = "Udfald"
type = "choice"
required = true
summary = true
options = [{{ value = "granted", label = "Bevilget" }}, {{ value = "refused", label = "Afslag" }}]

[[events]]
id = "approve"
label = "Godkend"
roles = ["manager"]
effects = [{{ kind = "approve", of = "draft" }}]

[[events]]
id = "finish"
label = "Afslut med afgørelsen"
roles = ["caseworker"]
effects = [{{ kind = "result", from = "draft.outcome", keep = "P5Y" }}, {{ kind = "close" }}]

[[relations]]
is = "apply -->* hear, draft"
[[relations]]
is = "hear -->* draft"
cites = ["forvaltningsloven § 19, stk. 1"]
why = "Parten skal høres først."
[[relations]]
is = "apply *--> finish"
deadline = "P4W"
cites = ["retssikkerhedsloven § 3, stk. 2"]
[[relations]]
is = "draft *--> approve"
[[relations]]
is = "draft -->* approve"
[[relations]]
is = "approve -->* finish"
[[relations]]
is = "approve --><> finish"
"""


@dataclass(frozen=True, slots=True)
class House:
    """The cast, the process, and a way to do steps in few words."""

    cast: Cast
    case_type: CaseType
    started: dict[str, Case] = field(default_factory=dict)

    def case(self, by: Worker | Citizen | None = None, *, party: Citizen | None = None) -> Case:
        """A case of Dorthe's that she opened herself, or that ``by`` opened for ``party``."""
        who = by or self.cast.dorthe
        person = (party or self.cast.dorthe).person
        return actions.open_case(
            self.case_type,
            by=self.cast.actor(who),
            now=NOW,
            parties=[actions.NewParty(person, "applicant", "citizen", sees_case=True)],
        )

    def do(
        self,
        case: Case,
        event: str,
        by: Worker | Citizen | Actor,
        now: datetime = NOW,
        **answers: str,
    ) -> CaseEvent:
        """One step, with one text for each field."""
        actor = by if isinstance(by, Actor) else self.cast.actor(by, now)
        asked = actions.Step(
            event_id=event,
            key=str(uuid4()),
            answers={key: [text] for key, text in answers.items()},
        )
        return actions.execute(case, asked, by=actor, now=now)

    def drafted(self) -> Case:
        """A case in which Anna has heard the party and drafted the decision."""
        case = self.case()
        self.do(case, "apply", self.cast.dorthe, amount="500")
        self.do(case, "hear", self.cast.anna)
        self.do(case, "draft", self.cast.anna, outcome="granted")
        return case


def the_house(graph_id: str = "tilskud") -> House:
    """The cast with the small process in use in Anna's unit, open to citizens."""
    cast = the_cast()
    version = publish(GRAPH.format(id=graph_id).encode(), by=cast.actor(cast.frida), now=NOW)
    case_type = actions.use_process(
        version.process, cast.disability, by=cast.actor(cast.frida), now=NOW, open_to_citizens=True
    )
    return House(cast, case_type)
