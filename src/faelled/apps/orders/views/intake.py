"""Which unit takes the orders of other authorities: chosen by who sets the processes up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.apps.orders.actions import take_orders_in
from faelled.apps.orders.queries import intake_of, units_that_can_take
from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest


@access(who="employee", purpose="administration", capability=Capability.PUBLISH_PROCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: ActorRequest) -> HttpResponse:
    """One choice among the units that use orders."""
    actor = request.actor
    units = units_that_can_take(actor)
    if request.method == "POST":
        chosen = next((unit for unit in units if str(unit.uuid) == request.POST.get("unit")), None)
        if chosen is not None:
            take_orders_in(chosen, by=actor, now=timezone.now())
            messages.success(
                request, _("Bestillinger udefra kommer til %(unit)s.") % {"unit": chosen.name}
            )
            return redirect("orders:intake")
        messages.error(request, _("Vælg en enhed fra listen."))
    context = {"units": units, "intake": intake_of(actor)}
    return render(request, "orders/intake.html", context)
