"""What the tests of this room share: a thing that waits, and people who want to be told."""

from dataclasses import dataclass, field
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.base.connect.notify.sealing import Subscription
from faelled.base.notices import actions
from faelled.base.notices.models import Device, Rhythm
from faelled.base.notices.registry import Kind, WaitingKinds, Window
from tests.cast import Cast, Worker

BROWSER = Subscription(
    "https://fcm.googleapis.com/send/1",
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "BTBZMqHH6r4Tts7J_aSIgg",
)


@dataclass
class Pile:
    """Things that wait for one employee, each with the moment it came."""

    whose: Worker
    came: list[datetime] = field(default_factory=list)

    def count(self, reader: Actor, window: Window) -> int:
        if reader.employee_id != self.whose.employee.pk:
            return 0
        return len([at for at in self.came if window.since < at <= window.until])


def kinds_of(*piles: Pile, url_name: str = "log-ins") -> WaitingKinds:
    kinds = WaitingKinds()
    for number, pile in enumerate(piles):
        said = f"Der venter noget ({number})."
        kinds.add(Kind(f"pile-{number}", f"Bunke {number}", said, url_name, pile.count))
    return kinds


def wants_mail(
    cast: Cast,
    who: Worker,
    now: datetime,
    *,
    rhythm: Rhythm = Rhythm.AT_ONCE,
    working_hours: bool = True,
) -> None:
    who.employee.email = f"{who.user.username}@example.dk"
    who.employee.save()
    by = cast.actor(who, now)
    actions.choose(rhythm, working_hours=working_hours, by=by, now=now)


def has_device(cast: Cast, who: Worker, endpoint: str, now: datetime) -> Device:
    to = Subscription(endpoint, BROWSER.public, BROWSER.secret)
    return actions.add_device(to, title="Firefox, Android", by=cast.actor(who, now), now=now)
