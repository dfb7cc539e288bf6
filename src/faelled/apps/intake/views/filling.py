"""The form, the check and the ways back, alike for an application and for a step of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from faelled.apps.intake import actions, wording
from faelled.apps.intake.asked import event_of, marking_of
from faelled.apps.intake.forms import (
    Posted,
    answers_after,
    answers_to_read,
    form_of,
    problems_of,
)
from faelled.apps.intake.letters import Letter, letter_behind, letters_to
from faelled.apps.intake.looks import log_drafts
from faelled.apps.intake.models import Draft
from faelled.apps.intake.party import Happened
from faelled.apps.intake.views.logged_out import take_typed
from faelled.base.access.actor import Actor
from faelled.base.access.requests import ActorRequest
from faelled.base.people.queries import display_name
from faelled.casework.cases.errors import CaseError
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One answer on the page before the sending; ``url`` leads back to its question."""

    label: str
    value: str
    url: str


def form_url(draft: Draft) -> str:
    """Where a draft is filled in."""
    if draft.case is not None:
        return reverse("intake:step", args=[draft.case.uuid, draft.event_id])
    return reverse("intake:draft", args=[draft.uuid])


def form_page(request: ActorRequest, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _show(request, _with_typed(request, draft), {})
    posted = dict(request.POST.lists())
    draft, errors = kept(request, draft, posted)
    if request.htmx:
        return _swap(request, draft, posted, errors)
    if "update" in posted:
        return _show(request, draft, errors)
    problems = errors or problems_of(draft, posted, now=timezone.now())
    if problems:
        return _show(request, draft, problems)
    return redirect("intake:check", uuid=draft.uuid)


def kept(request: ActorRequest, draft: Draft, posted: Posted) -> tuple[Draft, Mapping[str, str]]:
    """The draft with what was posted in it, and what was wrong with the files."""
    now, actor = timezone.now(), request.actor
    answers, errors = answers_after(draft, posted, request.FILES, by=actor, now=now)
    return actions.keep_answers(draft, answers, by=actor, now=now), errors


def _with_typed(request: ActorRequest, draft: Draft) -> Draft:
    """The draft with what was typed before the log-in ran out, if anything was."""
    typed = take_typed(request)
    if typed is None:
        return draft
    if draft.case is not None:
        now = timezone.now()
        draft = actions.begin_step(draft.case, draft.event_id, by=request.actor, now=now)
    return kept(request, draft, typed)[0]


def _show(request: ActorRequest, draft: Draft, problems: Mapping[str, str]) -> HttpResponse:
    now = timezone.now()
    log_drafts(request.actor, [draft], page="intake:form", now=now)
    form = form_of(draft, by=request.actor, now=now, errors=problems)
    context = _frame(draft, request.actor, now) | {"form": form}
    return render(request, "intake/form.html", context, status=422 if problems else 200)


def _swap(
    request: ActorRequest, draft: Draft, posted: Posted, errors: Mapping[str, str]
) -> HttpResponse:
    """The rows that must look different now, each put in its own place; the rest is left alone."""
    form = form_of(draft, by=request.actor, now=timezone.now(), errors=errors)
    rows = form.changed(posted, {*request.FILES, *errors})
    return render(request, "intake/_fields.html", {"rows": rows, "swap": True})


def check_page(
    request: ActorRequest,
    draft: Draft,
    *,
    problems: Sequence[str] = (),
    news: Sequence[Happened] = (),
) -> HttpResponse:
    now, url = timezone.now(), form_url(draft)
    log_drafts(request.actor, [draft], page="intake:check", now=now)
    rows = answers_to_read(draft, by=request.actor, now=now)
    context = _frame(draft, request.actor, now) | {
        "rows": [CheckRow(row.label, row.value, f"{url}#felt-{row.id}") for row in rows],
        "problems": {"": list(problems)} if problems else {},
        "news": news,
    }
    return render(request, "intake/check.html", context, status=409 if problems or news else 200)


def closed_page(request: ActorRequest, draft: Draft, closed: CaseError) -> HttpResponse:
    """What one applied for is gone: why, and everything that was typed, to copy or print."""
    now = timezone.now()
    log_drafts(request.actor, [draft], page="intake:closed", now=now)
    context = {
        "reasons": closed.messages,
        "rows": answers_to_read(draft, by=request.actor, now=now),
        "draft": draft,
    }
    return render(request, "intake/closed.html", context, status=410)


def _frame(draft: Draft, actor: Actor, now: datetime) -> dict[str, object]:
    """What every page of a draft says above the rest."""
    due = marking_of(draft, now).pending.get(draft.event_id) if draft.case else None
    return {
        "draft": draft,
        "event": event_of(draft),
        "case": draft.case,
        "form_url": form_url(draft),
        "about": _about(draft, actor, now),
        "letter": _behind(draft, actor, now),
        "deadline": wording.mine(due, now) if due else "",
    }


def _behind(draft: Draft, actor: Actor, now: datetime) -> Letter | None:
    """The letter that the step answers, so that nobody must guess what is asked for."""
    if draft.case is None:
        return None
    letters = letters_to(draft.case, actor, now=now)
    return letter_behind(draft.event_id, graph_for(draft.case.version_id), letters)


def _about(draft: Draft, actor: Actor, now: datetime) -> str:
    """Whom it is about, where that is somebody else than the reader."""
    person = draft.case.main_person if draft.case else draft.person
    if person is None or person.pk == actor.person_id:
        return ""
    return display_name(person, actor, local_day(now))
