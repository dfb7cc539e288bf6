"""Need to know, as data: what of an authority's cases an actor reaches, and how.

``Scope`` is the one answer. A page asks it about one case (``holds``); a list compiles the same
scope to a filter (``cases.queries``). So a list never shows what the page would refuse
(casework.md 8.1-8.3), and a property test holds it (forvaltningsloven § 32).
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from faelled.base.access.actor import Actor, ActorKind


class Way(StrEnum):
    UNIT = "unit"
    ROLE = "role"
    ASSIGNMENT = "assignment"
    PARTY = "party"
    BREAK_GLASS = "break-glass"


@dataclass(frozen=True, slots=True)
class Policy:
    """Which ways an authority lets count. A unit of great secrecy drops UNIT and keeps the rest."""

    ways: frozenset[Way] = frozenset(Way)


OPEN = Policy()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides who may see a case. ``open_to_roles``: graph roles whose holders see it from
    any unit (a board); ``assigned`` and ``assigned_units``: the employees and units that work on it
    by name; ``readers`` and ``reader_units``: those let in only to read; ``parties``: person ids.
    """

    ref: str
    authority_id: int
    unit_id: int | None = None
    assigned: frozenset[int] = frozenset()
    assigned_units: frozenset[int] = frozenset()
    readers: frozenset[int] = frozenset()
    reader_units: frozenset[int] = frozenset()
    open_to_roles: frozenset[str] = frozenset()
    parties: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """The cases of one authority that meet any one of these; with all empty: none.

    ``unit_ids`` own a case, ``member_of`` are let into it. ``reads``: being let in to read counts.
    """

    authority_id: int
    everything: bool = False
    unit_ids: frozenset[int] = frozenset()
    member_of: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    employee_ids: frozenset[int] = frozenset()
    reads: bool = True
    person_ids: frozenset[int] = frozenset()
    refs: frozenset[str] = frozenset()

    def holds(self, facts: CaseFacts) -> bool:
        if not self.authority_id or facts.authority_id != self.authority_id:
            return False
        return (
            self.everything
            or facts.unit_id in self.unit_ids
            or facts.ref in self.refs
            or not self.roles.isdisjoint(facts.open_to_roles)
            or self._let_in(facts)
            or not self.person_ids.isdisjoint(facts.parties)
        )

    def _let_in(self, facts: CaseFacts) -> bool:
        people = facts.assigned | (facts.readers if self.reads else frozenset())
        units = facts.assigned_units | (facts.reader_units if self.reads else frozenset())
        return not (self.employee_ids.isdisjoint(people) and self.member_of.isdisjoint(units))

    def listed(self) -> "Scope":
        """What lists, counts, searches and exports start from: without the glass broken.

        Breaking the glass opens one page, with its reason; it does not put the case on a list.
        """
        return replace(self, refs=frozenset())

    def working(self) -> "Scope":
        """Where steps, notes and papers may be added: neither a broken glass nor being let in to
        read gives a hand in the case.
        """
        return replace(self.listed(), reads=False)


def scope_of(actor: Actor, *, opened: frozenset[str] = frozenset(), policy: Policy = OPEN) -> Scope:
    """What ``actor`` reaches; ``opened`` are the refs of ``access.queries.open_refs``.

    A citizen reaches a case as a party or for one, and in no other way: the graph role "citizen"
    is everybody's and opens nothing.
    """
    if actor.kind is ActorKind.SYSTEM:
        return Scope(actor.authority_id, everything=True)
    if actor.kind is ActorKind.CITIZEN:
        people = actor.represents if Way.PARTY in policy.ways else frozenset()
        return Scope(actor.authority_id, person_ids=people)
    if actor.kind is not ActorKind.EMPLOYEE:
        return Scope(0)
    ways = policy.ways
    return Scope(
        authority_id=actor.authority_id,
        unit_ids=actor.unit_ids if Way.UNIT in ways else frozenset(),
        member_of=actor.unit_ids if Way.ASSIGNMENT in ways else frozenset(),
        roles=actor.roles if Way.ROLE in ways else frozenset(),
        employee_ids=actor.employee_ids if Way.ASSIGNMENT in ways else frozenset(),
        refs=opened if Way.BREAK_GLASS in ways else frozenset(),
    )


def can_see(
    actor: Actor,
    facts: CaseFacts,
    *,
    opened: frozenset[str] = frozenset(),
    policy: Policy = OPEN,
) -> bool:
    """Whether ``actor`` may open the case: ``can_see(anna, facts_of(case))``."""
    return scope_of(actor, opened=opened, policy=policy).holds(facts)


def can_list(actor: Actor, facts: CaseFacts, *, policy: Policy = OPEN) -> bool:
    """Whether the case stands on the actor's lists; always a part of what they can open."""
    return scope_of(actor, policy=policy).listed().holds(facts)


def can_work(actor: Actor, facts: CaseFacts, *, policy: Policy = OPEN) -> bool:
    """Whether the actor has a hand in the case; always a part of what stands on their lists."""
    return scope_of(actor, policy=policy).working().holds(facts)
