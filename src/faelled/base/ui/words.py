"""Deadlines and sizes in the words people use; `now` is passed in."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from django.template.defaultfilters import date as date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from faelled.lib.dates import local_day

SOON_DAYS = 3
KILO = 1024
KEPT_DAYS = 2_048


class Urgency(StrEnum):
    """How a deadline is shown; the words say the same, so colour is never the only sign."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


def day_words(day: date) -> str:
    """``day_words(date(2026, 3, 4)) == "4. marts 2026"``, as the reader's language has it."""
    return _day_in(day, get_language() or "")


@lru_cache(maxsize=KEPT_DAYS)
def _day_in(day: date, language: str) -> str:
    # A list has a hundred days, and most are on the next page that is shown too.
    return date_format(day, _("j. F Y"))


def days_between(due: datetime, now: datetime) -> int:
    """Calendar days in Denmark from ``now`` to ``due``: 23.59 today to 00.01 tomorrow is 1."""
    return (local_day(due) - local_day(now)).days


def urgency(due: datetime, now: datetime) -> Urgency:
    """``urgency(yesterday, now)`` is OVERDUE; up to three days ahead is SOON."""
    if due < now:
        return Urgency.OVERDUE
    days = days_between(due, now)
    if days == 0:
        return Urgency.TODAY
    return Urgency.SOON if days <= SOON_DAYS else Urgency.LATER


def deadline_words(due: datetime, now: datetime) -> str:
    """Plain words for a deadline: "i dag", "i morgen", "om 3 dage", "2 dage over fristen".

    >>> deadline_words(datetime(2026, 3, 4, 23, tzinfo=COPENHAGEN),
    ...                datetime(2026, 3, 1, 9, tzinfo=COPENHAGEN))
    'om 3 dage'
    """
    days = days_between(due, now)
    if due < now:
        if days == 0:
            return _("fristen udløb i dag")
        over = {"days": -days}
        return ngettext("%(days)d dag over fristen", "%(days)d dage over fristen", -days) % over
    if days == 0:
        return _("i dag")
    if days == 1:
        return _("i morgen")
    return ngettext("om %(days)d dag", "om %(days)d dage", days) % {"days": days}


def file_size(size: int) -> str:
    """``file_size(1_250_000) == "1,2 MB"``; below 1 KB in bytes."""
    if size < KILO:
        return ngettext("%(n)d byte", "%(n)d bytes", size) % {"n": size}
    amount, unit = Decimal(size) / KILO, "KB"
    for bigger in ("MB", "GB", "TB"):
        if amount < KILO:
            break
        amount, unit = amount / KILO, bigger
    digits = 0 if amount >= 10 or unit == "KB" else 1
    return f"{amount:.{digits}f} {unit}".replace(".", ",")
