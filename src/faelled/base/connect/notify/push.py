"""Web Push (RFC 8030): one sealed notice to one browser, through the service its maker runs."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.utils.translation import gettext as _

from faelled.base.connect.allowed import find
from faelled.base.connect.client import session_to
from faelled.base.connect.errors import ConnectError
from faelled.base.connect.notify.sealing import (
    KeyFaultError,
    Subscription,
    authorization,
    base64,
    private_key,
    public_point,
    read_browser_keys,
    seal,
)
from faelled.base.connect.systems import SYSTEMS, System

# Chrome and most others; Firefox; Safari. In a real installation FAELLED_CONNECT names them.
USUAL_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
)
# What is not delivered in a day is old, and the next notice takes the place of the one before.
KEEP = timedelta(days=1)
TOPIC = "venter"
LONGEST_ENDPOINT = 500
TAKEN, GONE = {200, 201, 202, 204}, {404, 410}


def demo_hosts() -> tuple[str, ...]:
    return USUAL_HOSTS if settings.DEMO else ()


PUSH = SYSTEMS.register(System("push", "Beskedtjenesten", own_hosts=demo_hosts))


class PushError(Exception):
    """The push service did not take the notice; the message is for people."""


class Outcome(Enum):
    TAKEN = "taken"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Words:
    """What is shown on the device, and where a press leads. Never anything about a person."""

    title: str
    body: str
    url: str


def configured() -> bool:
    """Whether somebody stands behind the notices and there is a service to give them to."""
    return bool(settings.PUSH_CONTACT and PUSH.allowed())


def site_key() -> str:
    """The public key that a browser asks for when it is switched on; base64url."""
    return base64(public_point(private_key(settings.PUSH_KEY)))


def may_send_to(to: Subscription) -> bool:
    """Whether the address is one of a service that may be called, and the keys are keys."""
    if len(to.endpoint) > LONGEST_ENDPOINT or find(to.endpoint, PUSH.allowed()) is None:
        return False
    try:
        read_browser_keys(to)
    except KeyFaultError:
        return False
    return True


def send(words: Words, to: Subscription, *, now: datetime, system: System = PUSH) -> Outcome:
    """Give one notice to the service; ``GONE`` when the browser no longer takes any."""
    body = json.dumps({"title": words.title, "body": words.body, "url": words.url})
    key = private_key(settings.PUSH_KEY)
    headers = {
        "Authorization": authorization(to.endpoint, key, contact=settings.PUSH_CONTACT, now=now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEEP.total_seconds())),
        "Topic": TOPIC,
        "Urgency": "normal",
    }
    try:
        with session_to(system) as session:
            answer = session.post(to.endpoint, data=seal(body.encode(), to), headers=headers)
    except ConnectError as error:
        raise PushError(str(error)) from None
    if answer.status_code in GONE:
        return Outcome.GONE
    if answer.status_code not in TAKEN:
        raise PushError(_("Beskedtjenesten tog ikke imod beskeden."))
    return Outcome.TAKEN
