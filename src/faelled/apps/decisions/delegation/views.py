"""The pages of delegation: who may decide it, the plan and its versions, and sending off by it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.queries import open_chain_of
from faelled.apps.decisions.delegation import actions
from faelled.apps.decisions.delegation.actions import PlanRefused
from faelled.apps.decisions.delegation.actions.chains import derived_for
from faelled.apps.decisions.delegation.books import book_of
from faelled.apps.decisions.delegation.forms import (
    asked_from,
    day_form,
    question_form,
    send_form,
    uploaded,
)
from faelled.apps.decisions.delegation.models import PlanVersion
from faelled.apps.decisions.delegation.pages import answer_page, rule_row, version_page
from faelled.apps.decisions.delegation.queries import get_version, in_force, versions_of
from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import get_visible
from faelled.casework.cases.small_forms import SmallForm, read
from faelled.lib.dates import end_of_day, local_day


@access(who="employee", purpose="case-work")
@require_safe
def who(request: ActorRequest) -> HttpResponse:
    """Hvem må afgøre det? Everybody at work may ask."""
    now, actor = timezone.now(), request.actor
    version = in_force(actor.authority_id, local_day(now))
    if version is None:
        return render(request, "delegation/who.html", {"version": None})
    form = question_form(book_of(version).rules, actor, now=now)
    asked = asked_from(form, request.GET, actor, now=now)
    answer = answer_page(version, asked.question, now=now) if asked.question else None
    context = {"version": version, "form": asked.form, "errors": asked.errors, "answer": answer}
    template = "delegation/_answer.html" if request.htmx else "delegation/who.html"
    return render(request, template, context)


@access(who="employee", purpose="case-work")
@require_safe
def plans(request: ActorRequest) -> HttpResponse:
    """Every version of the plan, and which holds today."""
    now, actor = timezone.now(), request.actor
    context = {
        "versions": versions_of(actor),
        "current": in_force(actor.authority_id, local_day(now)),
        "today": local_day(now),
        "may_manage": actor.can(Capability.MANAGE_DELEGATION),
    }
    return render(request, "delegation/plans.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def plan(request: ActorRequest, number: int) -> HttpResponse:
    """One version: its rules, the checks, the differences, and what it does to open approvals."""
    return _plan_page(request, get_version(request.actor, number))


@access(who="employee", purpose="case-work")
@require_safe
def source(request: ActorRequest, number: int) -> HttpResponse:
    """The file as it was uploaded, to the byte; as a download, never shown as a page."""
    version = get_version(request.actor, number)
    response = HttpResponse(bytes(version.source), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="kompetenceplan-{number}.toml"'
    return response


@access(who="employee", purpose="administration", capability=Capability.MANAGE_DELEGATION)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """A new version comes in; a file with mistakes is shown back with each of them."""
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            data = uploaded(request.FILES)
            version = actions.upload_plan(data, by=request.actor, now=timezone.now())
        except DataRefused as refusal:
            problems = tuple(refusal.errors.values())
        except PlanRefused as refusal:
            problems = refusal.messages
        else:
            messages.success(
                request, _("Planen er lagt op. Den gælder først, når den er sat i kraft.")
            )
            return redirect("delegation:plan", number=version.number)
    status = 422 if problems else 200
    return render(request, "delegation/upload.html", {"problems": problems}, status=status)


@access(who="employee", purpose="case-work", capability=Capability.MANAGE_DELEGATION)
@require_POST
def put_in_force(request: ActorRequest, number: int) -> HttpResponse:
    """Let the version hold from a day; the open approvals follow it."""
    now, actor = timezone.now(), request.actor
    version = get_version(actor, number)
    form = day_form(None, now=now)
    try:
        day = read(form, request.POST, now=now)["gaelder_fra"]
        actions.put_in_force(version, valid_from=day, by=actor, now=now)
    except DataRefused as refusal:
        return _plan_page(request, version, form.filled(request.POST, dict(refusal.errors)))
    except PlanRefused as refusal:
        errors = {"gaelder_fra": " ".join(refusal.messages)}
        return _plan_page(request, version, form.filled(request.POST, errors))
    messages.success(request, _said(day, local_day(now)))
    return redirect("delegation:plan", number=version.number)


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """Send a decision to approval by those whom the plan names."""
    now, actor, form = timezone.now(), request.actor, send_form()
    case = get_visible(actor, uuid, now=now)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            typed = read(form, request.POST, now=now)
            chain = actions.start_by_plan(
                case,
                event_id,
                deadline=end_of_day(typed["frist"]) if typed["frist"] else None,
                urgent=typed["haster"] is True,
                comment=typed["besked"],
                by=actor,
                now=now,
            )
        except DataRefused as refusal:
            form = form.filled(request.POST, dict(refusal.errors))
        except ChainError as refusal:
            form, problems = form.filled(request.POST, {}), tuple(refusal.messages)
        else:
            messages.success(request, _("Sendt til godkendelse."))
            return redirect("cases:case", uuid=chain.case.uuid if chain.case else uuid)
    return _send_page(request, case, event_id, form, problems)


@access(who="employee", purpose="case-work")
@require_POST
def follow(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """Let the open chain of a decision follow the draft that lies there now."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    chain = open_chain_of(case, event_id)
    if chain is None:
        raise Http404
    try:
        changed = actions.follow_draft(chain, by=actor, now=now)
    except ChainError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = _("Kæden er tilpasset.") if changed else _("Kæden passer allerede.")
        messages.success(request, said)
    return redirect("cases:case", uuid=case.uuid)


def _send_page(
    request: ActorRequest, case: Case, event_id: str, form: SmallForm, problems: tuple[str, ...]
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    log_look(actor, case, page="delegation:send", now=now)
    try:
        named, version = derived_for(case, event_id, by=actor, now=now)
    except ChainError as refusal:
        named, version, problems = None, None, problems or tuple(refusal.messages)
    row = None
    if named is not None and version is not None and named.derived.rule is not None:
        row = rule_row(book_of(version).rules, named.derived.rule)
    context = {
        "case": case,
        "event_id": event_id,
        "form": form,
        "named": named,
        "version": version,
        "row": row,
        "problems": problems,
    }
    status = 422 if problems or form.errors else 200
    return render(request, "delegation/send.html", context, status=status)


def _plan_page(
    request: ActorRequest, version: PlanVersion, form: SmallForm | None = None
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    page = version_page(version, actor, now=now)
    seen = [row.case.ref for row in page.chains if row.case]
    if seen:
        log_read(actor, subjects=seen, page="delegation:plan", now=now)
    context = {"page": page, "form": form or day_form(page.rules.valid_from, now=now)}
    status = 422 if form is not None else 200
    return render(request, "delegation/plan.html", context, status=status)


def _said(day: date, today: date) -> str:
    if day == today:
        return _("Planen gælder fra i dag, og de åbne godkendelser følger den.")
    return _("Planen er sat i kraft fra den %(day)s.") % {"day": day.strftime("%d.%m.%Y")}
