"""Finding an employee, and one employee's rights."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from faelled.apps.staff.queries import found_staff, open_proposals, places_of, visible_staff
from faelled.apps.staff.rights import remove, rights_of
from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.people.absences import Hours
from faelled.base.people.actions.grants import may_propose
from faelled.base.people.grants import words_of
from faelled.base.people.models import GrantKind, Substitution
from faelled.lib.dates import local_day

PAGE = 50


@access(who="employee", purpose="administration")
@require_safe
def employees(request: ActorRequest) -> HttpResponse:
    """Those whose rights the reader may read, found by name, title or initials."""
    now, actor = timezone.now(), request.actor
    words = request.GET.get("q", "").strip()
    page = Paginator(found_staff(actor, words, now=now), PAGE).get_page(request.GET.get("side"))
    places = places_of(page.object_list, local_day(now))
    rows = [(one, places.get(one.pk, _("Ingen stilling"))) for one in page.object_list]
    waiting = open_proposals(actor, now=now).count()
    context = {"page": page, "rows": rows, "words": words, "waiting": waiting}
    return render(request, "staff/employees.html", context)


@access(who="employee", purpose="administration")
@require_safe
def employee(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One employee: rights by kind, absences, log-in, and what is proposed."""
    now, actor = timezone.now(), request.actor
    one = get_object_or_404(visible_staff(actor, now=now).select_related("user"), uuid=uuid)
    away = Substitution.objects.filter(absent=one, ends_at__gt=now).select_related("stand_in")
    proposed = open_proposals(actor, now=now).filter(employee=one)
    context = {
        "employee": one,
        "rights": rights_of(one, local_day(now)),
        "away": [(row.stand_in.name, Hours(row.starts_at, row.ends_at).words) for row in away],
        "log_in": getattr(one, "user", None),
        "proposals": [(row, words_of(row)) for row in proposed],
        "may_propose": may_propose(actor, one, now),
        "may_remove": actor.can(Capability.MANAGE_PEOPLE),
        "all_pages": GrantKind.ALL_PAGES,
    }
    return render(request, "staff/employee.html", context)


@access(who="employee", purpose="administration", capability=Capability.MANAGE_PEOPLE)
@require_POST
def remove_right(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take a right away at once; nobody else is asked."""
    now, actor = timezone.now(), request.actor
    one = get_object_or_404(visible_staff(actor, now=now).select_related("user"), uuid=uuid)
    what, _colon, key = request.POST.get("right", "").partition("/")
    try:
        remove(one, what, key, by=actor, now=now)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    except PermissionError as refusal:
        raise Http404 from refusal
    else:
        messages.success(request, _("Rettigheden er fjernet og gælder ikke længere."))
    return redirect("staff:employee", uuid=one.uuid)
