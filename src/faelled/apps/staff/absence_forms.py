"""The form of an absence: when, and who stands in."""

from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee, Position
from faelled.base.people.queries import visible_employees
from faelled.casework.cases.small_forms import SmallForm
from faelled.lib.dates import local_day
from faelled.lib.dcr import Field, FieldType, Option


def absence_form(absent: Employee, by: Actor, *, now: datetime) -> SmallForm:
    """``by`` arranges it for ``absent``, maybe themselves."""
    own = by.employee_id == absent.pk
    heading = _("Nyt fravær") if own else _("Nyt fravær for %(name)s") % {"name": absent.name}
    options = tuple(stand_in_options(absent, by, now=now))
    return SmallForm(
        heading,
        _("Gem fraværet"),
        (
            Field(
                "starts_at",
                _("Hvornår begynder det?"),
                FieldType.DATETIME,
                help=_("Lad feltet stå tomt, hvis det begynder nu."),
            ),
            Field("ends_at", _("Hvornår slutter det?"), FieldType.DATETIME, required=True),
            Field(
                "stand_in",
                _("Hvem er stedfortræder?"),
                FieldType.CHOICE,
                required=True,
                options=options,
            ),
            Field(
                "reason",
                _("Årsag"),
                max="200",
                help=_("Stedfortræderen kan se den. Skriv ikke, hvad nogen fejler."),
            ),
        ),
        _(
            "I de timer kan stedfortræderen gøre arbejdet på vegne af den, der er væk. "
            "Begge navne står på alt, og ingen kan godkende sit eget arbejde."
        ),
    )


def stand_in_options(absent: Employee, by: Actor, *, now: datetime) -> list[Option]:
    """Colleagues with a position and a log-in today; those of the same unit first."""
    rows = Position.objects.on(local_day(now)).filter(
        employee__in=visible_employees(by), employee__user__is_active=True
    )
    rows = rows.exclude(employee__in=[absent.pk, *by.employee_ids])
    rows = rows.select_related("employee", "unit")
    near = set(
        Position.objects.on(local_day(now))
        .filter(employee=absent)
        .values_list("unit_id", flat=True)
    )
    found: dict[int, tuple[bool, str, str]] = {}
    for row in rows.order_by("employee__name", "pk"):
        far = row.unit_id not in near
        label = f"{row.employee.name}, {row.unit.name}"
        known = found.get(row.employee_id)
        if known is None or (known[0] and not far):
            found[row.employee_id] = (far, row.employee.name, label)
    ordered = sorted(found.items(), key=lambda item: (item[1][0], item[1][1], item[0]))
    return [Option(str(pk), label) for pk, (_far, _name, label) in ordered]
