"""Two pairs of eyes: who did the work does not approve it, under whichever name."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.refusals import Refused


def may_approve(by: Actor, prepared_by: Collection[str]) -> bool:
    """``prepared_by``: the user uuids of all who did the work, as themselves or for another.

    Erik stands in for Bo: he may approve Anna's draft, never his own, and never Bo's, for then
    Bo's work would be approved in Bo's name.
    """
    return by.user_ids.isdisjoint(prepared_by)


def require_other_than(by: Actor, prepared_by: Collection[str]) -> None:
    if not may_approve(by, prepared_by):
        raise Refused(_("Du kan ikke godkende noget, du selv har lavet. Bed en kollega om det."))
