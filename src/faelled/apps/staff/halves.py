"""Half-years: how often look-ups are controlled at least."""

from datetime import date


def last_half_year(day: date) -> tuple[date, date]:
    """The half-year that has ended by ``day``: first day, and the first day after it.

    ``last_half_year(date(2026, 11, 24)) == (date(2026, 1, 1), date(2026, 7, 1))``
    """
    if day.month > 6:
        return date(day.year, 1, 1), date(day.year, 7, 1)
    return date(day.year - 1, 7, 1), date(day.year, 1, 1)
