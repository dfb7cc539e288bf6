"""``request.user`` without a question of its own: the session's row was read with whose it is."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from faelled.base.connect.log_ins.store import SessionStore
from faelled.base.people.models import User


class UserMiddleware(AuthenticationMiddleware):
    """In the place of Django's own, which reads the user by a query at the first use."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: user_of(request))  # type: ignore[assignment]


def user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """The user who came with the session, where all holds that Django asks of one; where anything
    does not (a closed user, a changed password, a log-in this moment), Django itself decides.
    """
    session = request.session
    if isinstance(session, SessionStore):
        user_id = session.get(SESSION_KEY)  # reads the session, and the user with it
        if session.user is not None and vouched_for(session, session.user, user_id):
            return session.user
    return get_user(request)


def vouched_for(session: SessionStore, user: User, user_id: str | None) -> bool:
    """By a way in that is still one, and since the user last changed their password."""
    return (
        user.is_active
        and str(user.pk) == user_id
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )
