"""The form, the check and the ways back, alike for an application and for a step of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from faelled.apps.intake import actions, wording
from faelled.apps.intake.asked import event_of, marking_of
from faelled.apps.intake.forms import (
    BEEN,
    DraftForm,
    Posted,
    answers_after,
    answers_on,
    answers_to_read,
    form_of,
    has_been_on,
    own_files,
    problems_of,
    untold,
)
from faelled.apps.intake.letters import Letter, letter_behind, letters_to
from faelled.apps.intake.looks import log_drafts
from faelled.apps.intake.models import Draft
from faelled.apps.intake.party import Happened
from faelled.apps.intake.views.logged_out import take_typed
from faelled.apps.intake.walk import Walk, walk_of
from faelled.base.access.actor import Actor
from faelled.base.access.requests import ActorRequest
from faelled.base.people.queries import display_name
from faelled.base.ui.fieldview import dom_id
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.form_rows import ADD, REMOVE
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day
from faelled.lib.fields import Page

PAGE, BACK = "side", "back"
STAYING = frozenset({"update", ADD, REMOVE})


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One answer on the page before the sending; ``url`` leads back to its question."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckPart:
    """The answers of one page, with the way back to it."""

    title: str
    url: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One page in the list of pages: its title, its number, whether it is done, and its address."""

    label: str
    state: str
    url: str


def form_url(draft: Draft, page: str = "") -> str:
    """Where a draft is filled in: one page of it, or where one left off."""
    if draft.case is not None:
        url = reverse("intake:step", args=[draft.case.uuid, draft.event_id])
    else:
        url = reverse("intake:draft", args=[draft.uuid])
    return f"{url}?{urlencode({PAGE: page})}" if page else url


def form_page(request: ActorRequest, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _show(request, _with_typed(request, draft), {})
    posted = dict(request.POST.lists())
    draft, errors = kept(request, draft, posted)
    if request.htmx:
        return _swap(request, draft, posted, errors)
    if errors or STAYING & posted.keys():
        return _show(request, draft, errors)
    if BACK in posted:
        return redirect(form_url(draft, posted[BACK][0]))
    return _onwards(request, draft, posted)


def _onwards(request: ActorRequest, draft: Draft, posted: Posted) -> HttpResponse:
    """To the next page, or to the check; not past what is missing here or must be told first."""
    walk = walk_of(draft, by=request.actor, now=timezone.now())
    page = walk.page(request.GET.get(PAGE, ""))
    problems = problems_of(walk, page, posted)
    if problems or untold(walk, page, posted):
        return _show(request, draft, problems)
    if not has_been_on(draft, page):
        been = {**draft.answers, BEEN: [*draft.answers.get(BEEN, ()), page.id]}
        draft = actions.keep_answers(draft, been, by=request.actor, now=timezone.now())
    following = walk.after(page)
    if following is not None and following != page:
        return redirect(form_url(draft, following.id))
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
    page = request.GET.get(PAGE, "")
    form = form_of(draft, by=request.actor, now=now, page=page, errors=problems)
    context = _frame(draft, request.actor, now) | {
        "form": form,
        "form_url": form_url(draft, form.page.id),
        "plan": _plan(draft, form),
    }
    return render(request, "intake/form.html", context, status=422 if problems else 200)


def _plan(draft: Draft, form: DraftForm) -> list[PlanStep]:
    """The pages of a form that has several, each with the way to it."""
    if not form.event.sections:
        return []
    return [
        PlanStep(
            page.section.title,
            _state_of(page, draft, form),
            form_url(draft, page.id),
        )
        for page in form.walk.pages
    ]


def _state_of(page: Page, draft: Draft, form: DraftForm) -> str:
    if page.id == form.page.id:
        return "current"
    return "done" if page.done and has_been_on(draft, page) else "todo"


def _swap(
    request: ActorRequest, draft: Draft, posted: Posted, errors: Mapping[str, str]
) -> HttpResponse:
    """The rows that must look different now, each put in its own place; the rest is left alone."""
    page = request.GET.get(PAGE, "")
    form = form_of(draft, by=request.actor, now=timezone.now(), page=page, errors=errors)
    rows = form.changed(posted, {*request.FILES, *errors})
    context = {"rows": rows, "form": form, "form_url": form_url(draft, page), "swap": True}
    return render(request, "intake/_fields.html", context)


def check_page(
    request: ActorRequest,
    draft: Draft,
    *,
    problems: Sequence[str] = (),
    news: Sequence[Happened] = (),
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    log_drafts(actor, [draft], page="intake:check", now=now)
    walk = walk_of(draft, by=actor, now=now)
    context = _frame(draft, actor, now) | {
        "parts": _parts(draft, walk, actor),
        "exits": walk.exits,
        "steps": len(walk.pages) + 1,
        "problems": {"": list(problems)} if problems else {},
        "news": news,
    }
    return render(request, "intake/check.html", context, status=409 if problems or news else 200)


def _parts(draft: Draft, walk: Walk, actor: Actor) -> list[CheckPart]:
    """Every answer under the title of its page."""
    files = own_files(draft, actor)
    found = []
    for page in walk.pages:
        url = form_url(draft, page.id)
        rows = (
            CheckRow(one.label, one.value, f"{url}#{dom_id(one.id)}")
            for one in answers_on(page, files)
        )
        title = page.section.title if walk.event.sections else ""
        found.append(CheckPart(title, url, tuple(rows)))
    return [part for part in found if part.rows]


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
