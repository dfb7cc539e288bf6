"""What an employee has chosen, and whose turn it is to be told."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.refusals import Refused
from faelled.base.notices.models import Channel, Device, Rhythm, Wish
from faelled.base.notices.schedule import in_working_hours
from faelled.base.people.models import Employee


def own_id(actor: Actor) -> int:
    """The actor's own row, also while they act for another."""
    if actor.kind is not ActorKind.EMPLOYEE or actor.employee_id is None:
        raise Refused(_("Det kan kun en medarbejder gøre."))
    return actor.employee_id


def own_wishes(actor: Actor) -> Mapping[str, Wish]:
    """What the actor has chosen, by channel."""
    return {wish.channel: wish for wish in Wish.objects.filter(employee=own_id(actor))}


def own_devices(actor: Actor) -> QuerySet[Device]:
    return Device.objects.filter(employee=own_id(actor)).order_by("-added_at", "-pk")


def own_address(actor: Actor) -> str:
    """Where the actor's mail goes; empty when the authority has noted none."""
    return str(Employee.objects.values_list("email", flat=True).get(pk=own_id(actor)))


def due(now: datetime) -> QuerySet[Wish]:
    """The wishes to look at: those of people who can log in, in the hours they have chosen."""
    devices = Device.objects.filter(employee=OuterRef("employee"))
    by_push = Q(Exists(devices), channel=Channel.PUSH)
    by_mail = Q(channel=Channel.MAIL) & ~Q(employee__email="")
    wishes = Wish.objects.filter(
        by_push | by_mail, look_at__lte=now, employee__user__is_active=True
    ).exclude(rhythm=Rhythm.NEVER)
    if not in_working_hours(now):
        wishes = wishes.exclude(working_hours=True)
    return wishes.select_related("employee__user").order_by("look_at", "pk")
