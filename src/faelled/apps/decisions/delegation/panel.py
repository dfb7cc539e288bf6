"""The box 'Hvem afgør det?' on the case page: before a chain, during it, and when it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.queries import open_chain_of
from faelled.apps.decisions.delegation.actions.chains import derived_for
from faelled.apps.decisions.delegation.asking import APPROVE, DECISION, decided_in
from faelled.apps.decisions.delegation.books import book_of
from faelled.apps.decisions.delegation.models import ChainBasis
from faelled.apps.decisions.delegation.people import NamedChain
from faelled.apps.decisions.delegation.rederiving import ChainChange, change_of
from faelled.apps.decisions.models import Chain
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Event, Marking


@dataclass(frozen=True, slots=True)
class Waiting:
    """One approval that the case owes: the chain under way with its bases, newest first; or what
    the plan would make of it. ``change`` is what the chain lacks to follow the draft of now.
    """

    event_id: str
    label: str
    chain: Chain | None
    bases: tuple[ChainBasis, ...]
    named: NamedChain | None
    change: ChainChange | None = None

    @property
    def names(self) -> str:
        """``"Bo Lind og Lise Krogh"``: those who are asked, for the button."""
        steps = self.named.steps if self.named else ()
        return _(" og ").join(
            _(" eller ").join(person.employee.name for person in step.people) for step in steps
        )


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
            rows = list(
                chain.bases.select_related("version").defer("version__source").order_by("-pk")
            )
            lacks = _lacks(case, event, chain, rows[0], now) if rows else None
            yield Waiting(event.id, event.label, chain, tuple(rows), None, lacks)
            continue
        try:
            named, _version = derived_for(case, event.id, by=actor, now=now)
        except ChainError:
            continue
        yield Waiting(event.id, event.label, None, (), named)


def _lacks(
    case: Case, event: Event, chain: Chain, basis: ChainBasis, now: datetime
) -> ChainChange | None:
    """What the chain lacks where another decision lies there than it was derived of; no query
    where it is the same.
    """
    decided = decided_in(event, Marking.from_json(case.marking))
    if decided is None:
        return None
    kind = book_of(basis.version).rules.decision_of(decided.word)
    now_there = (case.kle_subject, case.kle_facet, kind, decided.amount)
    if now_there == (basis.kle, basis.facet, basis.decision, basis.amount):
        return None
    change = change_of(chain, basis.version, now=now)
    return change if change is not None and change.lines else None


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PANELS.register(Panel("delegation", 15, "delegation/_panel.html", context))
