"""What the plan in force makes of a chain: its steps, and how an open one must change to follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from faelled.apps.decisions.chains.errors import MatterUnavailable
from faelled.apps.decisions.chains.graph import APPROVE, CONDITION
from faelled.apps.decisions.chains.plans import acting_id, spec_of
from faelled.apps.decisions.delegation.asking import Question, answer, question_in
from faelled.apps.decisions.delegation.books import book_of
from faelled.apps.decisions.delegation.models import ChainBasis, PlanVersion
from faelled.apps.decisions.delegation.people import NamedChain, NamedStep, home_unit
from faelled.apps.decisions.matters.esdh import decision_of
from faelled.apps.decisions.models import Chain, ChainAct, ChainState
from faelled.apps.decisions.specs import ALL, ONE, StepSpec
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Marking
from faelled.lib.delegation import Needs, chain_difference

YES = (APPROVE, CONDITION)


@dataclass(frozen=True, slots=True)
class ChainChange:
    """One open chain as it is and as a version makes it. ``lines`` say what changes; empty: it
    stands as it is. ``steps`` are what is left of it then.
    """

    chain: Chain
    old: NamedChain
    new: NamedChain
    lines: tuple[str, ...]
    steps: tuple[StepSpec, ...]

    @property
    def possible(self) -> bool:
        """Whether somebody can be found for every step."""
        return not self.new.missing


def specs_of(named: NamedChain) -> tuple[StepSpec, ...]:
    """The steps as a chain takes them; copies come with the last, when it is decided."""
    last = len(named.steps) - 1
    return tuple(
        StepSpec(
            step.ids,
            _copies(named, step) if place == last else (),
            ALL if step.needs is Needs.ALL else ONE,
        )
        for place, step in enumerate(named.steps)
    )


def left_of(named: NamedChain, said_yes: frozenset[int]) -> tuple[StepSpec, ...]:
    """The steps that are still needed when these have approved on the way. The last always is:
    whoever decides answers last, and only then does it take effect.
    """
    specs = specs_of(named)
    pairs = zip(specs, named.steps, strict=True)
    open_ = [spec for spec, step in list(pairs)[:-1] if not is_met(step, said_yes)]
    return (*open_, *specs[-1:])


def is_met(step: NamedStep, said_yes: frozenset[int]) -> bool:
    """Whether those who have approved are enough for a step."""
    ids = frozenset(step.ids)
    return bool(ids) and (ids <= said_yes if step.needs is Needs.ALL else bool(ids & said_yes))


def yes_in(chain: Chain) -> frozenset[int]:
    """The employees who have approved in the chain, and whose word still counts."""
    acts = ChainAct.objects.filter(chain=chain, verb__in=YES, undone_at=None)
    return frozenset(pk for pk in acts.values_list("employee_id", flat=True) if pk)


def approvers_so_far(chain: Chain) -> frozenset[int]:
    """The employees who have approved in steps that are behind, and whose word still counts."""
    acts = chain.acts.filter(verb__in=YES, undone_at=None, step__lt=chain.step or 1_000)
    return frozenset(acts.values_list("employee_id", flat=True)) - {None}


def question_of(chain: Chain, *, now: datetime) -> Question | None:
    """What the chain's matter asks of the plan: the step of our own case, or what the foreign case
    system tells of its matter. None where neither says what is decided; MatterUnavailable where
    that system does not answer.
    """
    if chain.case is None:
        asked = _foreign_question(chain, now)
    else:
        event = graph_for(chain.case.version_id).event(chain.event_id)
        asked = question_in(chain.case, event, Marking.from_json(chain.case.marking))
    return None if asked is None else but_not(asked, behind(chain))


def _foreign_question(chain: Chain, now: datetime) -> Question | None:
    """A foreign matter belongs to the unit of whoever answers for it here."""
    told = decision_of(chain)
    unit = home_unit(chain.responsible, now)
    if told is None or unit is None:
        return None
    return Question(told.kle, told.facet, told.decision, told.amount, unit, told.without)


def behind(chain: Chain) -> frozenset[int]:
    """The employees who answer for the chain, and so approve nothing in it."""
    rows = Employee.objects.filter(user__public_id__in=chain.prepared_by)
    return frozenset({chain.responsible_id, *rows.values_list("pk", flat=True)})


def but_not(asked: Question, employees: Iterable[int]) -> Question:
    return replace(asked, without=asked.without | frozenset(employees))


def derived_chains(authority_id: int) -> list[Chain]:
    """The open chains that stand on a plan; those begun without one stand as they are."""
    rows = Chain.objects.filter(
        authority_id=authority_id, state=ChainState.OPEN, bases__isnull=False
    )
    return list(rows.select_related("case__owner_unit").distinct().order_by("started_at", "pk"))


def change_of(chain: Chain, version: PlanVersion, *, now: datetime) -> ChainChange | None:
    """What ``version`` makes of one open chain and the draft that lies there now, beside what it
    was derived of; None where it asks nothing of the plan any more, or its system does not answer.
    """
    asked = _asked_now(chain, now)
    before = (
        chain.bases.filter(problem="")
        .select_related("version")
        .defer("version__source")
        .order_by("-pk")
        .first()
    )
    if asked is None or before is None:
        return None
    was = replace(
        asked,
        kle=before.kle,
        facet=before.facet,
        word=before.decision,
        amount=before.amount,
    )
    old, new = answer(before.version, was, now=now), answer(version, asked, now=now)
    words = chain_difference(
        book_of(before.version).rules, old.derived, book_of(version).rules, new.derived
    )
    left = left_of(new, approvers_so_far(chain)) if new.steps else ()
    steps = with_the_added(left, chain, before, new) if left else ()
    return ChainChange(chain, old, new, tuple(words), steps)


def stands_on(basis: ChainBasis, change: ChainChange, version: PlanVersion) -> bool:
    """Whether the chain already is what ``version`` makes of the draft that lies there now."""
    matter = change.new.derived.matter
    same = (basis.kle, basis.facet, basis.decision, basis.amount) == (
        matter.kle,
        matter.facet,
        matter.decision,
        matter.amount,
    )
    return same and basis.version_id == version.pk and not basis.problem


def _asked_now(chain: Chain, now: datetime) -> Question | None:
    try:
        return question_of(chain, now=now)
    except MatterUnavailable:
        return None  # the chain stands, and the job asks again at night


def with_the_added(
    left: Sequence[StepSpec], chain: Chain, before: ChainBasis, new: NamedChain
) -> tuple[StepSpec, ...]:
    """What is left with those whom somebody has put into the chain beside the plan: who was to be
    asked first still is, and who was to get a copy does.
    """
    of_plan = {id for step in before.steps for id in step.get("ids", ())}
    of_plan |= {id for step in new.steps for id in step.ids}
    if not any("ids" in step for step in before.steps):
        return tuple(left)
    rows = chain.steps.filter(number__gte=chain.step or 1).order_by("number")
    specs = [spec_of(row) for row in rows.prefetch_related("approvers", "copies")]
    first: list[StepSpec] = []
    later: list[StepSpec] = []
    for place, spec in enumerate(specs):
        added = tuple(id for id in spec.approvers if id not in of_plan)
        ahead = not any(id in of_plan for one in specs[: place + 1] for id in one.approvers)
        if added:
            own = StepSpec(added, tuple(i for i in spec.copies if i not in added), spec.needs)
            (first if ahead else later).append(own)
    *before_last, last = left
    in_it = {*last.people}
    copies = [id for spec in specs for id in spec.copies if id not in of_plan | in_it]
    copies = [id for id in dict.fromkeys(copies) if not any(id in one.copies for one in first)]
    return (*first, *before_last, *later, replace(last, copies=(*last.copies, *copies)))


def newest_basis(chain: Chain) -> ChainBasis | None:
    return chain.bases.select_related("version").defer("version__source").order_by("-pk").first()


def without_starter(asked: Question, by: Actor) -> Question:
    """Who sends something to approval answers for it, and so does not approve it."""
    me = acting_id(by)
    return but_not(asked, {one for one in (me, by.employee_id) if one})


def _copies(named: NamedChain, step: NamedStep) -> tuple[int, ...]:
    ids: Sequence[int] = [person.employee.pk for person in named.copies]
    return tuple(pk for pk in ids if pk not in step.ids)
