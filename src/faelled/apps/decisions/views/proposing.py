"""Asking for an approval of something that is no case: title, text and papers."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.apps.decisions import actions
from faelled.apps.decisions.actions.proposing import MOST_FILES
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.queries import free_type
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.forms import posted_key
from faelled.lib.dcr import Field, FieldType

APPROVE = "approve"  # the approval of content/graphs/fri-godkendelse.toml


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest) -> HttpResponse:
    """Write what is to be approved; whom it goes to is the next page's."""
    now, actor, post = timezone.now(), request.actor, request.POST
    problems: Mapping[str, str | list[str]] = {}
    if request.method == "POST":
        new = actions.Proposal(
            posted_key(request),
            post.get("what", "").strip(),
            post.get("why", "").strip(),
            request.FILES.getlist("papers"),
        )
        try:
            case = actions.propose(new, by=actor, now=now)
        except DataRefused as refusal:
            problems = dict(refusal.errors) or {"": [*refusal.messages]}
        except ChainError as refusal:
            problems = {"": [*refusal.messages]}
        else:
            return redirect("decisions:new_for_case", uuid=case.uuid, event_id=APPROVE)
    context = {
        "fields": proposal_fields(),
        "typed": {name: post.get(name, "") for name in ("what", "why")},
        "problems": problems,
        "usable": free_type(actor) is not None,
        "picked": bool(request.FILES),
    }
    return render(request, "decisions/propose.html", context, status=422 if problems else 200)


def proposal_fields() -> Mapping[str, Field]:
    """The fields as the page draws them; the graph's step says the same of the first two."""
    return {
        "what": Field("what", _("Hvad skal godkendes?"), required=True, max="200"),
        "why": Field("why", _("Hvad skal lederen vide?"), FieldType.LONGTEXT, True, max="20000"),
        "papers": Field(
            "papers",
            _("Papirer"),
            FieldType.FILE,
            help=_("Højst %(most)d filer. De følger med, og kan ikke ændres bagefter.")
            % {"most": MOST_FILES},
        ),
    }
