"""A deadline as people type it: a date, or so many days from now."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from faelled.lib.dates import Duration, danish_calendar
from faelled.lib.fields.readers import Unreadable, read_day

_PLUS = re.compile(r"\+ ?(\d{1,3})(?: ?(dage?|d|arbejdsdage?|a))?", re.IGNORECASE)


class DeadlineUnreadable(ValueError):
    """What was typed is no deadline; the message is for the field."""


@dataclass(frozen=True, slots=True)
class AskedDeadline:
    """The day, and how it was asked for: ``+7 arbejdsdage`` is kept as seven working days."""

    day: date
    within: Duration

    @property
    def as_answer(self) -> str:
        """As a step's field takes it: ``"P7WD"``."""
        return self.within.format()


def read_deadline(text: str, *, today: date) -> AskedDeadline:
    """``"+7"`` is seven days from today, ``"+7 arbejdsdage"`` seven Danish working days (or "+7a");
    anything else is a date. The day must lie ahead. Raises DeadlineUnreadable.
    """
    typed = " ".join(text.split())
    plus = _PLUS.fullmatch(typed)
    if plus is not None:
        working = (plus[2] or "").lower().startswith("a")
        count = int(plus[1])
        within = Duration(working_days=count) if working else Duration(days=count)
        day = within.add_to_day(today, calendar=danish_calendar())
    else:
        day = _typed_day(typed)
        within = Duration(days=(day - today).days)
    if day <= today:
        raise DeadlineUnreadable(_("Fristen skal ligge efter i dag."))
    return AskedDeadline(day, within)


def _typed_day(text: str) -> date:
    try:
        return read_day(text)
    except Unreadable:
        raise DeadlineUnreadable(
            _("Skriv en dato, for eksempel 24-11-2026, eller +7 eller +7 arbejdsdage.")
        ) from None
