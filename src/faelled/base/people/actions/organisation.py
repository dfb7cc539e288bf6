"""Authorities, units and companies."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import (
    Refused,
    require_capability,
    require_employee,
    require_same_authority,
)
from faelled.base.people.models import Authority, Company, Unit


@transaction.atomic
def add_authority(
    name: str, *, cvr: str, municipality_code: str, by: Actor, now: datetime
) -> Authority:
    """Only the system itself makes an authority: an employee always belongs to another one."""
    if by.kind is not ActorKind.SYSTEM:
        raise Refused(_("En myndighed oprettes kun ved installationen."))
    authority = Authority.objects.create(name=name, cvr=cvr, municipality_code=municipality_code)
    stream = f"authority:{authority.uuid}"
    log_write(by, stream=stream, action="add-authority", subjects=[], detail={}, now=now)
    return authority


@transaction.atomic
def add_unit(
    authority: Authority,
    name: str,
    *,
    parent: Unit | None = None,
    valid_from: date,
    by: Actor,
    now: datetime,
) -> Unit:
    require_same_authority(by, authority.pk)
    require_capability(by, Capability.MANAGE_PEOPLE)
    if parent is not None:
        require_same_authority(by, parent.authority_id)
    unit = Unit.objects.create(
        authority=authority, name=name, parent=parent, path="", valid_from=valid_from
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    _log(by, unit, "add-unit", now)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, parent: Unit | None, by: Actor, now: datetime) -> Unit:
    """Hang a unit, with all below it, elsewhere. Refused below itself."""
    require_capability(by, Capability.MANAGE_PEOPLE)
    # The whole tree is locked: two moves at once could otherwise hang each below the other.
    tree = {u.pk: u for u in Unit.objects.select_for_update().filter(authority=unit.authority_id)}
    moved = tree[unit.pk]
    require_same_authority(by, moved.authority_id)
    if parent is not None:
        parent = tree.get(parent.pk)
        if parent is None:
            raise Refused(_("Det hører til en anden myndighed."))
        if parent.path.startswith(moved.path):
            raise ValueError(_("En enhed kan ikke ligge under sig selv."))
    old, new = moved.path, f"{parent.path if parent else ''}{moved.pk}/"
    Unit.objects.filter(authority=moved.authority_id, path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    Unit.objects.filter(pk=moved.pk).update(parent=parent)
    moved.refresh_from_db()
    _log(by, moved, "move-unit", now)
    return moved


@transaction.atomic
def close_unit(unit: Unit, *, valid_to: date, by: Actor, now: datetime) -> Unit:
    require_same_authority(by, unit.authority_id)
    require_capability(by, Capability.MANAGE_PEOPLE)
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    _log(by, unit, "close-unit", now)
    return unit


@transaction.atomic
def register_company(
    authority: Authority, *, cvr: str, name: str, by: Actor, now: datetime
) -> Company:
    require_same_authority(by, authority.pk)
    require_employee(by)
    company = Company.objects.create(authority=authority, cvr=cvr, name=name)
    stream = f"company:{company.uuid}"
    log_write(by, stream=stream, action="register-company", subjects=[stream], detail={}, now=now)
    return company


def _log(by: Actor, unit: Unit, action: str, now: datetime) -> None:
    stream = f"unit:{unit.uuid}"
    log_write(by, stream=stream, action=action, subjects=[], detail={"path": unit.path}, now=now)
