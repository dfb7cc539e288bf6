"""The session's choice of whom to act for; checked at each request, never trusted."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from faelled.base.access.actor import ANONYMOUS, Actor
from faelled.base.people.actors import actor_for, actor_on_behalf
from faelled.base.people.models import User, UserKind

KEY = "on-behalf-of"
# The provider that vouched for this session; written by the log-in (base/connect).
PROVIDER_KEY = "log_in_provider"


def request_actor(request: HttpRequest, now: datetime) -> Actor:
    """The logged-in user as they stand at ``now``, in a colleague's place when so chosen.

    A choice whose hours are over is forgotten, and the person is themselves again.
    """
    user = request.user
    if not isinstance(user, User) or not came_in_lawfully(request, user):
        return ANONYMOUS
    chosen = request.session.get(KEY)
    if not chosen:
        return actor_for(user, now)
    actor = actor_on_behalf(user, str(chosen), now)
    if actor is None:
        del request.session[KEY]
        return actor_for(user, now)
    return actor


def came_in_lawfully(request: HttpRequest, user: User) -> bool:
    """Where employees must use their own provider, a session from elsewhere is nobody's."""
    forced = settings.EMPLOYEE_LOG_IN
    if not forced or user.kind != UserKind.EMPLOYEE:
        return True
    return bool(request.session.get(PROVIDER_KEY) == forced)


def choose(request: HttpRequest, principal_id: str, now: datetime) -> bool:
    """Act for the colleague with this user uuid from now on; "" is oneself. False when refused."""
    user = request.user
    if not principal_id:
        request.session.pop(KEY, None)
        return True
    if not isinstance(user, User) or actor_on_behalf(user, principal_id, now) is None:
        return False
    request.session[KEY] = principal_id
    return True
