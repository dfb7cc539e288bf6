"""The case page and its parts."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from faelled.base.access.decorators import access
from faelled.base.access.purposes import PURPOSES
from faelled.base.access.requests import ActorRequest
from faelled.base.audit.queries import as_look_up, look_ups_about
from faelled.base.people.queries import visible_units
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.page import case_page, timeline_row
from faelled.casework.cases.page_questions import told
from faelled.casework.cases.queries import get_visible, listed_colleagues, with_let_in, works_on
from faelled.casework.cases.rows import party_name
from faelled.casework.processes.maps import marked_map

JOURNAL_PAGE, LOOKS_PAGE = 50, 100


@access(who="employee", purpose="case-work")
@require_safe
def case_detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One case: what can be done now, what is missing and why, and what was done."""
    now, actor = timezone.now(), request.actor
    case = with_let_in(get_visible(actor, uuid, now=now))
    works_here = works_on(actor, case, now=now)
    log_look(actor, case, page="cases:case", now=now)
    page = case_page(case, actor, works_here=works_here, now=now)
    context = {
        "page": page,
        "case": case,
        "party": party_name(case, actor, now=now),
        "colleagues": listed_colleagues(case, now=now) if works_here else (),
        "now": now,
    }
    return render(request, "cases/case.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def case_map(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The map of the case's graph with the path taken so far."""
    now = timezone.now()
    case = get_visible(request.actor, uuid, now=now)
    log_look(request.actor, case, page="cases:map", now=now)
    context = {"case": case, "map": marked_map(case.version_id, case.marking, at=now), "now": now}
    return render(request, "cases/map.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def case_journal(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The whole journal, newest first."""
    now = timezone.now()
    case = get_visible(request.actor, uuid, now=now)
    log_look(request.actor, case, page="cases:journal", now=now)
    page = Paginator(told(case.journal.all()), JOURNAL_PAGE).get_page(request.GET.get("side"))
    entries = [timeline_row(entry) for entry in page.object_list]
    context = {"case": case, "page": page, "entries": entries, "now": now}
    return render(request, "cases/journal.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def case_looks(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Who has looked at the case: unit, time and purpose."""
    now = timezone.now()
    case = get_visible(request.actor, uuid, now=now)
    log_look(request.actor, case, page="cases:looks", now=now)
    units = dict(visible_units(request.actor).values_list("pk", "name"))
    page = Paginator(look_ups_about(case.ref), LOOKS_PAGE).get_page(request.GET.get("side"))
    looks = [
        {
            "at": look.at,
            "unit": units.get(look.unit_id or 0, ""),
            "purpose": PURPOSES.label(look.purpose),
        }
        for look in map(as_look_up, page.object_list)
    ]
    context = {"case": case, "looks": looks, "page": page, "now": now}
    return render(request, "cases/looks.html", context)
