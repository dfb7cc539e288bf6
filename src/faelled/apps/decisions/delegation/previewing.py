"""Which open chains a version would change: asked of all, worked out for those that would.

Most chains are the same by both versions, and for them no person need be found: the two rules say
so. What is asked of the database is then read for all chains at once, and by unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from faelled.apps.decisions.delegation.asking import decided_in
from faelled.apps.decisions.delegation.books import book_of
from faelled.apps.decisions.delegation.models import ChainBasis, PlanVersion
from faelled.apps.decisions.delegation.people import mandates_in, units_up_from
from faelled.apps.decisions.delegation.rederiving import (
    ChainChange,
    change_of,
    derived_chains,
)
from faelled.apps.decisions.models import Chain
from faelled.base.people.models import Unit
from faelled.casework.cases.models import Case
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Marking
from faelled.lib.delegation import Matter, chain_difference, derive

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """The first of the open chains that would be otherwise, and how many more may be."""

    changes: tuple[ChainChange, ...]
    more: int


@dataclass(slots=True)
class Units:
    """What is read once a unit: those above it by name, and whether anybody there has a mandate."""

    now: datetime
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    mandated: dict[int, bool] = field(default_factory=dict)

    def names_of(self, unit: Unit) -> tuple[str, ...]:
        if unit.pk not in self.names:
            above = units_up_from(unit)
            self.names[unit.pk] = tuple(one.name for one in above)
            found = mandates_in(above, without=frozenset(), now=self.now)
            self.mandated[unit.pk] = bool(found)
        return self.names[unit.pk]


def changes_under(version: PlanVersion, *, now: datetime, most: int = MOST_SHOWN) -> Preview:
    """The open chains that would be otherwise if ``version`` held now; at most ``most`` worked out.

    >>> # 1,000 open chains of which 3 change: a handful of queries for all, and some for the three
    """
    chains = derived_chains(version.authority_id)
    bases = newest_bases(chains)
    units = Units(now)
    touched = [one for one in chains if may_change(one, bases.get(one.pk), version, units)]
    found: list[ChainChange] = []
    for place, chain in enumerate(touched):
        if len(found) == most:
            return Preview(tuple(found), len(touched) - place)
        change = change_of(chain, version, now=now)
        if change is not None and change.lines:
            found.append(change)
    return Preview(tuple(found), 0)


def newest_bases(chains: Iterable[Chain]) -> dict[int, ChainBasis]:
    """What each chain stands on, in one query; without the plans' files."""
    rows = (
        ChainBasis.objects.filter(chain__in=[one.pk for one in chains], problem="")
        .select_related("version")
        .defer("version__source")
        .order_by("pk")
    )
    return {row.chain_id: row for row in rows}


def may_change(chain: Chain, basis: ChainBasis | None, version: PlanVersion, units: Units) -> bool:
    """Whether the two versions say different things of the chain; True too where only the people
    can tell: in a unit with mandates, and for a foreign matter.
    """
    if basis is None:
        return False
    if chain.case is None:
        return True
    above = units.names_of(chain.case.owner_unit)
    if units.mandated[chain.case.owner_unit_id]:
        return True
    now_there = _matter(chain.case, chain.event_id, version, above)
    if now_there is None:
        return False
    before = Matter(basis.kle, basis.facet, basis.decision, basis.amount, above)
    old, new = book_of(basis.version), book_of(version)
    return bool(chain_difference(old.rules, derive(old, before), new.rules, derive(new, now_there)))


def _matter(
    case: Case, event_id: str, version: PlanVersion, above: tuple[str, ...]
) -> Matter | None:
    event = graph_for(case.version_id).event(event_id)
    decided = decided_in(event, Marking.from_json(case.marking))
    if decided is None:
        return None
    kind = book_of(version).rules.decision_of(decided.word)
    return Matter(case.kle_subject, case.kle_facet, kind, decided.amount, above)
