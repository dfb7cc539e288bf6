"""How a log-in from outside is joined to a person we know; nobody signs up by arriving."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class NoSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the authority, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LinkKnownPeopleAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Log-ins from a provider are joined to known people."""
