"""The box 'Hvem afgør det?' on the case page: before a chain, during it, and when it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from faelled.apps.decisions.chain_errors import ChainError
from faelled.apps.decisions.chain_queries import open_chain_of
from faelled.apps.decisions.delegation.actions.chains import derived_for
from faelled.apps.decisions.delegation.asking import APPROVE, DECISION
from faelled.apps.decisions.delegation.models import ChainBasis
from faelled.apps.decisions.delegation.people import NamedChain
from faelled.apps.decisions.models import Chain
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Marking


@dataclass(frozen=True, slots=True)
class Waiting:
    """One approval that the case owes: the chain under way with its bases, newest first; or what
    the plan would make of it.
    """

    event_id: str
    label: str
    chain: Chain | None
    bases: tuple[ChainBasis, ...]
    named: NamedChain | None


def context(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """Nothing, and no query, in a case that waits for no approval that a plan could speak of."""
    waiting = tuple(_waiting(case, actor, now))
    return {"waiting": waiting, "case": case} if waiting else None


def _waiting(case: Case, actor: Actor, now: datetime) -> Iterable[Waiting]:
    pending = Marking.from_json(case.marking).pending
    for event in graph_for(case.version_id).events:
        options = (effect.options for effect in event.effects if effect.kind == APPROVE)
        if event.id not in pending or not any(DECISION in one for one in options):
            continue
        chain = open_chain_of(case, event.id)
        if chain is not None:
            rows = chain.bases.select_related("version").defer("version__source").order_by("-pk")
            yield Waiting(event.id, event.label, chain, tuple(rows), None)
            continue
        try:
            named, _version = derived_for(case, event.id, by=actor, now=now)
        except ChainError:
            continue
        yield Waiting(event.id, event.label, None, (), named)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PANELS.register(Panel("delegation", 15, "delegation/_panel.html", context))
