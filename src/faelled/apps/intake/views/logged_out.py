"""When the log-in has run out while somebody typed: what they typed waits for them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from faelled.apps.intake.sealing import SealBroken, seal, unseal
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.requests import ActorRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
TYPED = "intake-typed"
LONGEST = 200_000


def keep_typed(view: View[P]) -> View[P]:
    """Outermost on a page with a form: a post without a log-in is kept until the log-in.

    The texts lie sealed in the session under the page's address. Django keeps the session of one
    who logs in, and only a page that has let its owner in reads them, so on a shared computer the
    next person never sees them. Files cannot be kept; the page says so.
    """

    @wraps(view)
    def kept(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        anonymous = not isinstance(actor, Actor) or actor.kind is ActorKind.ANONYMOUS
        if anonymous and request.method == "POST":
            _keep(request)
        return view(request, *args, **kwargs)

    return kept


def take_typed(request: ActorRequest) -> dict[str, list[str]] | None:
    """What was typed on this very page before the log-in, once; None when there is nothing."""
    kept = request.session.get(TYPED)
    if not isinstance(kept, dict) or kept.get("path") != request.path:
        return None
    del request.session[TYPED]
    try:
        typed = unseal(kept["text"])
    except SealBroken:
        return None
    messages.info(
        request,
        _(
            "Du var blevet logget ud. Det, du havde skrevet, er her stadig. "
            "Havde du valgt en fil, skal du vælge den igen."
        ),
    )
    return typed


def _keep(request: ActorRequest) -> None:
    typed = {name: request.POST.getlist(name) for name in request.POST}
    typed.pop("csrfmiddlewaretoken", None)
    text = seal(typed)
    if len(text) <= LONGEST:
        request.session[TYPED] = {"path": request.path, "text": text}
