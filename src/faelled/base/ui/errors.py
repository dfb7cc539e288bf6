"""Error pages in plain words, each with a way on (docs/security.md: nothing inside is shown)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened and what one can do; ``typed``: what was written may still be in the form."""

    status: int
    title: str
    text: str
    typed: bool = False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something the page cannot read, for instance a form that is too big."""
    text = _("Siden kunne ikke læse det, der blev sendt. Gå tilbage, og prøv igen.")
    return _page(request, Trouble(400, _("Det kunne ikke læses"), text, typed=True))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reason that the refusing code gave, else a plain sentence."""
    text = str(exception) or _(
        "Du har ikke adgang til denne side. Spørg din leder, hvis du har brug for den."
    )
    return _page(request, Trouble(403, _("Du har ikke adgang"), text))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also what one may not see; the two cannot be told apart."""
    text = _("Siden findes ikke, eller du har ikke adgang til den. Se adressen efter for fejl.")
    return _page(request, Trouble(404, _("Siden blev ikke fundet"), text))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the form's token is missing or old, mostly because the log-in has run out."""
    text = _(
        "Formularen var for gammel, eller du er logget ind som en anden i et andet vindue. "
        "Intet er sendt. Gå tilbage, genindlæs siden, og send igen."
    )
    return _page(request, Trouble(403, _("Formularen er udløbet"), text, typed=True))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database or the request, for either may be what failed."""
    text = _("Der er sket en fejl hos os. Intet er gemt halvt. Prøv igen om lidt.")
    trouble = Trouble(500, _("Noget gik galt"), text, typed=True)
    return HttpResponse(render_to_string("ui/error_bare.html", {"trouble": trouble}), status=500)


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    response = render(request, "ui/error.html", {"trouble": trouble}, status=trouble.status)
    add_never_cache_headers(response)  # the reader's name stands above it
    return response
