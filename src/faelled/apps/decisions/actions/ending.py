"""A chain is over: approved, and then it takes effect; or taken back."""

from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.errors import ChainError, ChainMoved
from faelled.apps.decisions.chains.graph import APPROVE
from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.matters import MATTERS
from faelled.apps.decisions.models import Chain, ChainAct, ChainState
from faelled.apps.decisions.planner import PLANNER
from faelled.apps.decisions.talk import end_chat
from faelled.base.access.actor import Actor
from faelled.base.people.actors import actor_for


def end_approved(chain: Chain, *, by: Actor, now: datetime) -> None:
    """The last approval has gone all the way: the matter takes effect, or all of it is undone.

    Where the secretariat sends it on after the leader, the effect is the leader's: both names
    stand on it.
    """
    last = chain.acts.filter(verb=APPROVE, undone_at=None).order_by("-seq").first()
    source = MATTERS[chain.source]
    _refuse_another_version(last, source.version(chain, now=now))
    if chain.case is None:  # in our own cases the step's own check asks the plan
        wanting = PLANNER.one.lacks(chain, by=by, now=now)
        if wanting:
            raise ChainError(*wanting)
    _close(chain, ChainState.APPROVED, now)
    comment = last.comment if last else ""
    decider = _in_the_place_of(by, last, now)
    source.apply_verdict(chain, comment, last.answers if last else {}, by=decider, now=now)
    source.tell(chain, _("Godkendelsen er gennemført"), comment, by=decider, now=now)
    source.let_out(chain, (), write=True, now=now)
    source.let_out(chain, (), write=False, now=now)
    end_chat(chain, by=by, now=now)


def end_stopped(chain: Chain, row: ChainAct, *, by: Actor, now: datetime) -> None:
    """The responsible takes it back: nobody is waited for, and nothing takes effect."""
    _close(chain, ChainState.STOPPED, now)
    source = MATTERS[chain.source]
    source.tell(chain, _("Godkendelsen er trukket tilbage"), row.comment, by=by, now=now)
    source.let_out(chain, (), write=True, now=now)
    source.let_out(chain, (), write=False, now=now)
    end_chat(chain, by=by, now=now)


def _close(chain: Chain, state: ChainState, now: datetime) -> None:
    chain.state, chain.closed_at = state, now
    chain.save(update_fields=["state", "closed_at"])


def _refuse_another_version(last: ChainAct | None, version: str) -> None:
    """What takes effect is what was approved, also where it lay with the secretariat since."""
    if last is not None and last.version not in ("", version):
        raise ChainMoved(
            _(
                "Udkastet er ændret, efter at %(name)s godkendte det. "
                "%(name)s må fortryde sit svar og læse det nye."
            )
            % {"name": last.on_behalf_of_name or last.actor_name}
        )


def _in_the_place_of(by: Actor, last: ChainAct | None, now: datetime) -> Actor:
    if last is None or last.employee is None or last.employee_id == acting_id(by):
        return by
    leader = actor_for(last.employee.user, now, by.purpose)
    return by.acting_for(leader)
