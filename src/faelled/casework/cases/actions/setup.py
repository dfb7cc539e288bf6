"""Which processes an authority uses, and where."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people.models import Unit
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.numbers import PatternError, check_pattern
from faelled.casework.processes.models import Process


def use_process(
    process: Process,
    unit: Unit,
    *,
    by: Actor,
    now: datetime,
    number_pattern: str = "{year}-{serial:05}",
    open_to_citizens: bool = False,
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
    with transaction.atomic():
        _refuse_a_second_way_in(process, unit, open_to_citizens)
        case_type, _made = CaseType.objects.update_or_create(
            authority_id=unit.authority_id,
            process=process,
            unit=unit,
            defaults={"number_pattern": number_pattern, "open_to_citizens": open_to_citizens},
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


def _refuse_a_second_way_in(process: Process, unit: Unit, open_to_citizens: bool) -> None:
    others = CaseType.objects.filter(
        authority_id=unit.authority_id, process=process, open_to_citizens=True
    ).exclude(unit=unit)
    if open_to_citizens and others.exists():
        raise CaseError(_("Borgerne har allerede en indgang til denne slags sag."))
