"""Who has looked at what: the report, and the same as a file."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from faelled.apps.staff.exports import head, row_line, subjects_of
from faelled.apps.staff.forms import typed
from faelled.apps.staff.lookups import asked_for, look_up_rows, report_form
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.base.audit.report import Asked, Place, all_look_ups, look_ups, place_of
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.small_forms import errors_of

PAGE, BATCH = 50, 500


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """All look-ups, or those asked for. What is asked is posted, also from page to page."""
    now, actor, form = timezone.now(), request.actor, report_form()
    try:
        asked = asked_for(typed(form, request.POST, now=now), by=actor, now=now)
    except CaseError as refusal:
        errors = errors_of(refusal)
        context = {"form": form.filled(request.POST, errors), "errors": errors}
        return render(request, "staff/lookups.html", context, status=422)
    after = Place.read(request.POST.get("after", ""))
    entries = look_ups(asked, after=after, limit=PAGE + 1)
    shown = entries[:PAGE]
    rows = look_up_rows(shown, actor, now=now)
    log_read(actor, subjects=subjects_of(rows), page="staff:lookups", now=now)
    context = {
        "form": form.filled(request.POST, {}),
        "rows": rows,
        "next": str(place_of(shown[-1])) if len(entries) > PAGE else "",
        "first": after is None,
        "answered": True,
    }
    return render(request, "staff/lookups.html", context)


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_POST
def export(request: ActorRequest) -> HttpResponseBase:
    """The whole answer as CSV; each part is in the log before it leaves."""
    now, form = timezone.now(), report_form()
    try:
        asked = asked_for(typed(form, request.POST, now=now), by=request.actor, now=now)
    except CaseError as refusal:
        errors = errors_of(refusal)
        context = {"form": form.filled(request.POST, errors), "errors": errors}
        return render(request, "staff/lookups.html", context, status=422)
    answer = StreamingHttpResponse(csv_lines(asked, request.actor), content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="opslag.csv"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def csv_lines(asked: Asked, actor: Actor) -> Iterator[str]:
    """Line by line. The log entries of the export are newer than its rows, so it ends."""
    yield head()
    for entries in all_look_ups(asked, batch=BATCH):
        now = timezone.now()
        rows = look_up_rows(entries, actor, now=now)
        log_read(actor, subjects=subjects_of(rows), page="staff:lookups_csv", now=now)
        yield "".join(map(row_line, rows))
