"""What a leader is told of: approvals that have come, of one's own cases and in chains."""

from django.utils.translation import gettext_lazy as _

from faelled.apps.decisions.chains.queries import chain_tasks_for
from faelled.apps.decisions.queries import waiting_for
from faelled.base.access.actor import Actor
from faelled.base.notices.registry import Kind, Window


def count_new(reader: Actor, window: Window) -> int:
    """Those that began to wait in the window, and still do."""
    leader = reader.for_purpose("leadership")
    tasks = waiting_for(leader, now=window.now)
    turns = chain_tasks_for(leader)
    began = {"since__gt": window.since, "since__lte": window.until}
    own = tasks.filter(**began).order_by().values_list("pk")
    return own.union(turns.filter(**began).order_by().values_list("pk"), all=True).count()


APPROVALS = Kind(
    "approvals",
    _("Til godkendelse"),
    _("Der venter noget på din godkendelse i Fælled."),
    "decisions:waiting",
    count_new,
)
