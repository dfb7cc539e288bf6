"""``@access``: every view says who may open it, and for what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from faelled.base.access.actor import ANONYMOUS, Actor, ActorKind, Capability
from faelled.base.access.purposes import PURPOSES
from faelled.base.access.requests import ActorRequest

LEADERSHIP = "leadership"
Who = Literal["employee", "citizen", "logged-in", "anyone"]
P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]

KINDS: dict[Who, frozenset[ActorKind]] = {
    "employee": frozenset({ActorKind.EMPLOYEE}),
    "citizen": frozenset({ActorKind.CITIZEN}),
    "logged-in": frozenset({ActorKind.EMPLOYEE, ActorKind.CITIZEN}),
    "anyone": frozenset({ActorKind.EMPLOYEE, ActorKind.CITIZEN, ActorKind.ANONYMOUS}),
}


@dataclass(frozen=True, slots=True)
class AccessRule:
    """``leadership``: opens to those who have the leader's pages and nothing else."""

    who: Who
    purpose: str
    capability: Capability | None
    leadership: bool = False

    def opens_to(self, actor: Actor) -> bool:
        """Whether the page is there at all for ``actor``; the capability is asked apart."""
        if actor.kind not in KINDS[self.who]:
            return False
        return self.leadership or not actor.leadership_only


def access(
    *,
    who: Who,
    purpose: str = "",
    capability: Capability | None = None,
    own_settings: bool = False,
) -> Callable[[View[P]], View[P]]:
    """Let the right people in and put their Actor, with its purpose, on the request.

    ``@access(who="employee", purpose="case-work")``. Not logged in: to the log-in page and back.
    The wrong kind of user: 404, for the page is not there for them. Capability missing: 403 with
    the reason. A page for one kind of user needs a purpose (it shows personal data).

    Who has the leader's pages only comes into those with the purpose ``leadership``, those that
    anyone may open, and those marked ``own_settings``; every other page is not there for them.
    """
    if purpose not in PURPOSES and (purpose or who != "anyone"):
        raise ValueError(f"@access needs a known purpose, not {purpose!r}.")
    leadership = own_settings or who == "anyone" or purpose == LEADERSHIP
    rule = AccessRule(who, purpose, capability, leadership)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            actor = _actor_on(request)
            if actor.kind is ActorKind.ANONYMOUS and who != "anyone":
                return _to_log_in(request)
            _require(rule, actor)
            request.actor = actor.for_purpose(purpose)
            response = view(request, *args, **kwargs)
            # A page that all may read still has the name of who is logged in above it.
            if actor.kind is not ActorKind.ANONYMOUS and isinstance(response, HttpResponse):
                add_never_cache_headers(response)
            return response

        guarded.__dict__["access"] = rule
        return guarded

    return decorate


def _actor_on(request: ActorRequest) -> Actor:
    # Without the middleware nobody is known, so nobody comes in.
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def _require(rule: AccessRule, actor: Actor) -> None:
    if not rule.opens_to(actor):
        raise Http404
    if rule.capability and not actor.can(rule.capability):
        raise PermissionDenied(
            _("Du har ikke rettighed til denne side. Spørg din leder, hvis du har brug for den.")
        )


def _to_log_in(request: ActorRequest) -> HttpResponse:
    """Back to the same page after log-in; a swapped part goes back to the page it stood on."""
    htmx = HtmxDetails(request)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    there = redirect_to_login(htmx.current_url_abs_path or "/")
    return HttpResponse(headers={"HX-Redirect": there["Location"]})
