"""Being away: one's own absence, somebody else's, and the week of a unit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.apps.staff.absence_forms import absence_form
from faelled.apps.staff.absence_pages import absences_in, own_absences, shown_units, stands_in
from faelled.apps.staff.forms import refused, typed
from faelled.apps.staff.weeks import MOST, PersonWeek, unit_week, week_of
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.people import actions
from faelled.base.people.absences import led_by
from faelled.base.people.actions.absences import may_arrange
from faelled.base.people.actors import may_act_for
from faelled.base.people.models import Employee, Position, Substitution, User
from faelled.base.people.queries import visible_employees
from faelled.casework.cases.errors import CaseError
from faelled.lib.dates import local_day


@access(who="employee", purpose="administration", own_settings=True)
@require_safe
def absences(request: ActorRequest) -> HttpResponse:
    """One's own absences, whom one stands in for, and a unit's week."""
    now, actor = timezone.now(), request.actor
    units = list(shown_units(actor))
    asked = request.GET.get("enhed", "")
    unit = next((one for one in units if str(one.uuid) == asked), None)
    if unit is None:
        unit = next((one for one in units if one.pk == actor.home_unit_id), None)
    week = week_of(request.GET.get("uge", ""), local_day(now))
    rows = unit_week([unit], week) if unit else []
    away = absences_in([unit] if unit else [], now=now)
    arranges = arranged_by(actor, rows, now)
    context = {
        "me": visible_employees(actor).filter(pk=actor.employee_id or 0).first(),
        "acts_for": may_act_for(request.user, now) if isinstance(request.user, User) else (),
        "arranges": arranges,
        "running": [
            row
            for row in away[:MOST]
            if str(row.absent.uuid) in arranges and row.absent_id != actor.employee_id
        ],
        "own": own_absences(actor, now=now),
        "others": stands_in(actor, now=now),
        "units": units,
        "unit": unit,
        "week": week,
        "rows": rows[:MOST],
        "most": MOST,
        "more_people": len(rows) > MOST,
        "more_absences": len(away) > MOST,
        "today": local_day(now),
        "now": now,
    }
    return render(request, "staff/absences.html", context)


@access(who="employee", purpose="administration", own_settings=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_absence(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """For oneself; for another, as their leader or as who manages people."""
    now, actor = timezone.now(), request.actor
    absent = arranged_for(request, uuid, now)
    form = absence_form(absent, actor, now=now)
    context: dict[str, object] = {"back": "staff:absences"}
    if request.method == "POST":
        try:
            values = typed(form, request.POST, now=now)
            actions.add_substitution(
                absent,
                get_object_or_404(visible_employees(actor), pk=values["stand_in"]),
                starts_at=values["starts_at"] or now,
                ends_at=values["ends_at"],
                reason=str(values["reason"]),
                by=actor,
                now=now,
            )
        except (CaseError, ValueError, PermissionError) as refusal:
            return refused(request, form, refusal, context)
        messages.success(request, _("Fraværet er gemt."))
        return redirect("staff:absences")
    return render(request, "staff/form.html", context | {"form": form})


@access(who="employee", purpose="administration", own_settings=True)
@require_POST
def end_absence(request: ActorRequest, pk: int) -> HttpResponse:
    """Back at work: the stand-in's rights end now."""
    now, actor = timezone.now(), request.actor
    rows = Substitution.objects.filter(absent__in=visible_employees(actor), ends_at__gt=now)
    row = get_object_or_404(rows.select_related("absent", "stand_in"), pk=pk)
    if not may_arrange(actor, row.absent, now):
        raise Http404
    actions.end_substitution(row, by=actor, now=now)
    messages.success(request, _("Fraværet er afsluttet."))
    return redirect("staff:absences")


def arranged_by(actor: Actor, rows: Sequence[PersonWeek], now: datetime) -> frozenset[str]:
    """Whom of ``rows`` the reader may arrange an absence for: one question for all of them."""
    if actor.can(Capability.MANAGE_PEOPLE):
        return frozenset(row.uuid for row in rows)
    if actor.employee_id is None or actor.on_behalf_of is not None:
        return frozenset()
    day = local_day(now)
    led = Position.objects.on(day).filter(unit__in=led_by([actor.employee_id], day))
    known = led.filter(employee__uuid__in=[row.uuid for row in rows])
    return frozenset(str(uuid) for uuid in known.values_list("employee__uuid", flat=True))


def arranged_for(request: ActorRequest, uuid: UUID, now: datetime) -> Employee:
    """Whom the absence is for; somebody whom the reader may not arrange it for is not found."""
    absent = get_object_or_404(visible_employees(request.actor), uuid=uuid)
    if not may_arrange(request.actor, absent, now):
        raise Http404
    return absent
