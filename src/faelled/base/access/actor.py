"""Who asks: the one value that every action and every read takes."""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _


class ActorKind(StrEnum):
    EMPLOYEE = "employee"
    CITIZEN = "citizen"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


class Capability(StrEnum):
    """Rights that no unit or graph role gives; each is granted by name with a position."""

    SEE_PROTECTED_ADDRESS = "see-protected-address"
    BREAK_GLASS = "break-glass"
    REVIEW_BREAK_GLASS = "review-break-glass"
    PUBLISH_PROCESS = "publish-process"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_DELEGATION = "manage-delegation"
    READ_AUDIT = "read-audit"
    SORT_POST = "sort-post"


@dataclass(frozen=True, slots=True)
class OnBehalfOf:
    """The absent person whose work a stand-in does: user uuid, name, and their employee row."""

    id: str
    name: str
    employee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) as they stand at one moment, for one request or one job.

    ``unit_ids`` are the units whose cases they may see: their own and, for a leader, those below.
    ``represents`` are the person ids a citizen acts for: self, children in custody, wards.
    ``unit_roles`` says where each role is held: who leads one unit leads no other.
    ``leadership_only`` opens the leader's pages only, also in a colleague's place.
    ``authority_id`` 0 belongs to nobody: such an actor sees nothing.
    """

    id: str
    name: str
    kind: ActorKind
    authority_id: int
    person_id: int | None = None
    employee_id: int | None = None
    unit_ids: frozenset[int] = frozenset()
    home_unit_id: int | None = None
    roles: frozenset[str] = frozenset()
    unit_roles: frozenset[tuple[int, str]] = frozenset()
    represents: frozenset[int] = frozenset()
    capabilities: frozenset[Capability] = frozenset()
    on_behalf_of: OnBehalfOf | None = None
    purpose: str = ""
    leadership_only: bool = False

    def __repr__(self) -> str:
        # A name or a list of children has no place in a log line or a traceback.
        return f"<Actor {self.kind} {self.id}>"

    @property
    def employee_ids(self) -> frozenset[int]:
        """The employee rows whose assignments are this actor's: own, and the absent person's."""
        other = self.on_behalf_of.employee_id if self.on_behalf_of else None
        return frozenset(i for i in (self.employee_id, other) if i is not None)

    @property
    def user_ids(self) -> frozenset[str]:
        """Every user uuid behind this actor; whoever did the work under one may not approve it."""
        return frozenset({self.id} | ({self.on_behalf_of.id} if self.on_behalf_of else set()))

    @property
    def shown_name(self) -> str:
        """``"Erik Munk på vegne af Bo Lind"``: both persons, wherever a name is written."""
        if self.on_behalf_of is None:
            return self.name
        names = {"stand_in": self.name, "absent": self.on_behalf_of.name}
        return _("%(stand_in)s på vegne af %(absent)s") % names

    def roles_at(self, unit_id: int) -> frozenset[str]:
        """The roles held in one unit, or over it by who leads above."""
        return frozenset(role for unit, role in self.unit_roles if unit == unit_id)

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities

    def for_purpose(self, purpose: str) -> "Actor":
        return replace(self, purpose=purpose)

    def acting_for(self, principal: "Actor") -> "Actor":
        """Erik in Bo's place: Bo's units and roles, Erik's own capabilities and both names.

        Capabilities are granted by name and never pass on with a substitution. Who may stand in
        for whom, and in which hours, is asked by the caller (``people.actors.may_act_for``).
        """
        if principal.authority_id != self.authority_id:
            raise ValueError("A substitution never crosses from one authority to another.")
        return replace(
            self,
            unit_ids=principal.unit_ids,
            home_unit_id=principal.home_unit_id,
            roles=principal.roles,
            unit_roles=principal.unit_roles,
            on_behalf_of=OnBehalfOf(principal.id, principal.name, principal.employee_id),
        )


ANONYMOUS = Actor(id="", name="", kind=ActorKind.ANONYMOUS, authority_id=0)


def system_actor(authority_id: int, name: str = "Fælled") -> Actor:
    """The actor of jobs and timers: no capability, so it reveals no protected address.

    ``system_actor(authority.pk).id`` is ``"system"``.
    """
    return Actor(
        id="system",
        name=name,
        kind=ActorKind.SYSTEM,
        authority_id=authority_id,
        roles=frozenset({"system"}),
        purpose="case-work",
    )
