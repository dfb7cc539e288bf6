"""The work list and the search."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.models import Status
from faelled.casework.cases.rows import WorkRow, work_rows
from faelled.casework.cases.work_list import (
    SCOPES,
    Filters,
    case_types,
    handlers,
    search,
    work_list,
)

PAGE, FOUND = 100, 100
SHORTEST = 2


@access(who="employee", purpose="case-work")
@require_safe
def case_list(request: ActorRequest) -> HttpResponse:
    """One tab of the work list."""
    now, actor = timezone.now(), request.actor
    filters = Filters.from_query(request.GET.dict())
    page = Paginator(work_list(actor, filters, now=now), PAGE).get_page(request.GET.get("side"))
    shown = page.object_list
    assert isinstance(shown, QuerySet)
    rows = work_rows(shown, actor, now=now)
    log_read(actor, subjects=subjects_of(rows), page="cases:list", now=now)
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "tabs": tabs(filters),
        "scope": next(scope for scope in SCOPES if scope.key == filters.scope),
        "case_types": case_types(actor),
        "handlers": handlers(actor, now=now),
        "statuses": Status,
        "now": now,
    }
    template = "cases/_work_list.html" if request.htmx else "cases/work_list.html"
    return render(request, template, context)


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request: ActorRequest) -> HttpResponse:
    """Find cases by number, title, name or CPR; by POST, so that no address holds a CPR. Fetched
    anew or come back to, the page asks for the words again.
    """
    if request.method != "POST" and request.GET:
        return HttpResponseNotAllowed(["POST"])
    if request.method != "POST":
        return render(request, "cases/search.html", {"asks": True})
    now, actor = timezone.now(), request.actor
    words = request.POST.get("q", "").strip()
    if len(words) < SHORTEST:
        return redirect("cases:list")
    found = work_rows(search(actor, words, now=now)[: FOUND + 1], actor, now=now)
    rows = found[:FOUND]
    log_read(actor, subjects=subjects_of(rows), page="cases:search", now=now)
    context = {"rows": rows, "more": len(found) > FOUND, "limit": FOUND, "words": words}
    return render(request, "cases/search.html", context | {"now": now})


def tabs(filters: Filters) -> list[dict[str, object]]:
    """The tabs, each keeping the filters that are set."""
    query = filters.as_query()
    return [
        {
            "label": scope.label,
            "url": f"{reverse('cases:list')}?{urlencode(query | {'omfang': scope.key})}",
            "current": scope.key == filters.scope,
        }
        for scope in SCOPES
    ]


def subjects_of(rows: list[WorkRow]) -> list[str]:
    """Whom and what a list has shown, for the log of look-ups."""
    people = {f"person:{row.person_uuid}" for row in rows if row.person_uuid}
    return [*(row.ref for row in rows), *sorted(people)]
