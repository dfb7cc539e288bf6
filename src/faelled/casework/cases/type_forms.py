"""The form that puts a process to use in a unit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.people.queries import visible_units
from faelled.casework.cases import actions
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.small_forms import SmallForm
from faelled.casework.processes.queries import visible_to
from faelled.lib.dcr import Field, FieldType, Option

PATTERN = "{year}-{serial:05}"


def case_type_form(actor: Actor) -> SmallForm:
    """Which process, which unit, what numbers, and whether citizens may start a case."""
    processes = visible_to(actor).filter(versions__isnull=False).distinct().order_by("title")
    units = visible_units(actor).filter(valid_to=None).order_by("name")
    return SmallForm(
        _("Sagstyper"),
        _("Tag i brug"),
        (
            Field(
                "process",
                _("Proces"),
                FieldType.CHOICE,
                True,
                options=tuple(Option(str(row.pk), row.title) for row in processes),
            ),
            Field(
                "unit",
                _("Enhed"),
                FieldType.CHOICE,
                True,
                options=tuple(Option(str(row.pk), row.name) for row in units),
            ),
            Field(
                "number_pattern",
                _("Sagsnumre"),
                required=True,
                max="60",
                help=_("Brug {year} og {serial}, og eventuelt {kle} og {unit}."),
            ),
            Field(
                "kle_subject",
                _("Emne for nye sager"),
                help=_("Tomt felt betyder det emne, processen selv har."),
            ),
            Field(
                "kle_facet",
                _("Handlingsfacet for nye sager"),
                help=_("Tomt felt betyder den, processen selv har."),
            ),
            Field("open_to_citizens", _("Kan borgere starte sagen selv?"), FieldType.BOOLEAN, True),
            Field(
                "citizen_role",
                _("Hvad hedder borgeren i processen?"),
                max="100",
                help=_("Rollens navn i grafen. Tomt felt betyder citizen."),
            ),
        ),
        _("En proces, der er udgivet, bliver først til sager, når en enhed tager den i brug."),
        typed={"number_pattern": PATTERN},
    )


def use_from(values: Mapping[str, Any], *, by: Actor, now: datetime) -> CaseType:
    """Put the chosen process to use; the choices of the form were the actor's own."""
    process = visible_to(by).get(pk=values["process"])
    unit = visible_units(by).get(pk=values["unit"])
    return actions.use_process(
        process,
        unit,
        by=by,
        now=now,
        number_pattern=str(values["number_pattern"]),
        open_to_citizens=values["open_to_citizens"] is True,
        citizen_role=str(values["citizen_role"] or "citizen"),
        kle_subject=str(values["kle_subject"]),
        kle_facet=str(values["kle_facet"]),
    )
