"""What an authority decides about its chains: saved ones, and the rules for all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.queries import (
    approvers_to_choose,
    rules_of,
    template_specs,
    templates_of,
)
from faelled.apps.decisions.forms.plan import PlanForm, changed, shown_steps
from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.lib.dcr import Field


@access(who="employee", purpose="administration", capability=Capability.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: ActorRequest) -> HttpResponse:
    """The saved chains, a new one put together by pressing buttons, and the rules for all."""
    now, actor, post = timezone.now(), request.actor, request.POST
    form, problems = changed(PlanForm.from_post(post), post), {}
    name = post.get("name", "")
    if post.get("do") == "save":
        try:
            actions.save_template(name, form.steps, by=actor, now=now)
        except ChainError as refusal:
            problems = {"": [*refusal.messages]}
        else:
            messages.success(request, _("Skabelonen er gemt."))
            return redirect("decisions:templates")
    people = {one.pk: one for one in approvers_to_choose(actor)}
    saved = [
        {"template": one, "steps": shown_steps(template_specs(one), people)}
        for one in templates_of(actor)
    ]
    context = {
        "saved": saved,
        "form": form,
        "steps": shown_steps(form.steps, people),
        "people": people.values(),
        "rules": rules_of(actor.authority_id),
        "name": Field("name", _("Navn på skabelonen"), required=True, max="120"),
        "typed": name,
        "problems": problems,
    }
    return render(request, "decisions/templates.html", context, status=422 if problems else 200)


@access(who="employee", purpose="administration", capability=Capability.MANAGE_PEOPLE)
@require_POST
def retire(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take a saved chain out of use."""
    template = get_object_or_404(templates_of(request.actor), uuid=uuid)
    actions.retire_template(template, by=request.actor, now=timezone.now())
    messages.success(request, _("Skabelonen bruges ikke mere."))
    return redirect("decisions:templates")


@access(who="employee", purpose="administration", capability=Capability.MANAGE_PEOPLE)
@require_POST
def rules(request: ActorRequest) -> HttpResponse:
    """Decide whether free chains may be made, whether leaders may pass the gate, and for how many
    days a copy stays.
    """
    days = request.POST.get("copy_days", "")
    try:
        actions.set_rules(
            free_chains=bool(request.POST.get("free_chains")),
            send_directly=bool(request.POST.get("send_directly")),
            copy_days=int(days) if days.isdecimal() and len(days) < 6 else 0,
            by=request.actor,
            now=timezone.now(),
        )
    except ChainError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Reglerne er gemt."))
    return redirect("decisions:templates")
