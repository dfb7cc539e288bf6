"""What makes the site installable on a phone, and the pages about reading without a connection."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.ui.navigation import NAVIGATION, Place
from faelled.base.ui.offline import HEADER, OFFLINE, PART_HEADER, owner_of

WORKER = ("ui/service-worker.js", "ui/notice-worker.js")
MOST_COPIES = 30


@require_safe
@access(who="anyone")
def manifest(request: ActorRequest) -> HttpResponse:
    """The web app manifest: name, icons, and the leader's list as the first page."""
    icons = [
        {"src": static(f"ui/app/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    icons += [{**icon, "purpose": "maskable"} for icon in icons]
    icons.append({"src": static("ui/app/icon.svg"), "sizes": "any", "type": "image/svg+xml"})
    return JsonResponse(
        {
            "id": "/",
            "name": _("%(name)s – godkendelser og møder") % {"name": settings.SITE_NAME},
            "short_name": "Fælled",
            "description": _("Godkend, læs og hold møder på telefonen."),
            "lang": "da",
            "dir": "ltr",
            "start_url": _first_page(),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#1d5c4a",
            "icons": icons,
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@access(who="anyone")
def service_worker(request: ActorRequest) -> HttpResponse:
    """The worker with what it must know, at the top so that it answers for the whole site.

    ``demo``: its clock can be moved, so that a test need not wait for hours.
    """
    known = {
        "keep": int(settings.OFFLINE_KEEP.total_seconds() * 1000),
        "most": MOST_COPIES,
        "header": HEADER,
        "partHeader": PART_HEADER,
        "leftOut": _("Ikke gemt på enheden. Du kan se det, når du har forbindelse igen."),
        "offline": reverse("ui:offline"),
        "logIn": reverse("ui:log_in"),
        "logOut": reverse("ui:log_out"),
        "static": settings.STATIC_URL,
        "icon": static("ui/app/icon-192.png"),
        "demo": settings.DEMO,
    }
    paths = [Path(str(finders.find(part))) for part in WORKER]
    source = "\n".join(path.read_text("utf-8") for path in paths)
    body = f"const KNOWN = {json.dumps(known)};\n{source}"
    return HttpResponse(
        body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
@access(who="anyone")
def offline(request: ActorRequest) -> HttpResponse:
    """What is shown without a connection, where there is no copy. Nobody's name stands on it."""
    return render(request, "ui/offline.html")


@require_safe
@access(who="employee", purpose="leadership")
def device(request: ActorRequest) -> HttpResponse:
    """Where a leader switches reading without a connection on for this device, and off again."""
    context = {
        "hours": settings.OFFLINE_KEEP.total_seconds() / 3600,
        "owner": owner_of(request),
        "possible": bool(OFFLINE.names()) and settings.OFFLINE_KEEP.total_seconds() > 0,
        "most": MOST_COPIES,
    }
    return render(request, "ui/device.html", context)


def _first_page() -> str:
    tabs = [item for item in NAVIGATION.all_items() if item.place is Place.LEADERSHIP]
    first = min(tabs, key=lambda item: item.order, default=None)
    return reverse(first.url_name) if first else "/"
