"""A chain on its way: its engine, its marking as the acts have made it, and who is waited for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from faelled.apps.decisions.chains.graph import (
    ADJUST,
    ANSWERS,
    DONE,
    FORWARD,
    RELEASE,
    REVISE,
    SYSTEM,
    Act,
    PlannedStep,
    chain_graph,
)
from faelled.lib.dates import danish_calendar
from faelled.lib.dcr import Engine, Marking


class Stage(StrEnum):
    """Where a chain stands for one person."""

    BEFORE = "before"
    ANSWER = "answer"
    AFTER = "after"
    UPDATE = "update"


STAGES = {
    RELEASE: Stage.BEFORE,
    FORWARD: Stage.AFTER,
    ADJUST: Stage.UPDATE,
    REVISE: Stage.UPDATE,
    **dict.fromkeys(ANSWERS, Stage.ANSWER),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody is waited for: the leader (before, answer, after) or, None, the responsible."""

    stage: Stage
    step: int
    approver: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that counts: its event and when it was done."""

    event_id: str
    at: datetime


@lru_cache(maxsize=512)
def engine_of(steps: tuple[PlannedStep, ...]) -> Engine:
    return Engine(chain_graph(steps), calendar=danish_calendar())


def begun(engine: Engine, at: datetime) -> Marking:
    """The marking of a chain that starts at ``at``."""
    return engine.initial(at)


def acted(
    engine: Engine, marking: Marking, event: str, *, at: datetime, roles: frozenset[str]
) -> Marking:
    """The marking after somebody's act and what the system owes because of it.

    Raises NotEnabled with every reason.
    """
    return _settled(engine, engine.execute(marking, event, at=at, roles=roles), at)


def replayed(engine: Engine, start: datetime, acts: Iterable[Done]) -> Marking:
    """The marking that these acts make, one after the other: what undoing stands on."""
    marking = begun(engine, start)
    for act in acts:
        marking = _settled(engine, engine.execute(marking, act.event_id, at=act.at), act.at)
    return marking


def waiting(engine: Engine, marking: Marking, *, at: datetime) -> tuple[Waiting, ...]:
    """Who can act on what is owed now, in the order of the chain."""
    return tuple(dict.fromkeys(_waiting(engine, marking, at)))


def step_now(marking: Marking) -> int:
    """The number of the step that is under way; 0 when the chain is over."""
    owed = (Act.parse(id) for id in marking.pending if id in marking.included)
    return min((act.step for act in owed if act.verb == DONE), default=0)


def is_over(marking: Marking) -> bool:
    """Nothing can happen in it any more."""
    return not marking.included


def steps_done(steps: Sequence[PlannedStep], marking: Marking) -> int:
    """How many steps are behind."""
    return sum(str(Act(number, DONE)) in marking.executed for number, _step in _numbered(steps))


def _numbered(steps: Sequence[PlannedStep]) -> Iterator[tuple[int, PlannedStep]]:
    return enumerate(steps, start=1)


def _waiting(engine: Engine, marking: Marking, at: datetime) -> Iterator[Waiting]:
    for event in engine.graph.events:
        act = Act.parse(event.id)
        if act.verb not in STAGES or event.id not in marking.pending:
            continue
        if engine.check(marking, event.id, at=at):
            stage = STAGES[act.verb]
            yield Waiting(stage, act.step, None if stage is Stage.UPDATE else act.approver)


def _settled(engine: Engine, marking: Marking, at: datetime) -> Marking:
    """With every step ended that nothing is owed in."""
    while True:
        owed = next(
            (
                event.id
                for event in engine.graph.events
                if event.roles == (SYSTEM,)
                and event.id in marking.pending
                and engine.check(marking, event.id, at=at)
            ),
            None,
        )
        if owed is None:
            return marking
        marking = engine.execute(marking, owed, at=at)
