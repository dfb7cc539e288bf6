"""What may go wrong when we call a neighbour, in words a caseworker can use."""

from enum import StrEnum

# This room is where the ban on requests points to: callers elsewhere meet only ConnectError.
import requests  # noqa: TID251
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """Why a call gave no answer; the words for people stand in ``TEXTS``."""

    NOT_ALLOWED = "not-allowed"
    PRIVATE = "private"
    SILENT = "silent"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    RESTING = "resting"


TEXTS = {
    Fault.NOT_ALLOWED: _(
        "Adressen står ikke på listen over systemer, Fælled må kalde: %(system)s."
    ),
    Fault.PRIVATE: _("%(system)s peger på en intern adresse, som Fælled ikke må kalde."),
    Fault.SILENT: _("%(system)s svarer ikke. Prøv igen om lidt; det, du har skrevet, er gemt."),
    Fault.BROKEN: _("Forbindelsen til %(system)s gik i stykker. Prøv igen om lidt."),
    Fault.TOO_LARGE: _("Svaret fra %(system)s er større, end Fælled tager imod."),
    Fault.RESTING: _("%(system)s har svigtet flere gange. Fælled prøver igen om kort tid."),
}


class ConnectError(requests.RequestException):
    """A neighbour gave no usable answer.

    It is a ``RequestException`` so that libraries we lend a session to (allauth) show their own
    error page. The message holds the system's name and never an address, a query or a body.
    """

    def __init__(self, fault: Fault, system: str) -> None:
        super().__init__(TEXTS[fault] % {"system": system})
        self.fault = fault
