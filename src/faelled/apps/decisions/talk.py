"""The chat beside a chain: who belongs in it, and where it leads back to."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from faelled.apps.decisions.chains.queries import chains_visible_to
from faelled.apps.decisions.models import Chain, ChainApprover
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.chats.actions import close_chat
from faelled.casework.chats.subjects import SUBJECTS, About


def describe(id: str, actor: Actor, now: datetime) -> About | None:
    """A chain that the reader may see; a chat may be begun while it is open."""
    try:
        uuid = UUID(id)
    except ValueError:
        return None
    chain = (
        chains_visible_to(actor, now=now)
        .select_related("case", "responsible")
        .filter(uuid=uuid)
        .first()
    )
    if chain is None:
        return None
    return About(
        chain.title,
        reverse("decisions:chain", args=[chain.uuid]),
        chain.case,
        people_so_far(chain),
        chain.open,
    )


def people_so_far(chain: Chain) -> tuple[Employee, ...]:
    """The responsible, and who answers in the steps that have begun."""
    rows = ChainApprover.objects.filter(step__chain=chain, step__number__lte=chain.step)
    approvers = {row.employee_id: row.employee for row in rows.select_related("employee")}
    return tuple({chain.responsible_id: chain.responsible, **approvers}.values())


def end_chat(chain: Chain, *, by: Actor, now: datetime) -> None:
    """The chain is over: nobody writes any more, and what was said goes when its days are over."""
    close_chat(chain.ref, keep=settings.CHAT_KEEP, by=by, now=now)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    SUBJECTS.register("chain", describe)
