"""How a log-in from outside is joined to a person we know; nobody signs up by arriving."""

import logging
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.access.actor import system_actor
from faelled.base.connect.client import GuardedSession, session_to
from faelled.base.connect.oidc.actions import link_log_in
from faelled.base.connect.oidc.provider import StrictProvider
from faelled.base.connect.oidc.queries import may_log_in, user_for
from faelled.base.connect.oidc.rules import own_hosts
from faelled.base.connect.systems import SYSTEMS, System
from faelled.base.people.models import User
from faelled.base.people.on_behalf import PROVIDER_KEY

logger = logging.getLogger(__name__)

OIDC = SYSTEMS.register(System("oidc", "Log-in", own_hosts=own_hosts))
# Where pages find the level this session came in with (Level's value).
ASSURANCE_KEY = "assurance_level"


class NoSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by the authority, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own greetings are not ours."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        login = kwargs["signal_kwargs"]["sociallogin"]
        request.session[ASSURANCE_KEY] = int(login.identity.loa)
        request.session[PROVIDER_KEY] = login.account.provider
        logger.info("Log-in: user %s, level %s", user.public_id, login.identity.loa.name)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class LinkKnownPeopleAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """A log-in is let through when its level is enough and it points to one known person."""

    def get_requests_session(self) -> GuardedSession:
        return session_to(OIDC)

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        return StrictProvider(request, app=super().get_provider(request, provider, client_id).app)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        rules, identity = sociallogin.provider.rules, sociallogin.identity
        forced = settings.EMPLOYEE_LOG_IN
        if forced and rules.kind == "employee" and sociallogin.account.provider != forced:
            _refuse(request, "not the employees' provider", _("Log ind med kommunens log-in."))
        if not rules.admits(identity):
            _refuse(request, "level", _("Log ind med et højere sikringsniveau."))
        if sociallogin.is_existing:
            if not may_log_in(sociallogin.user, rules):
                _refuse(request, "closed", _("Din adgang er lukket. Kontakt kommunen."))
            return
        user = user_for(identity, rules)
        if user is None:
            _refuse(request, "unknown", _("Vi kender dig ikke endnu. Kontakt kommunen."))
        owner = user.employee or user.person
        sociallogin.account = link_log_in(
            user,
            provider_id=sociallogin.account.provider,
            subject=sociallogin.account.uid,
            by=system_actor(owner.authority_id if owner else 0),
            now=timezone.now(),
        )
        sociallogin.user = user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        if error == AuthError.CANCELLED:
            _refuse(request, "cancelled", _("Du afbrød log-in. Prøv igen, når du er klar."))
        reason = f"{type(exception).__name__}: {exception}" if exception else str(error)
        _refuse(request, reason, _("Log-in lykkedes ikke. Prøv igen."))


def _refuse(request: HttpRequest, reason: str, text: str) -> NoReturn:
    """Back to the log-in page with a plain message; the reason goes to the log without a name."""
    logger.warning("Log-in refused: %s", reason)
    messages.error(request, text)
    raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
