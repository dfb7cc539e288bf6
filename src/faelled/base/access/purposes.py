"""What personal data is read *for*; a read that crosses a purpose needs somebody who allows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from faelled.base.access.actor import Actor


class PurposeRefused(Exception):
    """The data was collected for something else, and nobody registered says it may be used."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """``also_reads``: purposes whose data this one reads as part of the same task.

    A leader's approval and a log control look at case work; neither is a new use of the data
    (GDPR article 5 (1) b; databeskyttelsesloven § 5).
    """

    id: str
    label: str | Promise
    also_reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Crossing:
    """A read for ``read_for`` of data about ``subjects`` that was collected for another purpose."""

    actor: Actor
    collected_for: str
    read_for: str
    subjects: tuple[str, ...]
    now: datetime


CrossingProvider = Callable[[Crossing], bool]


class Purposes:
    """The known purposes, and those who may allow a crossing; both refuse a second of a name."""

    def __init__(self, *purposes: Purpose) -> None:
        self._purposes: dict[str, Purpose] = {}
        self._providers: dict[str, CrossingProvider] = {}
        for purpose in purposes:
            self.add(purpose)

    def __contains__(self, purpose_id: str) -> bool:
        return purpose_id in self._purposes

    def add(self, purpose: Purpose) -> None:
        if purpose.id in self._purposes:
            raise ValueError(f"The purpose {purpose.id} is already there.")
        self._purposes[purpose.id] = purpose

    def label(self, purpose_id: str) -> str:
        """The words a citizen reads: ``label("case-work") == "Sagsbehandling"``."""
        purpose = self._purposes.get(purpose_id)
        return str(purpose.label) if purpose else purpose_id

    @property
    def labels(self) -> Mapping[str, str]:
        return {key: str(purpose.label) for key, purpose in self._purposes.items()}

    def add_provider(self, name: str, provider: CrossingProvider) -> None:
        if name in self._providers:
            raise ValueError(f"The provider {name} is already there.")
        self._providers[name] = provider

    def require(
        self, actor: Actor, *, collected_for: str, subjects: tuple[str, ...], now: datetime
    ) -> None:
        """Return when ``actor.purpose`` may read data collected for ``collected_for``.

        Raises PurposeRefused for an unknown or empty purpose, and for a crossing that no
        registered provider allows: ``require(for_research, collected_for="case-work", ...)``.
        """
        reading = self._purposes.get(actor.purpose)
        if reading is None or collected_for not in self._purposes:
            raise PurposeRefused(_("Formålet med opslaget er ikke kendt."))
        if collected_for == reading.id or collected_for in reading.also_reads:
            return
        crossing = Crossing(actor, collected_for, reading.id, subjects, now)
        if not any(provider(crossing) for provider in self._providers.values()):
            raise PurposeRefused(
                _("Oplysningerne er indhentet til et andet formål og må ikke bruges til dette.")
            )


PURPOSES = Purposes(
    Purpose("case-work", _("Sagsbehandling"), frozenset({"self-service"})),
    Purpose("leadership", _("Ledelse og godkendelse"), frozenset({"case-work", "self-service"})),
    Purpose("self-service", _("Selvbetjening"), frozenset({"case-work"})),
    Purpose("break-glass", _("Nødadgang"), frozenset({"case-work", "self-service"})),
    Purpose("control", _("Kontrol af opslag"), frozenset({"case-work", "self-service"})),
    Purpose("administration", _("Administration af systemet")),
)


def register_crossing_provider(name: str, provider: CrossingProvider) -> None:
    """Called from a higher room's ``ready()``; consent registers here."""
    PURPOSES.add_provider(name, provider)
