"""From a case, or from what somebody types, to the chain that the plan gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from faelled.apps.decisions.delegation.books import book_of
from faelled.apps.decisions.delegation.models import PlanVersion
from faelled.apps.decisions.delegation.people import (
    NamedChain,
    mandates_in,
    units_up_from,
    with_people,
)
from faelled.base.people.models import Employee, Unit
from faelled.casework.cases.models import Case
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Effect, Event, Marking, Value
from faelled.lib.delegation import Matter, derive

APPROVE, OF, DECISION, AMOUNT = "approve", "of", "decision", "amount"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a plan. ``word`` is the process's own for the decision ("partly") or a
    type's id; ``without``: the employees who made what is to be approved.
    """

    kle: str
    facet: str
    word: str
    amount: Decimal | None
    unit: Unit
    without: frozenset[int] = frozenset()


def answer(version: PlanVersion, question: Question, *, now: datetime) -> NamedChain:
    """The chain, its people and the reasons, by one version of the plan."""
    book, units = book_of(version), units_up_from(question.unit)
    matter = Matter(
        kle=question.kle,
        facet=question.facet,
        decision=book.rules.decision_of(question.word),
        amount=question.amount,
        units=tuple(unit.name for unit in units),
    )
    mandates = mandates_in(units, without=question.without, now=now)
    chain = derive(book, matter, mandates)
    return with_people(book.rules, chain, question.unit, without=question.without, now=now)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a draft decides, in the process's own word: ``Decided("granted", Decimal(8000))``."""

    word: str
    amount: Decimal | None
    of: str


def decided_in(event: Event, marking: Marking) -> Decided | None:
    """What an approval step is asked to approve; None where its graph does not say which decision
    (``effects = [{ kind = "approve", of = "...", decision = "outcome" }]``), or nothing lies there.
    """
    effect = next((one for one in event.effects if one.kind == APPROVE), None)
    if effect is None or DECISION not in effect.options:
        return None
    word = _read(marking, effect, DECISION)
    if not isinstance(word, str) or not word:
        return None
    amount = _read(marking, effect, AMOUNT)
    known = Decimal(amount) if isinstance(amount, int | Decimal) else None
    return Decided(word, known, effect.options.get(OF, ""))


def asks_of_plan(case: Case, event_id: str) -> bool:
    """Whether something lies in the case that a plan could be asked about; no query."""
    graph = graph_for(case.version_id)
    if event_id not in graph:
        return False
    return decided_in(graph.event(event_id), Marking.from_json(case.marking)) is not None


def question_in(case: Case, event: Event, marking: Marking) -> Question | None:
    """What an approval step of a case asks of the plan; None as in `decided_in`."""
    decided = decided_in(event, marking)
    if decided is None:
        return None
    return Question(
        kle=case.kle_subject,
        facet=case.kle_facet,
        word=decided.word,
        amount=decided.amount,
        unit=case.owner_unit,
        without=makers_of(case, decided.of),
    )


def makers_of(case: Case, event_id: str) -> frozenset[int]:
    """The employees behind the latest draft, as themselves or in whose place it was made."""
    made = case.events.filter(event_id=event_id).order_by("-seq").first()
    rows = Employee.objects.filter(user__public_id__in=made.made_by if made else ())
    return frozenset(rows.values_list("pk", flat=True))


def _read(marking: Marking, effect: Effect, option: str) -> Value:
    record = marking.values.get(effect.options.get(OF, ""))
    if not isinstance(record, Mapping):
        return None
    return record.get(effect.options.get(option, ""))
