"""The plan in force as what a chain must hold to; see `decisions.planner`."""

from collections.abc import Sequence
from datetime import datetime

from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.delegation.actions.bases import keep_basis
from faelled.apps.decisions.delegation.asking import answer, asks_of_plan
from faelled.apps.decisions.delegation.models import PlanVersion
from faelled.apps.decisions.delegation.people import NamedChain, NamedStep
from faelled.apps.decisions.delegation.queries import in_force
from faelled.apps.decisions.delegation.rederiving import question_of, specs_of, yes_in
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.planner import PLANNER, Planned, Wanted
from faelled.apps.decisions.specs import ALL, ONE
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.lib.dates import local_day
from faelled.lib.delegation import Needs


class PlanInForcePlanner:
    """What the authority's plan of today says."""

    def plan(self, chain: Chain, *, now: datetime) -> Planned | None:
        found = _named(chain, now)
        return None if found is None else planned(*found)

    def speaks_of(self, case: Case, event_id: str, *, now: datetime) -> bool:
        if not asks_of_plan(case, event_id):
            return False
        return in_force(case.authority_id, local_day(now)) is not None

    def begun(self, chain: Chain, *, by: Actor, now: datetime) -> None:
        found = _named(chain, now)
        if found is not None:
            named, version = found
            keep_basis(chain, version, named, (), by=by, now=now)

    def lacks(self, chain: Chain, *, by: Actor, now: datetime) -> Sequence[str]:
        found = self.plan(chain, now=now)
        if found is None:
            return ()
        said_yes = yes_in(chain) | {acting_id(by)}
        wanting = [one for one in found.wanted if not one.met_by(said_yes)]
        return [*found.missing, *(f"{one.why} {one.in_words}." for one in wanting)]


def planned(named: NamedChain, version: PlanVersion) -> Planned:
    """A derived chain as `decisions` takes it."""
    return Planned(
        tuple(_wanted(step) for step in named.steps),
        specs_of(named) if not named.missing else (),
        tuple(named.derived.reasons),
        f"»{version.name}«, version {version.own_version}",
    )


def _named(chain: Chain, now: datetime) -> tuple[NamedChain, PlanVersion] | None:
    version = in_force(chain.authority_id, local_day(now))
    if version is None:
        return None
    asked = question_of(chain, now=now)
    return None if asked is None else (answer(version, asked, now=now), version)


def _wanted(step: NamedStep) -> Wanted:
    return Wanted(
        step.ids,
        ALL if step.needs is Needs.ALL else ONE,
        tuple(person.employee.name for person in step.people),
        step.why,
        step.missing,
    )


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PLANNER.register(PlanInForcePlanner())
