"""The control of look-ups: draws, one draw with its report, one look-up to judge."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.apps.staff import actions, controls, queries
from faelled.apps.staff.controls import draw_form, judge_form
from faelled.apps.staff.errors import ControlError
from faelled.apps.staff.exports import control_lines, subjects_of
from faelled.apps.staff.forms import typed
from faelled.apps.staff.models import LogControl, Sample, Verdict
from faelled.apps.staff.weighing import Span, holds_more_than
from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.small_forms import SmallForm, errors_of

PAGE = 50
# The night's job draws from any number; a page answers within seconds.
MOST_AT_ONCE = 50_000


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def control_list(request: ActorRequest) -> HttpResponse:
    """Every draw, the newest first, and a form for another."""
    now, actor = timezone.now(), request.actor
    form = draw_form(now)
    if request.method == "POST":
        try:
            values = typed(form, request.POST, now=now)
            period = Span(actor.authority_id, values["start"], values["end"] + controls.A_DAY)
            if holds_more_than(period, MOST_AT_ONCE):
                raise ControlError(_("Der er for mange opslag i perioden. Vælg en kortere."))
            drawn = actions.draw_control(period, size=values["size"], by=actor, now=now)
        except CaseError as refusal:
            return _controls(request, form, refusal)
        return redirect("staff:control", uuid=drawn.uuid)
    return _controls(request, form)


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_safe
def control(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """What was drawn, and the report of it."""
    return _control(request, queries.get_control(request.actor, uuid))


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: ActorRequest, uuid: UUID, position: int) -> HttpResponse:
    """One look-up: what it was, why it was drawn, and what to say of it."""
    now, actor = timezone.now(), request.actor
    found = queries.get_control(actor, uuid)
    row = queries.get_sample(found, position)
    form = judge_form()
    if request.method == "POST":
        try:
            values = typed(form, request.POST, now=now)
            verdict = Verdict(values["verdict"])
            actions.judge(row, verdict, values["note"], by=actor, now=now)
        except CaseError as refusal:
            return _sample(request, found, row, form, refusal)
        return redirect("staff:control", uuid=uuid)
    return _sample(request, found, row, form)


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_safe
def export(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The whole control as CSV, in the order of the draw."""
    now, actor = timezone.now(), request.actor
    found = queries.get_control(actor, uuid)
    samples = queries.samples_of(found).order_by("position").prefetch_related("judgements")
    rows = controls.sample_rows(list(samples), actor, now=now)
    subjects = [found.ref, *subjects_of([row.look for row in rows])]
    log_read(actor, subjects=subjects, page="staff:control_csv", now=now)
    answer = HttpResponse(control_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kontrol.csv"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
@require_POST
def finish(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Everything is settled: the report stands."""
    found = queries.get_control(request.actor, uuid)
    try:
        actions.finish_control(found, by=request.actor, now=timezone.now())
    except CaseError as refusal:
        return _control(request, found, refusal)
    return redirect("staff:control", uuid=uuid)


def _controls(
    request: ActorRequest, form: SmallForm, refusal: CaseError | None = None
) -> HttpResponse:
    errors = errors_of(refusal) if refusal else {}
    found = queries.listed_controls(request.actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    rows = [(one, controls.period_words(one)) for one in page]
    subjects = [one.ref for one in page]
    log_read(request.actor, subjects=subjects, page="staff:controls", now=timezone.now())
    shown = form.filled(request.POST, errors) if refusal else form
    context = {"form": shown, "errors": errors, "rows": rows, "page": page}
    return render(request, "staff/controls.html", context, status=422 if refusal else 200)


def _control(
    request: ActorRequest, found: LogControl, refusal: CaseError | None = None
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    page = Paginator(queries.samples_of(found), PAGE).get_page(request.GET.get("side"))
    rows = controls.sample_rows(list(page), actor, now=now)
    subjects = [found.ref, *subjects_of([row.look for row in rows])]
    log_read(actor, subjects=subjects, page="staff:control", now=now)
    context = {
        "control": found,
        "period": controls.period_words(found),
        "rows": rows,
        "page": page,
        "report": controls.report(found),
        "errors": errors_of(refusal) if refusal else {},
    }
    return render(request, "staff/control.html", context, status=422 if refusal else 200)


def _sample(
    request: ActorRequest,
    found: LogControl,
    row: Sample,
    form: SmallForm,
    refusal: CaseError | None = None,
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    errors = errors_of(refusal) if refusal else {}
    [shown] = controls.sample_rows([row], actor, now=now)
    subjects = [found.ref, *subjects_of([shown.look])]
    log_read(actor, subjects=subjects, page="staff:sample", now=now)
    context = {
        "control": found,
        "row": shown,
        "form": form.filled(request.POST, errors) if refusal else form,
        "errors": errors,
        "judgements": row.judgements.order_by("-at", "-pk"),
    }
    return render(request, "staff/sample.html", context, status=422 if refusal else 200)
