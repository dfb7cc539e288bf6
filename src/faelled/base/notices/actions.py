"""Choosing how one is told, and which devices take notices. Each for oneself only."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused
from faelled.base.connect.notify import push
from faelled.base.connect.notify.sealing import Subscription
from faelled.base.notices.models import Channel, Device, Rhythm, Wish
from faelled.base.notices.queries import own_devices, own_id
from faelled.base.notices.schedule import next_summary
from faelled.base.people.models import Employee

MOST_DEVICES = 10


class NotThisBrowserError(Refused):
    """The browser's own service may not be called, or what it sent is not a subscription."""


@transaction.atomic
def choose(rhythm: Rhythm, *, working_hours: bool, by: Actor, now: datetime) -> None:
    """How mail comes, and for both channels whether only in working hours."""
    employee_id = own_id(by)
    _set(employee_id, Channel.MAIL, rhythm, working_hours, now)
    _set(employee_id, Channel.PUSH, Rhythm.AT_ONCE, working_hours, now)
    _log(by, "choose-notices", now)


@transaction.atomic
def add_device(to: Subscription, *, title: str, by: Actor, now: datetime) -> Device:
    """This browser takes notices from now on, for the actor and for nobody else."""
    employee_id = own_id(by)
    if not (push.configured() and push.may_send_to(to)):
        raise NotThisBrowserError(
            _("Din browsers beskedtjeneste kan ikke bruges her. Vælg en mail i stedet.")
        )
    # Two presses at once are counted one after the other.
    Employee.objects.select_for_update(no_key=True).get(pk=employee_id)
    others = own_devices(by).exclude(endpoint=to.endpoint)
    if others.count() >= MOST_DEVICES:
        raise Refused(_("Du har allerede mange enheder. Fjern en, du ikke bruger."))
    device, _new = Device.objects.update_or_create(
        endpoint=to.endpoint,
        defaults={
            "employee_id": employee_id,
            "public": to.public,
            "secret": to.secret,
            "site_key": push.site_key(),
            "title": title,
            "added_at": now,
        },
    )
    Wish.objects.get_or_create(
        employee_id=employee_id,
        channel=Channel.PUSH,
        defaults={"rhythm": Rhythm.AT_ONCE, "told_at": now, "look_at": now},
    )
    _log(by, "add-device", now)
    return device


@transaction.atomic
def remove_device(uuid: UUID, *, by: Actor, now: datetime) -> bool:
    """One of the actor's own; somebody else's is as if it were not there."""
    removed, _kinds = own_devices(by).filter(uuid=uuid).delete()
    if removed:
        _log(by, "remove-device", now)
    return bool(removed)


@transaction.atomic
def forget_device(device: Device, *, by: Actor, now: datetime) -> None:
    """The push service says that the browser takes no more; asks for the system itself. One that
    has been switched on again meanwhile, by anybody, stays.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise Refused(_("Det gør systemet selv."))
    same = Device.objects.filter(pk=device.pk, added_at=device.added_at)
    removed, _kinds = same.filter(employee=device.employee_id).delete()
    if not removed:
        return
    stream = f"employee:{device.employee.uuid}"
    log_write(by, stream=stream, action="forget-device", subjects=[stream], detail={}, now=now)


def _set(
    employee_id: int, channel: Channel, rhythm: Rhythm, working_hours: bool, now: datetime
) -> None:
    """What waits already is not told anew because somebody changes their mind."""
    wish, _new = Wish.objects.select_for_update().get_or_create(
        employee_id=employee_id,
        channel=channel,
        defaults={"rhythm": rhythm, "told_at": now, "look_at": now},
    )
    if wish.rhythm == Rhythm.NEVER:
        wish.told_at = now
    wish.rhythm, wish.working_hours = rhythm, working_hours
    wish.look_at = next_summary(now) if rhythm == Rhythm.DAILY else now
    wish.save()


def _log(by: Actor, action: str, now: datetime) -> None:
    stream = f"user:{by.id}"
    log_write(by, stream=stream, action=action, subjects=[stream], detail={}, now=now)
