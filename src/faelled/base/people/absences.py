"""Who may be away, and who may stand in: the rules, each refusal in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.base.people.models import Employee, Position, Substitution, Unit
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``starts_at`` until, not including, ``ends_at``."""

    starts_at: datetime
    ends_at: datetime

    @property
    def words(self) -> str:
        """``"4.5.2026 kl. 11.00 til 5.5.2026 kl. 16.00"``."""
        return _("%(start)s til %(end)s") % {
            "start": _moment(self.starts_at),
            "end": _moment(self.ends_at),
        }


def _moment(at: datetime) -> str:
    local = localtime(at)
    return f"{local.day}.{local.month}.{local.year} kl. {local.hour}.{local.minute:02d}"


def overlapping(hours: Hours) -> QuerySet[Substitution]:
    """The substitutions that hold at some instant of ``hours``."""
    rows = Substitution.objects.filter(starts_at__lt=hours.ends_at, ends_at__gt=hours.starts_at)
    return rows.select_related("absent", "stand_in").order_by("starts_at", "pk")


def why_not(absent: Employee, stand_in: Employee, hours: Hours) -> str:
    """Why ``stand_in`` may not stand in for ``absent`` then; "" when nothing is in the way.

    Nobody is away twice at once, and a stand-in is at work: no chain, whichever end comes first.
    """
    if absent.pk == stand_in.pk:
        return _("Man kan ikke være sin egen stedfortræder.")
    both = Q(absent__in=[absent, stand_in]) | Q(stand_in=absent)
    row = overlapping(hours).filter(both).first()
    if row is not None:
        return _in_the_way(row, absent)
    if stand_in.pk not in at_work_throughout([stand_in.pk], hours):
        return _("%(name)s er ikke ansat i hele perioden. Vælg en anden.") % {"name": stand_in.name}
    return ""


def _in_the_way(row: Substitution, absent: Employee) -> str:
    words = {
        "absent": row.absent.name,
        "stand_in": row.stand_in.name,
        "hours": Hours(row.starts_at, row.ends_at).words,
    }
    if row.absent_id == absent.pk:
        text = _("%(absent)s har allerede fravær %(hours)s. Afslut det først.")
    elif row.stand_in_id == absent.pk:
        text = _(
            "%(stand_in)s er stedfortræder for %(absent)s %(hours)s. "
            "Find først en anden stedfortræder for %(absent)s."
        )
    else:
        text = _("%(absent)s er selv væk %(hours)s. Vælg en anden stedfortræder.")
    return text % words


def at_work_throughout(employee_ids: Iterable[int], hours: Hours) -> frozenset[int]:
    """Those with an open log-in and one position that holds on the first and on the last day."""
    first, last = local_day(hours.starts_at), local_day(hours.ends_at)
    rows = Position.objects.on(first).filter(Q(valid_to=None) | Q(valid_to__gt=last))
    rows = rows.filter(employee__in=list(employee_ids), employee__user__is_active=True)
    return frozenset(rows.values_list("employee_id", flat=True))


def led_by(employee_ids: Iterable[int], day: date) -> QuerySet[Unit]:
    """The units that these lead on that day, with every unit below."""
    led = Position.objects.on(day).filter(employee__in=list(employee_ids), leads=True)
    below = Q(pk__in=[])
    for path, authority in led.values_list("unit__path", "unit__authority_id"):
        below |= Q(path__startswith=path, authority_id=authority)
    return Unit.objects.filter(below)


def leads(employee_ids: Iterable[int], other: Employee, day: date) -> bool:
    """Whether one of these leads a unit that ``other`` works in, or one above it."""
    units = led_by(employee_ids, day)
    return Position.objects.on(day).filter(employee=other, unit__in=units).exists()
