"""Whom a chain must ask, where an authority's plan of who decides says so.

The room that knows the plan (`delegation`) registers itself here; without it, or where the plan
says nothing of a matter, a chain is put together freely.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.specs import ALL, ONE, Needs, StepSpec
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One step of the plan: employee ids, whether all of them or one, their names, and the rule in
    words. Without ids nobody can be found, and ``missing`` says so.
    """

    ids: tuple[int, ...]
    needs: Needs
    names: tuple[str, ...]
    why: str
    missing: str = ""

    @property
    def in_words(self) -> str:
        """``"Bo Lind eller Gitte Bang"``."""
        word = _("og") if self.needs == ALL else _("eller")
        return f" {word} ".join(self.names)

    def met_by(self, people: People) -> bool:
        ids = frozenset(self.ids)
        return bool(ids) and (ids <= people if self.needs == ALL else bool(ids & people))


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan makes of a matter: the steps as a chain takes them, and what must hold of any
    other chain for it. ``source``: the plan's name and version.
    """

    wanted: tuple[Wanted, ...]
    steps: tuple[StepSpec, ...]
    reasons: tuple[str, ...]
    source: str

    @property
    def in_words(self) -> str:
        """``"Bo Lind, derefter Lise Krogh"``."""
        return _(", derefter ").join(one.in_words for one in self.wanted)

    @property
    def missing(self) -> tuple[str, ...]:
        """Why nothing can be sent: nobody may decide it, or nobody holds what the plan names."""
        if not self.wanted:
            return (_("Kompetenceplanen lader ingen afgøre det."), *self.reasons)
        return tuple(one.missing for one in self.wanted if one.missing)

    def against(self, steps: Sequence[StepSpec], said_yes: People = frozenset()) -> tuple[str, ...]:
        """What the plan has against these steps, each with its rule. Others may be asked as well,
        and get copies; but those whom the plan names are asked, and its last one answers last.
        """
        if self.missing:
            return self.missing
        sure = said_yes.union(*(answers_of_all(step) for step in steps))
        wanting = [one for one in self.wanted[:-1] if not _asked(one, steps, sure)]
        said = [_("%(why)s Det mangler: %(names)s.") % _words(one) for one in wanting]
        last = self.wanted[-1]
        if not all(last.met_by(people) for people in ways_through(steps[-1])):
            said.append(_("%(why)s Det mangler som den sidste: %(names)s.") % _words(last))
        return tuple(said)


def answers_of_all(step: StepSpec) -> People:
    """Who has answered for certain when the step is over."""
    return frozenset(step.approvers) if _all_answer(step) else frozenset()


def ways_through(step: StepSpec) -> Iterator[People]:
    """Who may have answered when the step is over: everybody, or any one of them."""
    if _all_answer(step):
        yield frozenset(step.approvers)
    else:
        yield from (frozenset({one}) for one in step.approvers)


class Planner(Protocol):
    """Who knows the plan."""

    def plan(self, chain: Chain, *, now: datetime) -> Planned | None:
        """What the plan in force makes of the chain's matter; None where it says nothing. The chain
        need not be stored.
        """

    def speaks_of(self, case: Case, event_id: str, *, now: datetime) -> bool:
        """Whether a plan in force has a say in this approval of a case: one query at most."""

    def begun(self, chain: Chain, *, by: Actor, now: datetime) -> None:
        """A chain has begun: keep by which rule."""

    def lacks(self, chain: Chain, *, by: Actor, now: datetime) -> Sequence[str]:
        """Whom the plan of now asks that has not said yes in a chain that ends with ``by``."""


class NoPlanner:
    """Where nobody plans, nothing is asked."""

    def plan(self, chain: Chain, *, now: datetime) -> Planned | None:
        return None

    def speaks_of(self, case: Case, event_id: str, *, now: datetime) -> bool:
        return False

    def begun(self, chain: Chain, *, by: Actor, now: datetime) -> None:
        """Nothing to keep."""

    def lacks(self, chain: Chain, *, by: Actor, now: datetime) -> Sequence[str]:
        return ()


class PlannerPlace:
    """The one planner of this installation; a second one is refused."""

    def __init__(self) -> None:
        self.one: Planner = NoPlanner()

    def register(self, planner: Planner) -> None:
        if not isinstance(self.one, NoPlanner):
            raise ValueError("There is a planner of chains already.")
        self.one = planner


PLANNER = PlannerPlace()


def _all_answer(step: StepSpec) -> bool:
    return step.needs != ONE or len(step.approvers) == 1


def _asked(one: Wanted, steps: Sequence[StepSpec], sure: People) -> bool:
    return one.met_by(sure) or any(
        all(one.met_by(people) for people in ways_through(step)) for step in steps
    )


def _words(one: Wanted) -> dict[str, str]:
    return {"why": one.why, "names": one.in_words}
