"""Deadlines and states in the words of the one they concern. Pure: ``now`` is passed in."""

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import date as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.base.ui.words import deadline_words
from faelled.casework.cases.models import Status, WaitingFor
from faelled.lib.dates import COPENHAGEN


@dataclass(frozen=True, slots=True)
class PlainDeadline:
    """A deadline as a sentence: ``mine`` when the reader is the one who must act, ``others`` when
    it is neither they nor the authority.
    """

    text: str
    due: datetime
    mine: bool
    overdue: bool
    label: str = ""
    basis: str = ""
    others: bool = False


def long_day(at: datetime) -> str:
    """``long_day(...) == "mandag den 7. december 2026"``: the day in Denmark."""
    return format_date(localtime(at, COPENHAGEN), r"l \d\e\n j. F Y")


def mine(due: datetime, now: datetime) -> str:
    """``"Du skal svare senest mandag den 7. december 2026 (om 13 dage)."``"""
    names = {"day": long_day(due), "when": deadline_words(due, now)}
    if due < now:
        return _("Du skulle svare senest %(day)s. Svar, så snart du kan.") % names
    return _("Du skal svare senest %(day)s (%(when)s).") % names


def theirs(due: datetime, now: datetime) -> str:
    """The same for what the authority owes the reader."""
    names = {"day": long_day(due), "when": deadline_words(due, now)}
    if due < now:
        return _("Kommunen skulle have svaret senest %(day)s. Fristen er overskredet.") % names
    return _("Kommunen skal svare senest %(day)s (%(when)s).") % names


def co_signer(due: datetime, now: datetime) -> str:
    """What the first parent reads of the other's time to answer: it is not the authority's."""
    names = {"day": long_day(due), "when": deadline_words(due, now)}
    if due < now:
        return _("Den anden forælder skulle have svaret senest %(day)s.") % names
    return _("Den anden forælder er spurgt og skal svare senest %(day)s (%(when)s).") % names


def complaint(due: datetime, now: datetime) -> str:
    """``"Du kan klage til og med mandag den 7. december 2026 (om 13 dage)."``

    A late complaint is not lost: Ankestyrelsen may accept it (retssikkerhedsloven § 67, stk. 2).
    """
    names = {"day": long_day(due), "when": deadline_words(due, now)}
    if due < now:
        return _("Fristen for at klage udløb %(day)s. Du kan stadig sende en klage.") % names
    return _("Du kan klage til og med %(day)s (%(when)s).") % names


def status_words(status: str, *, my_move: bool, waiting_for: str) -> tuple[str, str]:
    """A badge's kind and its words: whose move it is, in one line."""
    if status == Status.CLOSED:
        return "done", _("Sagen er afsluttet")
    if status == Status.SUSPENDED:
        return "suspended", _("Sagen er sat i bero")
    if my_move:
        return "waiting", _("Vi venter på dig")
    if waiting_for == WaitingFor.NOBODY:
        return "active", _("Der mangler ikke noget lige nu")
    if waiting_for == WaitingFor.CITIZEN:
        return "active", _("Vi venter på en anden part")
    if waiting_for == WaitingFor.OTHERS:
        return "active", _("Vi venter på andre")
    return "active", _("Kommunen arbejder på sagen")


def not_open(status: str) -> str:
    """Why nothing can be done in a case that rests or has ended."""
    if status == Status.SUSPENDED:
        return _("Sagen er sat i bero. Du får besked, når den går videre.")
    return _("Sagen er afsluttet. Kontakt kommunen, hvis der er noget nyt.")
