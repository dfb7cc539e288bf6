"""How an action says no: before anything is changed, and in the user's words."""

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind, Capability


class Refused(PermissionError):
    """The actor may not do this. The message is for people and names nobody."""


def require_same_authority(by: Actor, authority_id: int) -> None:
    if not by.authority_id or by.authority_id != authority_id:
        raise Refused(_("Det hører til en anden myndighed."))


def require_capability(by: Actor, capability: Capability) -> None:
    """The system itself passes: it starts only what an authority has set up."""
    if by.kind is not ActorKind.SYSTEM and not by.can(capability):
        raise Refused(_("Du har ikke rettighed til dette."))


def require_employee(by: Actor) -> None:
    """An employee, or the system on the authority's behalf; never a citizen or a stranger."""
    if by.kind not in {ActorKind.EMPLOYEE, ActorKind.SYSTEM}:
        raise Refused(_("Det kan kun en medarbejder gøre."))
