"""Each minute: who is waited for by something new, and has asked to be told.

Two workers at once tell somebody once: who is first moves ``look_at``, and the other finds it
moved. Should a worker die between that and the telling, the next one tells when the lease is over.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.base.access.actor import system_actor
from faelled.base.connect.notify import mail, push
from faelled.base.connect.notify.sealing import Subscription
from faelled.base.notices.actions import forget_device
from faelled.base.notices.models import Channel, Device, Rhythm, Wish
from faelled.base.notices.queries import due
from faelled.base.notices.registry import WAITING, WaitingKinds, Waits, Window
from faelled.base.notices.schedule import LEASE, PAUSE, SETTLED, next_summary
from faelled.base.people.actors import actor_for

logger = logging.getLogger(__name__)

Tell = Callable[[Wish, tuple[Waits, ...], datetime], bool]


def tell_all(*, now: datetime, kinds: WaitingKinds = WAITING) -> int:
    """Tell those whose turn it is; how many were told. A mail server that is away is asked once."""
    told, away = 0, set()
    for wish in due(now):
        if wish.channel in away:
            continue
        try:
            told += tell(wish, now=now, kinds=kinds)
        except mail.MailAwayError:
            logger.warning("The mail server did not take a notice; it is tried again later")
            away.add(wish.channel)
        except Exception:  # one that fails must not keep the others from being told
            logger.exception("Employee %s could not be told; it is tried again", wish.employee.uuid)
            _settle(wish, told_at=wish.told_at, look_at=now + PAUSE)
    return told


def tell(wish: Wish, *, now: datetime, kinds: WaitingKinds = WAITING) -> bool:
    """Tell one employee by one channel what newly waits for them, if anything does."""
    user = getattr(wish.employee, "user", None)
    until = now - SETTLED
    if user is None or until <= wish.told_at:
        return False
    window = Window(wish.told_at, until, now)
    waiting = kinds.new_for(actor_for(user, now), window)
    if not waiting:
        if wish.rhythm == Rhythm.DAILY:
            _settle(wish, told_at=until, look_at=next_summary(now))
        return False
    if not _take(wish, now):
        return False
    try:
        told = CARRIERS[wish.channel](wish, waiting, now)
    except mail.MailAwayError:
        _settle(wish, told_at=wish.told_at, look_at=now + PAUSE)
        raise
    later = next_summary(now) if wish.rhythm == Rhythm.DAILY else now + PAUSE
    _settle(wish, told_at=until if told else wish.told_at, look_at=later if told else now + PAUSE)
    return told


def tell_by_push(wish: Wish, waiting: tuple[Waits, ...], now: datetime) -> bool:
    """One notice to each device; those that are no more are forgotten."""
    said, told = push_words(waiting), False
    if not push.configured():
        return False
    for device in Device.objects.filter(employee=wish.employee).select_related("employee"):
        to = Subscription(device.endpoint, device.public, device.secret)
        try:
            gone = (
                device.site_key != push.site_key()
                or push.send(said, to, now=now) is push.Outcome.GONE
            )
        except push.PushError:
            logger.warning("A push notice was not taken; it is tried again later")
            continue
        if gone:
            system = system_actor(wish.employee.authority_id)
            forget_device(device, by=system, now=now)
        else:
            told = True
    return told


def tell_by_mail(wish: Wish, waiting: tuple[Waits, ...], now: datetime) -> bool:
    """One mail of plain text; one that the server will not take for this person is let go."""
    if not mail.configured():
        return False
    try:
        mail.send(
            wish.employee.email, subject=_("Der venter noget på dig i Fælled"), text=letter(waiting)
        )
    except mail.MailAwayError:
        raise
    except mail.MailError:
        logger.warning("A mail to employee %s was refused", wish.employee.uuid)
    return True


CARRIERS: Mapping[str, Tell] = {Channel.PUSH: tell_by_push, Channel.MAIL: tell_by_mail}


def push_words(waiting: tuple[Waits, ...]) -> push.Words:
    """``"Der venter noget på din godkendelse i Fælled."``, and the list it stands on."""
    first = waiting[0].kind
    if len(waiting) == 1:
        return push.Words("Fælled", str(first.sentence), reverse(first.url_name))
    return push.Words("Fælled", _("Der venter noget på dig i Fælled."), reverse(first.url_name))


def letter(waiting: tuple[Waits, ...]) -> str:
    """How many of what, and where; no name, no case, no words of anybody."""
    lines = [_("Siden sidst er der kommet noget nyt til dig i Fælled:"), ""]
    for waits in waiting:
        url = f"{settings.SITE_URL}{reverse(waits.kind.url_name)}"
        lines += [f"{waits.kind.label}: {waits.count}", url, ""]
    lines += [
        _("Du ser, hvad det er, når du er logget ind."),
        "",
        _("Du vælger selv, om du vil have disse mails:"),
        f"{settings.SITE_URL}{reverse('notices:settings')}",
    ]
    return "\n".join(lines)


def _take(wish: Wish, now: datetime) -> bool:
    """Whether this worker was first."""
    rows = Wish.objects.filter(pk=wish.pk, look_at=wish.look_at, told_at=wish.told_at)
    return bool(rows.update(look_at=now + LEASE))


def _settle(wish: Wish, *, told_at: datetime, look_at: datetime) -> None:
    Wish.objects.filter(pk=wish.pk).update(told_at=told_at, look_at=look_at)
