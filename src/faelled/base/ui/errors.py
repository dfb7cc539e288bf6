"""Error pages in plain words, each with a way on (docs/security.md: nothing inside is shown)."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened and what one can do; ``typed``: what was written may still be in the form.

    ``retry_after``: seconds until it is worth trying again; 0 where waiting does not help.
    """

    status: int
    title: str
    text: str
    typed: bool = False
    retry_after: int = 0


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


def too_fast(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: one person or program asks for more than people do."""
    text = _("Der kom flere forespørgsler, end et menneske sender. Vent lidt, og prøv igen.")
    title = _("Vent et øjeblik")
    return server_page(Trouble(429, title, text, typed=True, retry_after=seconds))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the form's token is missing or old, mostly because the log-in has run out."""
    text = _(
        "Formularen var for gammel, eller du er logget ind som en anden i et andet vindue. "
        "Intet er sendt. Gå tilbage, genindlæs siden, og send igen."
    )
    return _page(request, Trouble(403, _("Formularen er udløbet"), text, typed=True))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with ``Retry-After`` where waiting helps: the database is away, the disk is full.

    Asks nothing of the database or the request, for either may be what failed.
    """
    return server_page(trouble_of(sys.exc_info()[1]))


def server_page(trouble: Trouble) -> HttpResponse:
    """A page without anybody's name on it, that costs no query."""
    page = render_to_string("ui/error_bare.html", {"trouble": trouble})
    response = HttpResponse(page, status=trouble.status)
    if trouble.retry_after:
        response["Retry-After"] = str(trouble.retry_after)
    response["Cache-Control"] = "no-store"
    return response


def trouble_of(error: BaseException | None) -> Trouble:
    """What to say of an exception: looks through it and those behind it for one that will pass.

    ``trouble_of(OperationalError("database is locked")).status == 503``.
    """
    causes = list(_chain(error))
    if any(map(_disk_is_full, causes)):
        return _no_room()
    if any(map(_database_is_away, causes)):
        return _no_database()
    text = _("Der er sket en fejl hos os. Intet er gemt halvt. Prøv igen om lidt.")
    return Trouble(500, _("Noget gik galt"), text, typed=True)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and those it came of, as a traceback would show them."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _disk_is_full(error: BaseException) -> bool:
    """Both databases tell it as one of many operational errors: SQLSTATE 53100, SQLITE_FULL."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorcode", None)
    return code in ("53100", sqlite3.SQLITE_FULL)


def _database_is_away(error: BaseException) -> bool:
    """Also one that may only be read for now, as while another takes over (SQLSTATE 25006)."""
    away = isinstance(error, OperationalError | InterfaceError)
    return away or getattr(error, "sqlstate", None) == "25006"


def _no_database() -> Trouble:
    text = _(
        "Fælled kan ikke få fat i sin database lige nu. Intet er gemt halvt: det, du sendte, er "
        "enten gemt helt eller slet ikke. Vent lidt, gå tilbage, og se efter, om det er gemt, "
        "før du sender igen."
    )
    return Trouble(503, _("Vent et øjeblik"), text, typed=True, retry_after=10)


def _no_room() -> Trouble:
    text = _(
        "Der er ikke mere plads på serveren, så det, du sendte, er ikke gemt. "
        "Sig det til dem, der driver systemet. Lad siden stå åben, og send igen, når der er plads."
    )
    return Trouble(503, _("Der er ikke plads"), text, typed=True, retry_after=120)


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    response = render(request, "ui/error.html", {"trouble": trouble}, status=trouble.status)
    add_never_cache_headers(response)  # the reader's name stands above it
    return response
