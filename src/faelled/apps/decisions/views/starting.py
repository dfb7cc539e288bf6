"""Putting a chain together and sending it off: from a case, a foreign matter, or from nothing."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.apps.decisions import actions, queries
from faelled.apps.decisions.actions.starting import new_chain
from faelled.apps.decisions.chains.errors import ChainError, MatterUnavailable
from faelled.apps.decisions.chains.queries import (
    approvers_to_choose,
    find_template,
    free_type,
    matters_of,
    open_chains_about,
    rules_of,
    template_specs,
    templates_of,
)
from faelled.apps.decisions.forms.plan import PlanForm, changed, read_deadline, shown_steps
from faelled.apps.decisions.matters import MATTERS, MatterStart
from faelled.apps.decisions.matters.esdh import waiting_there
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.planner import PLANNER
from faelled.apps.decisions.specs import MatterRef, own_matter
from faelled.base.access.actor import Actor
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.lib.dcr import Field, FieldType


@access(who="employee", purpose="leadership")
@require_safe
def new(request: ActorRequest) -> HttpResponse:
    """What one can send to approval: a step of one's cases, or a matter of the case system."""
    now, actor = timezone.now(), request.actor
    tasks = list(matters_of(actor, now=now))
    trouble = ""
    try:
        foreign = waiting_there(actor)
    except MatterUnavailable as refusal:
        foreign, trouble = (), " ".join(refusal.messages)
    sent = open_chains_about("esdh", [one.id for one in foreign], actor)
    foreign = tuple(one for one in foreign if one.id not in sent)
    subjects = [*(task.case.ref for task in tasks), *(f"esdh:{one.id}" for one in foreign)]
    log_read(actor, subjects=subjects, page="decisions:new", now=now)
    context = {"tasks": tasks, "foreign": foreign, "trouble": trouble, "now": now}
    context["free"] = free_type(actor) is not None
    return render(request, "decisions/new.html", context)


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_case(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """Put a chain together for an approval in one of our cases."""
    return put_together(request, own_matter(uuid, event_id))


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_foreign(request: ActorRequest, id: str) -> HttpResponse:
    """Put a chain together for a matter of the foreign case system."""
    return put_together(request, MatterRef("esdh", id))


def put_together(request: ActorRequest, ref: MatterRef) -> HttpResponse:
    """Show the plan so far; each button changes it, and the last one sends it off."""
    now, actor = timezone.now(), request.actor
    try:
        about = MATTERS[ref.source].look(ref.id, by=actor, now=now)
        planned = PLANNER.one.plan(new_chain(ref, about, by=actor, now=now), now=now)
    except MatterUnavailable as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("decisions:new")
    form = PlanForm.from_post(request.POST)
    if planned is not None and (request.method != "POST" or request.POST.get("do") == "plan"):
        form = replace(form, steps=planned.steps)
    problems: dict[str, str | list[str]] = {}
    if request.method == "POST":
        form = with_template(changed(form, request.POST), request.POST.get("do", ""), actor)
        if request.POST.get("do") == "start":
            started, problems = send_off(ref, form, actor, now)
            if started is not None:
                queries.forget_count(actor)
                messages.success(request, _("Godkendelsen er sendt af sted."))
                return redirect("decisions:chain", uuid=started.uuid)
    subjects = [about.case.ref] if about.case else [f"esdh:{ref.id}"]
    log_read(actor, subjects=subjects, page="decisions:put_together", now=now)
    context = {**plan_context(form, problems, about, actor), "planned": planned}
    return render(request, "decisions/put_together.html", context, status=422 if problems else 200)


def with_template(form: PlanForm, do: str, actor: Actor) -> PlanForm:
    """The form with a template's steps in it, when one was asked for."""
    if do != "template":
        return form
    template = find_template(form.template, actor)
    return PlanForm(
        template_specs(template) if template else form.steps,
        form.comment,
        form.deadline,
        form.urgent,
        form.template if template else "",
    )


def send_off(
    ref: MatterRef, form: PlanForm, actor: Actor, now: datetime
) -> tuple[Chain | None, dict[str, str | list[str]]]:
    """Start the chain; or what is wrong, by field."""
    deadline, wrong = read_deadline(form.deadline)
    if wrong:
        return None, {"deadline": wrong}
    try:
        chain = actions.start_chain(
            ref,
            form.steps,
            template=find_template(form.template, actor),
            deadline=deadline,
            urgent=form.urgent,
            comment=form.comment,
            by=actor,
            now=now,
        )
    except ChainError as refusal:
        return None, {"": [*refusal.messages]}
    return chain, {}


def plan_context(
    form: PlanForm, problems: dict[str, str | list[str]], about: MatterStart, actor: Actor
) -> dict[str, object]:
    """What the page shows: the plan so far, whom one can add, and what else is asked."""
    people = {one.pk: one for one in approvers_to_choose(actor)}
    return {
        "about": about,
        "form": form,
        "steps": shown_steps(form.steps, people),
        "people": [one for one in people.values() if one.pk not in actor.employee_ids],
        "templates": templates_of(actor),
        "free": rules_of(actor.authority_id).free_chains,
        "problems": problems,
        "comment": Field("comment", _("Besked til godkenderne"), FieldType.LONGTEXT, max="4000"),
        "deadline": Field("deadline", _("Frist"), FieldType.DATE),
    }
