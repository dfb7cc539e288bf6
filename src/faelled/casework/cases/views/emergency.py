"""Break-glass: see a case that one does not work on, with a reason that somebody else reads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.base.access import actions as access_actions
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.models import Verdict
from faelled.base.access.queries import unreviewed
from faelled.base.access.refusals import Refused
from faelled.base.access.requests import ActorRequest
from faelled.base.people.queries import visible_employees
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.forms import as_number
from faelled.casework.cases.models import Case
from faelled.casework.cases.small_forms import break_glass_form, read
from faelled.casework.cases.views.work import again


@access(who="employee", purpose="break-glass", capability=Capability.BREAK_GLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def break_in(request: ActorRequest) -> HttpResponse:
    """Ask to see a case by its number, and say why."""
    now, actor, form = timezone.now(), request.actor, break_glass_form()
    if request.method == "POST":
        try:
            asked = read(form, request.POST, now=now)
            case = known_case(actor.authority_id, asked["number"])
            access_actions.break_glass(case.ref, by=actor, reason=asked["reason"], now=now)
        except CaseError as refusal:
            return again(request, "cases/small_form.html", form, refusal, {})
        except (Refused, access_actions.ReasonTooShortError) as refusal:
            told = DataRefused(str(refusal), {"reason": str(refusal)})
            return again(request, "cases/small_form.html", form, told, {})
        messages.warning(request, _("Du ser sagen i nødadgang. En anden læser din begrundelse."))
        return redirect("cases:case", uuid=case.uuid)
    return render(request, "cases/small_form.html", {"form": form})


def known_case(authority_id: int, number: str) -> Case:
    """The case with that number in the reader's authority."""
    case = Case.objects.filter(authority_id=authority_id, number=number.strip()).first()
    if case is None:
        message = _("Der er ingen sag med det nummer.")
        raise DataRefused(message, {"number": message})
    return case


@access(who="employee", purpose="control", capability=Capability.REVIEW_BREAK_GLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def break_in_review(request: ActorRequest) -> HttpResponse:
    """Read the reasons that others gave, and say whether they hold."""
    actor, problem = request.actor, ""
    if request.method == "POST":
        problem = judge(request)
        if not problem:
            messages.success(request, _("Vurderingen er gemt."))
            return redirect("cases:break_glass_review")
    rows = list(unreviewed(actor))
    refs = [row.object_ref for row in rows]  # a reason may say what the case is about
    if refs:
        log_read(actor, subjects=refs, page="cases:break_glass_review", now=timezone.now())
    names, numbers = names_of(actor), numbers_of(actor.authority_id, refs)
    judged = [
        {
            "row": row,
            "name": names.get(row.actor_id, ""),
            "number": numbers.get(row.object_ref, ""),
            "comment": request.POST.get("comment", "")
            if request.POST.get("id") == str(row.pk)
            else "",
        }
        for row in rows
    ]
    context = {"rows": judged, "problem": problem}
    return render(request, "cases/break_glass_review.html", context)


def judge(request: ActorRequest) -> str:
    """Store the verdict of the form; what was wrong with it, or ""."""
    chosen, verdict = as_number(request.POST.get("id", "")), request.POST.get("verdict", "")
    row = unreviewed(request.actor).filter(pk=chosen).first() if chosen is not None else None
    if row is None or verdict not in Verdict.values:
        return _("Nødadgangen findes ikke, eller den er allerede vurderet.")
    try:
        access_actions.review_break_glass(
            row,
            verdict=Verdict(verdict),
            comment=request.POST.get("comment", ""),
            by=request.actor,
            now=timezone.now(),
        )
    except Refused as refusal:
        return str(refusal)
    return ""


def numbers_of(authority_id: int, refs: list[str]) -> dict[str, str]:
    """The numbers of the cases that were opened, by "case:<uuid>". A number says which case was
    seen, so that its own leader can be asked; it opens nothing.
    """
    uuids = [ref.partition(":")[2] for ref in refs if ref.startswith("case:")]
    cases = Case.objects.filter(authority_id=authority_id, uuid__in=uuids).only("uuid", "number")
    return {case.ref: case.number for case in cases}


def names_of(actor: Actor) -> dict[str, str]:
    """The colleagues' names by user id: who broke a glass is not hidden from who judges it."""
    rows = visible_employees(actor).values_list("user__public_id", "name")
    return {str(public_id): name for public_id, name in rows}
