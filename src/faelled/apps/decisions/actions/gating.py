"""The secretary lets several through a leader's gate, or takes them back, with one press."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from faelled.apps.decisions.actions.acting import act
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.graph import Act
from faelled.apps.decisions.models import ChainAct, ChainTask
from faelled.base.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Passed:
    """What was done, and what was not, with the reason in words."""

    done: tuple[ChainAct, ...]
    refused: tuple[str, ...]


def pass_gate(
    tasks: Iterable[ChainTask], verb: str, *, comment: str, key: str, by: Actor, now: datetime
) -> Passed:
    """Do ``verb`` (release, withdraw or forward) on each, with the same note.

    Each is an act of its own in its own transaction: that one has moved meanwhile, or that its
    matter's system does not answer, does not hold up the others.
    """
    done, refused = [], []
    for task in tasks:
        event = str(Act(task.step, verb, task.employee_id))
        own_key = str(uuid5(NAMESPACE_OID, f"{key}:{task.pk}"))
        try:
            done.append(act(task.chain, event, comment=comment, key=own_key, by=by, now=now))
        except ChainError as refusal:
            refused.append(f"{task.chain.title}: {' '.join(refusal.messages)}")
    return Passed(tuple(done), tuple(refused))
