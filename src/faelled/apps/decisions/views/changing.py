"""The form that changes a chain under way: what is left of it, and why."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.plans import acting_id, spec_of, step_rows
from faelled.apps.decisions.chains.queries import approvers_to_choose, get_chain
from faelled.apps.decisions.forms.plan import PlanForm, changed, shown_steps
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.pages.chain import step_lines
from faelled.apps.decisions.planner import PLANNER
from faelled.base.access.actor import Actor
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.lib.dcr import Field, FieldType


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show what is left of the chain; each button changes it, and the last one saves it."""
    now, actor, post = timezone.now(), request.actor, request.POST
    chain = get_chain(actor, uuid, now=now)
    if chain.responsible_id != acting_id(actor):
        raise Http404
    if not chain.open:
        return redirect("decisions:chain", uuid=chain.uuid)
    form, problems = form_of(chain), {}
    if request.method == "POST":
        form = changed(PlanForm.from_post(post), post)
        if post.get("do") == "save":
            try:
                actions.plan_the_rest(
                    chain,
                    form.steps,
                    seen_step=step_seen(request),
                    why=form.comment,
                    by=actor,
                    now=now,
                )
            except ChainError as refusal:
                problems = {"": [*refusal.messages]}
                chain.refresh_from_db()
            else:
                messages.success(request, _("Kæden er ændret."))
                return redirect("decisions:chain", uuid=chain.uuid)
    subjects = [chain.ref, *([chain.case.ref] if chain.case else [])]
    log_read(actor, subjects=subjects, page="decisions:change", now=now)
    context = {**change_context(chain, form, actor), "problems": problems}
    context["planned"] = planned_for(chain, request)
    return render(request, "decisions/change.html", context, status=422 if problems else 200)


def form_of(chain: Chain) -> PlanForm:
    """The steps that are not reached, as they stand."""
    return PlanForm(tuple(spec_of(row) for row in step_rows(chain) if row.number > chain.step))


def step_seen(request: ActorRequest) -> int:
    """The step that was under way when the form was read; 0 for what is no number."""
    seen = request.POST.get("seen_step", "")
    return int(seen) if seen.isdecimal() and len(seen) < 4 else 0


def change_context(chain: Chain, form: PlanForm, actor: Actor) -> dict[str, object]:
    """What the page shows: what stands, what is left as it would be, and whom one can add."""
    people = {one.pk: one for one in approvers_to_choose(actor)}
    rows = [row for row in step_rows(chain) if row.number <= chain.step]
    return {
        "chain": chain,
        "form": form,
        "fixed": step_lines(rows, chain),
        "steps": shown_steps(form.steps, people, after=chain.step),
        "people": [one for one in people.values() if one.pk not in actor.employee_ids],
        "why": Field("comment", _("Hvorfor ændres kæden?"), FieldType.LONGTEXT, True, max="1000"),
    }


def planned_for(chain: Chain, request: ActorRequest) -> object:
    """What the plan asks for, as a help to the reader; the save asks it anew."""
    try:
        return PLANNER.one.plan(chain, now=timezone.now())
    except ChainError:
        return None
