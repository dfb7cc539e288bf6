"""Two pairs of eyes: one person answers in one place of a chain, also as somebody's stand-in."""

from collections.abc import Iterable, Sequence

from faelled.apps.decisions.chains.graph import APPROVE, CONDITION, RETURN
from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.models import Chain, ChainAct
from faelled.base.access.actor import Actor

YES = frozenset({APPROVE, CONDITION})


def answered_elsewhere(chain: Chain, by: Actor) -> ChainAct | None:
    """The answer that counts and that the same person has given in another's place, or in their
    own: Erik, who has approved for Bo, does not approve as Erik too.
    """
    acts = chain.acts.filter(undone_at=None).exclude(event_id="").order_by("seq")
    return another_place(list(acts), by)


def another_place(acts: Iterable[ChainAct], by: Actor) -> ChainAct | None:
    """The same of acts that are read, in their order."""
    mine = (act for act in counting(list(acts)) if act.actor_id == by.id)
    return next((act for act in mine if act.employee_id != acting_id(by)), None)


def counting(acts: Sequence[ChainAct]) -> list[ChainAct]:
    """The yeses that count: a step that was sent back begins anew."""
    back = {act.step: act.seq for act in acts if act.verb == RETURN and act.undone_at is None}
    return [
        act
        for act in acts
        if act.verb in YES and act.undone_at is None and act.seq > back.get(act.step, 0)
    ]
