"""A unit's week: who is away on which day and hours, and who stands in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.base.people.absences import Hours, overlapping
from faelled.base.people.models import Position, Substitution, Unit
from faelled.lib.dates import local_day
from faelled.lib.dates.duration import COPENHAGEN, midnight

DAYS = 7
MOST = 200
EARLIEST, LATEST = 2000, 2200


@dataclass(frozen=True, slots=True)
class Away:
    """A part of one day: ``hours`` ("hele dagen", "9.00–12.30") and the name of the stand-in."""

    hours: str
    stand_in: str


@dataclass(frozen=True, slots=True)
class PersonWeek:
    name: str
    uuid: str
    days: tuple[tuple[Away, ...], ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    monday: date

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=number) for number in range(DAYS))

    @property
    def key(self) -> str:
        """``"2026-W19"``: how an address names it."""
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=DAYS))

    @property
    def after(self) -> "Week":
        return Week(self.monday + timedelta(days=DAYS))

    @property
    def hours(self) -> Hours:
        return Hours(midnight(self.monday, COPENHAGEN), midnight(self.after.monday, COPENHAGEN))


def week_of(key: str, today: date) -> Week:
    """``week_of("2026-W19", today)``; what is no week is the one that ``today`` lies in."""
    try:
        monday = date.fromisoformat(f"{key}-1")
    except ValueError:
        monday = today - timedelta(days=today.weekday())
    known = EARLIEST <= monday.year <= LATEST and not monday.weekday()
    return Week(monday if known else today - timedelta(days=today.weekday()))


def unit_week(units: Iterable[Unit], week: Week) -> list[PersonWeek]:
    """Who works in ``units`` that week, by name, the first ``MOST`` + 1, so that the page can say
    that there are more: two queries.
    """
    held = Position.objects.within(week.monday, week.after.monday).filter(unit__in=list(units))
    people = {
        row.employee_id: row.employee
        for row in held.select_related("employee").order_by("employee__name", "pk")[: MOST + 1]
    }
    rows = overlapping(week.hours).filter(absent__in=people)
    away: dict[int, list[Substitution]] = {}
    for row in rows:
        away.setdefault(row.absent_id, []).append(row)
    return [
        PersonWeek(one.name, str(one.uuid), _days(week, away.get(pk, ())))
        for pk, one in people.items()
    ]


def _days(week: Week, rows: Sequence[Substitution]) -> tuple[tuple[Away, ...], ...]:
    found: Mapping[date, list[Away]] = {day: [] for day in week.days}
    for row in rows:
        for day in week.days:
            words = hours_on(day, row.starts_at, row.ends_at)
            if words:
                found[day].append(Away(words, row.stand_in.name))
    return tuple(tuple(found[day]) for day in week.days)


def hours_on(day: date, starts_at: datetime, ends_at: datetime) -> str:
    """What ``[starts_at, ends_at)`` is of ``day``: "", "hele dagen", "9.00-12.30"."""
    begins = midnight(day, COPENHAGEN)
    ends = midnight(day + timedelta(days=1), COPENHAGEN)
    if starts_at >= ends or ends_at <= begins:
        return ""
    if starts_at <= begins and ends_at >= ends:
        return _("hele dagen")
    start = _clock(max(starts_at, begins))
    if local_day(ends_at) > day:
        return _("fra %(start)s") % {"start": start}
    return f"{start}–{_clock(ends_at)}"


def _clock(at: datetime) -> str:
    local = localtime(at)
    return f"{local.hour}.{local.minute:02d}"
