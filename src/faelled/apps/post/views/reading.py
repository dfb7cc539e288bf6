"""The lists, one message, and a file of it."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from faelled.apps.post.actions.rows import subjects_of
from faelled.apps.post.family import relations_of
from faelled.apps.post.models import Received
from faelled.apps.post.quarantine import quarantine
from faelled.apps.post.queries import SORTING, Heap, get_visible, heaps_of, listed
from faelled.apps.post.rows import BREACH, lay_on, post_row, post_rows, steps_it_can_be
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.base.files.serving import FileDamagedError, serve
from faelled.casework.cases.paper_form import PAPER
from faelled.casework.cases.queries import visible_to as visible_cases
from faelled.casework.cases.queries import works_on

PAGE = 50


@access(who="employee", purpose="case-work")
@require_safe
def post_list(request: ActorRequest) -> HttpResponse:
    """One of the lists; what has waited longest comes first."""
    now, actor = timezone.now(), request.actor
    heaps = heaps_of(actor)
    heap = next((one for one in heaps if one.key == request.GET.get("liste")), heaps[0])
    page = Paginator(listed(actor, heap.key, now=now), PAGE).get_page(request.GET.get("side"))
    rows = post_rows(page.object_list, actor, now=now)
    seen = [subject for one in rows for subject in subjects_of(one.row)]
    log_read(actor, subjects=seen, page="post:list", now=now)
    context = {"page": page, "rows": rows, "heap": heap, "tabs": _tabs(heaps, heap), "now": now}
    context["quarantine"] = quarantine() if heap is SORTING else None
    return render(request, "post/list.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def message(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """What was written, its files, and what can be done with it."""
    now, actor = timezone.now(), request.actor
    row = get_visible(actor, uuid, now=now)
    family = relations_of(row, actor, now=now) if row.waits else []
    log_look(request, row, "post:message", also=[one.ref for one in family])
    case = row.case
    works = case is not None and works_on(actor, case, now=now)
    context = {
        "row": row,
        "shown": post_row(row, actor, now=now),
        "files": list(enumerate(row.files.select_related("file"), start=1)),
        "case": case,
        "family": family,
        "about": _about(request, row),
        "works": works,
        "lay_on": lay_on(row, actor, now=now),
        "breach": BREACH,
        "steps": steps_it_can_be(case, actor, now=now) if case and works else [],
        "paper": PAPER,
        "now": now,
    }
    return render(request, "post/message.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def attached(request: ActorRequest, uuid: UUID, number: int) -> HttpResponse:
    """One file of the message, which has been checked like any upload."""
    row = get_visible(request.actor, uuid, now=timezone.now())
    files = list(row.files.select_related("file"))
    found = files[number - 1].file if 0 < number <= len(files) else None
    if found is None:
        raise Http404
    log_look(request, row, "post:file")
    try:
        return serve(found)
    except FileDamagedError as error:
        return render(request, "documents/damaged.html", {"text": str(error)}, status=500)


def log_look(request: ActorRequest, row: Received, page: str, also: Sequence[str] = ()) -> None:
    """Whoever is shown a message is in the log with it, its sender and the case it lies on, and
    with whom the page names beside them.
    """
    on = [row.case.ref] if row.case else []
    subjects = [*subjects_of(row), *on, *also]
    log_read(request.actor, subjects=subjects, page=page, now=timezone.now())


def _about(request: ActorRequest, row: Received) -> object:
    """The case that a waiting message speaks of, where the reader may see that case."""
    if row.about_id is None or row.case_id is not None:
        return None
    cases = visible_cases(request.actor, now=timezone.now())
    return cases.filter(pk=row.about_id).first()


def _tabs(heaps: tuple[Heap, ...], current: Heap) -> list[dict[str, object]]:
    address = reverse("post:list")
    return [
        {"label": heap.label, "url": f"{address}?liste={heap.key}", "current": heap is current}
        for heap in heaps
    ]
