"""A delegation plan as plain data: who decides what, and where the municipality says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ANY = "*"


class DeciderKind(StrEnum):
    """Who is pointed at. In this order nobody stands below the one before."""

    ROLE = "role"
    POSITION = "position"
    BOARD = "board"
    PERSON = "person"


class Needs(StrEnum):
    """Whether one of those pointed at is enough."""

    ONE = "one"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Decider:
    """``Decider(DeciderKind.ROLE, "manager", up=1)``: the managers one unit above the case's.

    ``name``: a role's id, a position's title, a board's role id, or a person's name (then
    ``employee`` says who; only a mandate points at a person).
    """

    kind: DeciderKind
    name: str
    up: int = 0
    needs: Needs = Needs.ONE
    employee: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionType:
    """``values``: what the processes' own choice fields call it, ``("granted", "partly")``."""

    id: str
    label: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the plan. ``kle``: a number that covers what lies under it, "" for all.

    ``amount_up_to`` in kroner, the amount itself included; None: no limit. ``unit``: the name of
    a unit, with those below it; "" for all. ``facet`` "" for all. ``decisions`` holds type ids,
    or only "*". ``section`` is the place in the municipality's own plan.
    """

    id: str
    kle: str
    decisions: tuple[str, ...]
    deciders: tuple[Decider, ...]
    copies: tuple[Decider, ...] = ()
    facet: str = ""
    amount_up_to: Decimal | None = None
    unit: str = ""
    why: str = ""
    section: str = ""
    line: int | None = field(default=None, compare=False)

    @property
    def of_any_type(self) -> bool:
        return self.decisions == (ANY,)


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole plan. ``covers``: the KLE numbers in which somebody must be able to decide
    everything; where the file names none, all that its rules speak of.
    """

    id: str
    version: str
    name: str
    source: str
    licence: str
    valid_from: date | None
    covers: tuple[str, ...]
    decisions: tuple[DecisionType, ...]
    roles: Mapping[str, str]
    rules: tuple[Rule, ...]

    def decision_label(self, id: str) -> str:
        """``decision_label("grant")`` is "Bevilling"; an unknown id is shown as it is."""
        found = (one.label for one in self.decisions if one.id == id)
        return "enhver afgørelse" if id == ANY else next(found, id)

    def decision_of(self, value: str) -> str:
        """The type that a process's own word belongs to: ``decision_of("partly") == "grant"``.

        A word that no type has is its own type, which only a rule for all types covers.
        """
        found = (one.id for one in self.decisions if value == one.id or value in one.values)
        return next(found, value)

    def role_label(self, id: str) -> str:
        return self.roles.get(id, id)
