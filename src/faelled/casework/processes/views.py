"""The pages of processes: the list, a version, and its source."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.processes.models import SourceFormat
from faelled.casework.processes.pages import version_page
from faelled.casework.processes.queries import get_version, listed, versions_of

SUFFIX = {SourceFormat.NATIVE: "toml", SourceFormat.PORTAL: "xml"}


@access(who="employee", purpose="case-work")
@require_safe
def process_list(request: ActorRequest) -> HttpResponse:
    """The processes this authority's cases follow."""
    return render(request, "processes/list.html", {"processes": listed(request.actor)})


@access(who="employee", purpose="case-work")
@require_safe
def process_version(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """One version: its map, its steps, and every rule as a sentence."""
    version = get_version(request.actor, key, number)
    context = {"page": version_page(version), "versions": versions_of(version.process)}
    return render(request, "processes/version.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def process_source(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """The file as it was published, to the byte; as a download, never shown as a page."""
    version = get_version(request.actor, key, number)
    name = f"{version.process.key}-{version.number}.{SUFFIX[SourceFormat(version.format)]}"
    response = HttpResponse(bytes(version.source), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
