"""Which unit takes the orders that come from other authorities."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.orders.models import PROCESS, Intake
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people.models import Unit
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import CaseType


def take_orders_in(unit: Unit, *, by: Actor, now: datetime) -> Intake:
    """Let ``unit`` take what other authorities order; an earlier choice is replaced.

    The unit must use the process already. Raises Refused or CaseError.
    """
    require_same_authority(by, unit.authority_id)
    require_capability(by, Capability.PUBLISH_PROCESS)
    uses = CaseType.objects.filter(unit=unit, process__key=PROCESS, active=True)
    if not uses.exists():
        raise CaseError(
            _("Enheden bruger ikke bestillinger endnu. Vælg det under sagstyper først.")
        )
    with transaction.atomic():
        row, _made = Intake.objects.update_or_create(
            authority_id=unit.authority_id, defaults={"unit": unit}
        )
        log_write(
            by,
            stream=f"unit:{unit.uuid}",
            action="order.intake",
            subjects=[],
            detail={"unit": unit.pk},
            now=now,
        )
    return row
