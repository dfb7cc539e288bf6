"""A chain, locked while it is changed."""

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.models import Chain
from faelled.base.access.actor import Actor, ActorKind


def locked_chain(chain: Chain, *, by: Actor) -> Chain:
    """The chain as it stands, locked until the transaction ends; ChainError for a stranger."""
    found = (
        Chain.objects.select_for_update(of=("self",))
        .select_related("case", "responsible")
        .filter(pk=chain.pk, authority_id=by.authority_id)
        .first()
    )
    if found is None or by.kind not in {ActorKind.EMPLOYEE, ActorKind.SYSTEM}:
        raise ChainError(_("Godkendelsen findes ikke."))
    return found


def require_open(chain: Chain) -> None:
    if not chain.open:
        raise ChainError(_("Godkendelsen er slut. Der kan ikke gøres mere i den."))
