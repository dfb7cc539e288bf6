"""Which processes an authority uses, and where."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people.models import Unit
from faelled.casework.cases.effects import EFFECTS
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.numbers import PatternError, check_pattern
from faelled.casework.processes.engines import graph_for
from faelled.casework.processes.models import Process
from faelled.casework.processes.queries import newest_version


def use_process(
    process: Process,
    unit: Unit,
    *,
    by: Actor,
    now: datetime,
    number_pattern: str = "{year}-{serial:05}",
    open_to_citizens: bool = False,
    citizen_role: str = "citizen",
) -> CaseType:
    """Let ``unit`` have cases of ``process``. Asked again, it changes the number pattern and
    whether citizens may start one.

    ``use_process(lost_earnings, children_unit, by=frida, now=now, open_to_citizens=True)``.
    """
    require_same_authority(by, unit.authority_id)
    require_capability(by, Capability.PUBLISH_PROCESS)
    try:
        check_pattern(number_pattern)
    except PatternError as error:
        raise CaseError(str(error)) from error
    _refuse_unknown_effects(process)
    with transaction.atomic():
        _refuse_a_second_way_in(process, unit, open_to_citizens)
        case_type, _made = CaseType.objects.update_or_create(
            authority_id=unit.authority_id,
            process=process,
            unit=unit,
            defaults={
                "number_pattern": number_pattern,
                "open_to_citizens": open_to_citizens,
                "citizen_role": citizen_role,
            },
        )
        log_write(
            by,
            stream=f"unit:{unit.uuid}",
            action="use-process",
            subjects=[],
            detail={"process": process.key, "open_to_citizens": open_to_citizens},
            now=now,
        )
    return case_type


def _refuse_unknown_effects(process: Process) -> None:
    """An effect that no room has registered would stop the step on the day it is done."""
    version = newest_version(process.pk)
    if version is None:
        raise CaseError(_("Processen er ikke udgivet endnu."))
    used = {effect.kind for event in graph_for(version.pk).events for effect in event.effects}
    unknown = sorted(used - set(EFFECTS.kinds()))
    if unknown:
        message = _("Processen bruger noget, som ingen her kan udføre: %(kinds)s.")
        raise CaseError(message % {"kinds": ", ".join(unknown)})


def _refuse_a_second_way_in(process: Process, unit: Unit, open_to_citizens: bool) -> None:
    others = CaseType.objects.filter(
        authority_id=unit.authority_id, process=process, open_to_citizens=True
    ).exclude(unit=unit)
    if open_to_citizens and others.exists():
        raise CaseError(_("Borgerne har allerede en indgang til denne slags sag."))
