"""Which processes an authority uses, and where."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people.models import Unit
from faelled.casework.cases.effects import EFFECTS
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.numbers import PatternError, check_pattern, fields_of
from faelled.casework.cases.placing import placement_of_type
from faelled.casework.processes.engines import graph_for
from faelled.casework.processes.models import Process
from faelled.casework.processes.queries import newest_version
from faelled.lib.dates import local_day
from faelled.lib.dcr import Graph


def use_process(
    process: Process,
    unit: Unit,
    *,
    by: Actor,
    now: datetime,
    number_pattern: str = "{year}-{serial:05}",
    open_to_citizens: bool = False,
    citizen_role: str = "citizen",
    kle_subject: str = "",
    kle_facet: str = "",
) -> CaseType:
    """Let ``unit`` have cases of ``process``. Asked again, it changes the number pattern and
    whether citizens may start one. The subject and facet that new cases get, the process's own
    or those given here, must hold in the authority's plan.

    ``use_process(lost_earnings, children_unit, by=frida, now=now, open_to_citizens=True)``.
    """
    require_same_authority(by, unit.authority_id)
    require_capability(by, Capability.PUBLISH_PROCESS)
    try:
        check_pattern(number_pattern)
    except PatternError as error:
        raise CaseError(str(error)) from error
    graph = _newest_graph(process, by)
    _refuse_unknown_effects(graph)
    placed = placement_of_type(
        kle_subject or graph.kle,
        kle_facet or graph.facet,
        authority_id=unit.authority_id,
        today=local_day(now),
    )
    _refuse_numbers_without_a_subject(number_pattern, placed.subject)
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
                "kle_subject": placed.subject if kle_subject else "",
                "kle_facet": placed.facet if kle_facet else "",
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


def _newest_graph(process: Process, by: Actor) -> Graph:
    require_same_authority(by, process.authority_id or by.authority_id)
    version = newest_version(process.pk)
    if version is None:
        raise CaseError(_("Processen er ikke udgivet endnu."))
    return graph_for(version.pk)


def _refuse_numbers_without_a_subject(pattern: str, subject: str) -> None:
    if "kle" in fields_of(pattern) and not subject:
        message = _("Sagsnumrene bruger {kle}, men sagstypen har intet emne. Skriv et.")
        raise DataRefused(message, {"kle_subject": message})


def _refuse_unknown_effects(graph: Graph) -> None:
    """An effect that no room has registered would stop the step on the day it is done."""
    used = {effect.kind for event in graph.events for effect in event.effects}
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
