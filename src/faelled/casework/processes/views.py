"""The pages of processes: the list, a version, and its source."""

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.processes.compare import compare_page
from faelled.casework.processes.models import ProcessVersion, SourceFormat
from faelled.casework.processes.pages import version_page
from faelled.casework.processes.queries import get_version, listed, versions_of
from faelled.casework.processes.try_page import TryPage, try_page
from faelled.casework.processes.trying import (
    MOST_DAYS,
    Move,
    NotARun,
    answered,
    morning,
    moves_from_text,
)

SUFFIX = {SourceFormat.NATIVE: "toml", SourceFormat.PORTAL: "xml"}


@access(who="employee", purpose="case-work")
@require_safe
def process_list(request: ActorRequest) -> HttpResponse:
    """The processes this authority's cases follow."""
    context = {"processes": listed(request.actor), "may_publish": _may_publish(request)}
    return render(request, "processes/list.html", context)


def _may_publish(request: ActorRequest) -> bool:
    return request.actor.can(Capability.PUBLISH_PROCESS)


@access(who="employee", purpose="case-work")
@require_safe
def process_version(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """One version: its map, its steps, and every rule as a sentence."""
    version = get_version(request.actor, key, number)
    context = {
        "page": version_page(version),
        "versions": versions_of(version.process),
        "may_publish": _may_publish(request),
    }
    return render(request, "processes/version.html", context)


@access(who="employee", purpose="case-work")
@require_safe
def process_compare(request: ActorRequest, key: str, number: int, other: int) -> HttpResponse:
    """What version ``number`` has otherwise than the earlier ``other``."""
    new, old = get_version(request.actor, key, number), get_version(request.actor, key, other)
    return render(request, "processes/compare.html", {"page": compare_page(old, new)})


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def process_try(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Try a version: do steps and let days pass, and see what may happen. Nothing is stored."""
    version = get_version(request.actor, key, number)
    context: dict[str, object] = {}
    try:
        context["page"] = _tried(request, version)
    except NotARun:
        context["page"] = try_page(version, (), start=morning(timezone.localdate()))
        context["problem"] = _("Prøven kunne ikke læses. Her kan du begynde forfra.")
    return render(request, "processes/try.html", context)


def _tried(request: ActorRequest, version: ProcessVersion) -> TryPage:
    """The run that was posted, with what was pressed."""
    post = request.POST
    start = morning(_day(post.get("_start", "")))
    moves = moves_from_text(post.get("_run", ""))
    if "_back" in post:
        return try_page(version, moves[:-1], start=start)
    if "_pass" in post:
        days = post.get("_days", "").strip()
        if not (days.isdecimal() and len(days) < 5 and 0 < int(days) <= MOST_DAYS):
            told = {"_days": _("Skriv et helt antal dage, for eksempel 14.")}
            return try_page(version, moves, start=start, errors=told)
        return try_page(version, (*moves, Move(days=int(days))), start=start)
    return _pressed(request, version, moves, start)


def _day(text: str) -> date:
    """The day that a run began on: today where none is told. Raises NotARun."""
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise NotARun from error


def _pressed(
    request: ActorRequest, version: ProcessVersion, moves: tuple[Move, ...], start: datetime
) -> TryPage:
    """A step was pressed: its questions are asked first, where the rules read any."""
    post = request.POST
    step = post.get("_did") or post.get("_do", "")
    here = try_page(version, moves, start=start, chosen=step)
    if here.chosen is None:
        return here
    typed = {q.field.id: post.getlist(q.field.id) for q in here.questions}
    if here.questions and "_did" not in post:
        return here
    _value, errors = answered(here.graph, here.chosen, typed, now=timezone.now())
    if errors:
        return try_page(version, moves, start=start, chosen=step, typed=typed, errors=errors)
    return try_page(version, (*moves, Move(step, typed)), start=start)


@access(who="employee", purpose="case-work")
@require_safe
def process_source(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """The file as it was published, to the byte; as a download, never shown as a page."""
    version = get_version(request.actor, key, number)
    name = f"{version.process.key}-{version.number}.{SUFFIX[SourceFormat(version.format)]}"
    return _download(bytes(version.source), name)


@access(who="employee", purpose="case-work")
@require_safe
def process_tests(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """The model tests that the version passed, as they were written; 404 where it had none."""
    version = get_version(request.actor, key, number)
    if not version.tests:
        raise Http404
    return _download(bytes(version.tests), f"{version.process.key}-{version.number}.tests.toml")


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
