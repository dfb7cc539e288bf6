"""What one does with a message: each its own small form, and back to where one came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from faelled.apps.post import actions, forms
from faelled.apps.post.models import Received
from faelled.apps.post.queries import get_visible
from faelled.apps.post.rows import BREACH
from faelled.apps.post.views.reading import log_look
from faelled.base.access.actor import Actor
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case
from faelled.casework.cases.paper import first_step_on_paper
from faelled.casework.cases.paper_form import PAPER
from faelled.casework.cases.small_forms import SmallForm, errors_of, hidden_by, read
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class Change:
    """A form, what its values do (and the case it ends on, if any), and what is said then; for a
    message that waits, or for one that lies on a case.
    """

    form: Callable[[Received, Actor, datetime], SmallForm]
    act: Callable[..., Case | None]
    done: str | Promise
    waits: bool = True


CHANGES: Mapping[str, Change] = {
    "laeg-paa-sag": Change(
        forms.place_form, forms.place_from, gettext_lazy("Meddelelsen ligger på sagen.")
    ),
    "ny-sag": Change(
        forms.open_form, forms.open_from, gettext_lazy("Sagen er åbnet med meddelelsen.")
    ),
    "giv-videre": Change(
        forms.hand_form, forms.hand_from, gettext_lazy("Meddelelsen er givet videre.")
    ),
    "kraever-ikke-mere": Change(
        forms.aside_form, forms.aside_from, gettext_lazy("Meddelelsen er færdig.")
    ),
    "forkert-sag": Change(
        forms.back_form,
        forms.back_from,
        gettext_lazy("Meddelelsen er taget ud af sagen."),
        waits=False,
    ),
}


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, uuid: UUID, change: str) -> HttpResponse:
    """Lay it on a case, open one with it, hand it over, or say that it needs no more."""
    now, actor = timezone.now(), request.actor
    row = get_visible(actor, uuid, now=now)
    if change not in CHANGES:
        raise Http404
    if row.waits is not CHANGES[change].waits:
        messages.warning(request, _("En anden har allerede taget sig af meddelelsen."))
        return redirect("post:message", uuid=row.uuid)
    form = CHANGES[change].form(row, actor, now)
    if request.method != "POST" or "felter" in request.GET:
        return _show(request, row, form, {})
    try:
        values = read(form, request.POST, now=now)
        case = CHANGES[change].act(row, values, by=actor, now=now)
    except CaseError as refusal:
        return _show(request, row, form, errors_of(refusal))
    messages.success(request, str(CHANGES[change].done))
    if values.get("disclosed") == "yes":
        messages.warning(request, str(BREACH))
    if case is None:
        return redirect("post:list")
    new = change == "ny-sag"
    return redirect(_next_page(case, row, by=actor, now=now) if new else case_page(case))


@access(who="employee", purpose="case-work")
@require_POST
def seen(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """I have read it: the task is done."""
    now, actor = timezone.now(), request.actor
    row = get_visible(actor, uuid, now=now)
    try:
        row = actions.see(row, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("post:message", uuid=row.uuid)
    messages.success(request, _("Meddelelsen er set."))
    return redirect(case_page(row.case) if row.case else reverse("post:list"))


def case_page(case: Case) -> str:
    return reverse("cases:case", args=[case.uuid])


def _next_page(case: Case, row: Received, *, by: Actor, now: datetime) -> str:
    """The step in which the message is typed in, dated as it came; else the case."""
    step = first_step_on_paper(case, by, now=now)
    if step is None:
        return case_page(case)
    query = urlencode({PAPER: local_day(row.received_at).strftime("%d-%m-%Y")})
    return f"{reverse('cases:step', args=[case.uuid, step.id])}?{query}"


def _show(
    request: ActorRequest, row: Received, form: SmallForm, errors: Mapping[str, str]
) -> HttpResponse:
    """The form, with what is typed in it; a choice may ask for one more field."""
    now = timezone.now()
    log_look(request, row, "post:change")
    if request.method == "POST":
        form = form.filled(request.POST, errors)
    form = replace(form, hidden=hidden_by(form.fields, request.POST, now=now))
    context = {"form": form, "errors": errors, "row": row}
    template = "cases/_small_fields.html" if request.htmx else "post/form.html"
    return render(request, template, context, status=422 if errors else 200)
