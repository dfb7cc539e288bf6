"""The meetings: lists, one meeting with its agenda, and what its chair and secretary do."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.apps.meetings import actions, forms, queries
from faelled.apps.meetings.actions.planning import AFTER as MATERIAL_AFTER
from faelled.apps.meetings.agenda_pdf import agenda_pdf
from faelled.apps.meetings.errors import MeetingError
from faelled.apps.meetings.models import Item, Meeting, Part
from faelled.apps.meetings.page import item_rows, log_look, meeting_page
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.base.files.serving import FileDamagedError, serve
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.forms import posted_key
from faelled.casework.cases.small_forms import SmallForm, errors_of, read
from faelled.casework.documents.queries import version_to_read

PAGE = 50
EDITIONS = ("", "aaben")
MOVES = {"op": -1, "ned": 1}


@access(who="employee", purpose="leadership")
@require_safe
def meeting_list(request: ActorRequest, which: str = "kommende") -> HttpResponse:
    """Coming, past, or those the reader runs."""
    now, actor = timezone.now(), request.actor
    if which not in queries.LISTS:
        raise Http404
    found = queries.listed(actor, which, now=now)
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    log_read(actor, subjects=[one.ref for one in page], page="meetings:list", now=now)
    return render(request, "meetings/list.html", {"page": page, "tabs": tabs(which)})


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Plan a meeting."""
    now, actor = timezone.now(), request.actor
    form = forms.meeting_form(actor, now=now)
    if request.method == "POST":
        try:
            asked = forms.meeting_from(read(form, request.POST, now=now), actor, now=now)
            meeting = actions.plan_meeting(asked, by=actor, now=now)
        except CaseError as refusal:
            return again(request, form, refusal, {})
        return redirect("meetings:meeting", uuid=meeting.uuid)
    return render(request, "meetings/form.html", {"form": form})


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def start_now(request: ActorRequest) -> HttpResponse:
    """A meeting here and now."""
    now, actor = timezone.now(), request.actor
    form = forms.adhoc_form(actor)
    people = queries.colleagues(actor, now=now).exclude(pk__in=actor.employee_ids)
    ticked = request.POST.getlist("people")
    chosen = [one for one in people if str(one.pk) in ticked]
    context: dict[str, object] = {"people": people, "chosen": {one.pk for one in chosen}}
    if request.method == "POST":
        try:
            values = read(form, request.POST, now=now)
            case = forms.case_from(values["case_number"], actor, now=now)
            item = actions.NewItem(values["title"], case=case, whole_case_why=values["why"])
            meeting = actions.start_now(values["title"], [item], chosen, by=actor, now=now)
        except CaseError as refusal:
            return again(request, form, refusal, context)
        if case is not None and not values["why"]:
            messages.success(request, _("Mødet er begyndt. Vælg nu de bilag, det skal læse."))
            only = meeting.items.get()
            return redirect("meetings:item", uuid=meeting.uuid, item=only.uuid)
        return redirect("meetings:meeting", uuid=meeting.uuid)
    return render(request, "meetings/form.html", {"form": form, **context})


@access(who="employee", purpose="leadership")
@require_safe
def meeting(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One meeting: who comes, what is on the agenda, what has changed, what was decided."""
    return _meeting_page(request, queries.get_visible(request.actor, uuid))


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Another time or place."""
    now, actor = timezone.now(), request.actor
    found = _mine(request, uuid)
    form = forms.change_form(found)
    if request.method == "POST":
        try:
            values = read(form, request.POST, now=now)
            until = values["material_until"] or values["ends_at"] + MATERIAL_AFTER
            actions.change_meeting(found, by=actor, now=now, **{**values, "material_until": until})
        except CaseError as refusal:
            return again(request, form, refusal, {"meeting": found})
        return redirect("meetings:meeting", uuid=uuid)
    log_look(found, [], actor, page="meetings:change", now=now)
    return render(request, "meetings/form.html", {"form": form, "meeting": found})


@access(who="employee", purpose="leadership")
@require_POST
def take_step(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """Send out, begin, end, approve, close, call off."""
    now, actor = timezone.now(), request.actor
    found = _mine(request, uuid)
    try:
        actions.take_step(found, event_id, key=posted_key(request), by=actor, now=now)
    except CaseError as refusal:
        return _meeting_page(request, found, refusal)
    return redirect("meetings:meeting", uuid=uuid)


@access(who="employee", purpose="leadership")
@require_POST
def add_person(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Ask a colleague to come."""
    now, actor = timezone.now(), request.actor
    found = _mine(request, uuid)
    employee = forms.employee_from(request.POST.get("employee", ""), actor, now=now)
    part = Part.STAKEHOLDER if request.POST.get("part") == Part.STAKEHOLDER else Part.PARTICIPANT
    try:
        if employee is None:
            raise MeetingError(_("Vælg en kollega."))
        actions.add_attendee(found, employee, part, by=actor, now=now)
    except CaseError as refusal:
        return _meeting_page(request, found, refusal)
    return redirect(f"{reverse('meetings:meeting', args=[uuid])}#people")


@access(who="employee", purpose="leadership")
@require_POST
def remove_person(request: ActorRequest, uuid: UUID, attendee: int) -> HttpResponse:
    """They do not come after all."""
    found = _mine(request, uuid)
    row = get_object_or_404(found.attendees.select_related("employee"), pk=attendee)
    try:
        actions.remove_attendee(row, by=request.actor, now=timezone.now())
    except CaseError as refusal:
        return _meeting_page(request, found, refusal)
    return redirect(f"{reverse('meetings:meeting', args=[uuid])}#people")


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: ActorRequest, uuid: UUID, item: UUID | None = None) -> HttpResponse:
    """A new item, or one written anew."""
    now, actor = timezone.now(), request.actor
    found = _mine(request, uuid)
    known = queries.get_item(found, actor, item) if item else None
    form = forms.item_form(actor, now=now, item=known)
    posted = request.POST if request.method == "POST" else None
    boxes = forms.boxes(found, known, actor, now=now, post=posted)
    context: dict[str, object] = {"meeting": found, "item": known, "boxes": boxes}
    if posted is not None:
        try:
            asked = forms.item_from(read(form, posted, now=now), boxes, known, actor, now=now)
            saved = _save(found, known, asked, request)
        except CaseError as refusal:
            return again(request, form, refusal, context)
        # A case that has just been chosen has papers to choose among.
        fresh = saved.case is not None and (known is None or known.case_id != saved.case_id)
        if fresh:
            messages.success(request, _("Punktet er gemt. Vælg nu de bilag, mødet skal læse."))
            return redirect("meetings:item", uuid=uuid, item=saved.uuid)
        return redirect("meetings:meeting", uuid=uuid)
    log_look(found, [known] if known else [], actor, page="meetings:item", now=now)
    return render(request, "meetings/form.html", {"form": form, **context})


@access(who="employee", purpose="leadership")
@require_POST
def change_item(request: ActorRequest, uuid: UUID, item: UUID, change: str) -> HttpResponse:
    """Up, down, or off the agenda."""
    now, actor = timezone.now(), request.actor
    found = _mine(request, uuid)
    row = queries.get_item(found, actor, item)
    if change != "fjern" and change not in MOVES:
        raise Http404
    try:
        if change == "fjern":
            actions.remove_item(row, by=actor, now=now)
        else:
            actions.move_item(row, MOVES[change], by=actor, now=now)
    except CaseError as refusal:
        return _meeting_page(request, found, refusal)
    return redirect(f"{reverse('meetings:meeting', args=[uuid])}#agenda")


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, uuid: UUID, item: UUID) -> HttpResponse:
    """Write what was decided; it goes back to the case."""
    now, actor = timezone.now(), request.actor
    found = _mine(request, uuid)
    row = queries.get_item(found, actor, item)
    form = forms.decision_form(row)
    context: dict[str, object] = {"meeting": found, "deciding": row}
    if request.method == "POST":
        try:
            text = read(form, request.POST, now=now)["decision"]
            actions.decide_item(row, text, by=actor, now=now)
        except CaseError as refusal:
            return again(request, form, refusal, context)
        return redirect(f"{reverse('meetings:meeting', args=[uuid])}#agenda")
    log_look(found, [row], actor, page="meetings:decide", now=now)
    return render(request, "meetings/form.html", {"form": form, **context})


@access(who="employee", purpose="leadership")
@require_safe
def agenda(request: ActorRequest, uuid: UUID, edition: str = "") -> HttpResponse:
    """The agenda as PDF: what the reader may see of it, or its open part only."""
    now, actor = timezone.now(), request.actor
    found = queries.get_visible(actor, uuid)
    if edition not in EDITIONS:
        raise Http404
    rows = item_rows(found, actor, now=now)
    shown = [row for row in rows if not row.item.closed] if edition == "aaben" else rows
    log_look(found, [row.item for row in shown], actor, page="meetings:agenda", now=now)
    made = agenda_pdf(found, shown, now=now)
    name = "dagsorden-aaben.pdf" if edition == "aaben" else "dagsorden.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@access(who="employee", purpose="leadership")
@require_safe
def document(request: ActorRequest, uuid: UUID, document: UUID) -> HttpResponse:
    """A paper on the agenda, while its material is open to the reader."""
    now, actor = timezone.now(), request.actor
    found = queries.get_visible(actor, uuid)
    paper = queries.get_paper(found, actor, document, now=now)
    version = version_to_read(paper, actor, None, now=now)
    items = list(queries.items_for(found, actor).filter(documents=paper))
    log_look(found, items, actor, page="meetings:document", now=now, papers=[paper])
    try:
        return serve(version.file)
    except FileDamagedError as error:
        return render(request, "documents/damaged.html", {"text": str(error)}, status=500)


def tabs(which: str) -> list[dict[str, object]]:
    labels = {"kommende": _("Kommende"), "afholdte": _("Afholdte"), "mine": _("Dem, jeg står for")}
    return [
        {"label": label, "url": reverse("meetings:listed", args=[key]), "current": key == which}
        for key, label in labels.items()
    ]


def again(
    request: ActorRequest, form: SmallForm, refusal: CaseError, context: dict[str, object]
) -> HttpResponse:
    """The form once more, with what was typed and what is wrong."""
    found = context.get("meeting")
    if isinstance(found, Meeting):
        items = [
            one for one in (context.get("item"), context.get("deciding")) if isinstance(one, Item)
        ]
        log_look(found, items, request.actor, page="meetings:refused", now=timezone.now())
    errors = errors_of(refusal)
    context = context | {"form": form.filled(request.POST, errors), "errors": errors}
    return render(request, "meetings/form.html", context, status=422)


def _save(
    found: Meeting, known: Item | None, asked: actions.NewItem, request: ActorRequest
) -> Item:
    by, now = request.actor, timezone.now()
    if known is None:
        return actions.add_item(found, asked, by=by, now=now)
    return actions.change_item(known, asked, by=by, now=now)


def _mine(request: ActorRequest, uuid: UUID) -> Meeting:
    """The meeting, for those who run it; 404 for the rest, who have no such page."""
    found = queries.get_visible(request.actor, uuid)
    if not queries.runs(request.actor, found):
        raise Http404
    return found


def _meeting_page(
    request: ActorRequest, found: Meeting, refusal: CaseError | None = None
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    page = meeting_page(found, actor, now=now)
    log_look(found, [row.item for row in page.rows], actor, page="meetings:meeting", now=now)
    people = queries.colleagues(actor, now=now) if page.can_change else []
    context = {
        "page": page,
        "people": people,
        "parts": Part,
        "errors": errors_of(refusal) if refusal else {},
    }
    return render(request, "meetings/meeting.html", context, status=422 if refusal else 200)
