"""The standard lists, and a list as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faelled.apps.orders.models import Reach, State
from faelled.apps.orders.queries import SCOPES, Filters, listed
from faelled.apps.orders.rows import as_csv, order_rows
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest

PAGE, MOST_EXPORTED = 50, 2000


@access(who="employee", purpose="case-work")
@require_safe
def order_list(request: ActorRequest) -> HttpResponse:
    """One standard list; what is late comes first."""
    now, actor = timezone.now(), request.actor
    filters = Filters.from_query(request.GET.dict())
    page = Paginator(listed(actor, filters, now=now), PAGE).get_page(request.GET.get("side"))
    rows = order_rows(page.object_list, now=now)
    log_read(actor, subjects=[row.order.case.ref for row in rows], page="orders:list", now=now)
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "tabs": tabs(filters),
        "scope": next(scope for scope in SCOPES if scope.key == filters.scope),
        "states": State,
        "reaches": Reach,
        "export_url": f"{reverse('orders:export')}?{urlencode(filters.as_query())}",
        "now": now,
    }
    template = "orders/_list.html" if request.htmx else "orders/list.html"
    return render(request, template, context)


@access(who="employee", purpose="case-work")
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet; in the log like any other look."""
    now, actor = timezone.now(), request.actor
    filters = Filters.from_query(request.GET.dict())
    rows = order_rows(listed(actor, filters, now=now)[:MOST_EXPORTED], now=now)
    if not rows:
        messages.info(request, _("Listen er tom."))
        return redirect(f"{reverse('orders:list')}?{urlencode(filters.as_query())}")
    log_read(actor, subjects=[row.order.case.ref for row in rows], page="orders:export", now=now)
    response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bestillinger.csv"'
    return response


def tabs(filters: Filters) -> list[dict[str, object]]:
    """The four lists, each keeping the filters that are set."""
    query = filters.as_query()
    return [
        {
            "label": scope.label,
            "url": f"{reverse('orders:list')}?{urlencode(query | {'omfang': scope.key})}",
            "current": scope.key == filters.scope,
        }
        for scope in SCOPES
    ]
