"""The secretary's gate before and after each leader, and the rules of one gate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.gates import (
    STAGE_OF,
    GateList,
    count_at_gates,
    find_gate,
    forget_gate_count,
    gate_counts,
    gate_of,
    gate_tasks,
    leaders_kept,
    may_set_gate,
    sent_onward,
)
from faelled.apps.decisions.chains.graph import FORWARD, RELEASE, WITHDRAW
from faelled.apps.decisions.chains.queries import rules_of
from faelled.apps.decisions.chains.rows import (
    ChainLine,
    TurnRow,
    chain_lines,
    chain_subjects,
    turn_rows,
)
from faelled.apps.decisions.chains.run import Stage
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.base.people.models import Employee
from faelled.base.people.queries import gatekeepers_of
from faelled.base.ui.templatetags.ui import KEY_FIELD
from faelled.lib.dates import local_day
from faelled.lib.dcr import Field, FieldType

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListLook:
    """A list in words: its tab, what its button does, and what an empty one says."""

    label: str | Promise
    verb: str
    press: str | Promise
    icon: str
    empty: str | Promise


LOOKS = {
    GateList.BEFORE: ListLook(
        gettext_lazy("Før lederen"),
        RELEASE,
        gettext_lazy("Frigiv"),
        "send",
        gettext_lazy("Der er ikke noget at frigive"),
    ),
    GateList.WITH: ListLook(
        gettext_lazy("Hos lederen"),
        WITHDRAW,
        gettext_lazy("Tag tilbage"),
        "reply",
        gettext_lazy("Der ligger ikke noget hos lederen"),
    ),
    GateList.AFTER: ListLook(
        gettext_lazy("Efter lederen"),
        FORWARD,
        gettext_lazy("Send videre"),
        "send",
        gettext_lazy("Der er ikke noget at sende videre"),
    ),
    GateList.ONWARD: ListLook(
        gettext_lazy("Sendt videre"),
        "",
        "",
        "",
        gettext_lazy("Der er ikke sendt noget videre"),
    ),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as the page shows it."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: ActorRequest) -> HttpResponse:
    """What stands at one leader's gate, in four lists; let through, take back, send on."""
    now, actor = timezone.now(), request.actor
    leaders = leaders_kept(actor, now=now)
    if not leaders:
        own = count_at_gates(actor, now=now) == 0
        return render(request, "decisions/gate_none.html", {"own": actor_uuid(actor, own)})
    leader = chosen_leader(leaders, request.GET.get("leder", ""))
    place = chosen_list(request.GET.get("liste", ""))
    problems: list[str] = []
    if request.method == "POST" and place in STAGE_OF:
        problems = let_through(request, leader, place)
        if not problems:
            return redirect(list_url(leader, place))
    page, rows = read_list(actor, leader, place, request.GET.get("side", ""), now)
    log_read(
        actor,
        subjects=chain_subjects(line_of(row).chain for row in rows),
        page="decisions:gate",
        now=now,
    )
    counts = gate_counts(actor, leaders, now=now)
    context = {
        "leader": leader,
        "leaders": leader_tabs(leaders, leader, place, counts),
        "lists": list_tabs(leader, place, counts),
        "look": LOOKS[place],
        "place": place,
        "page": page,
        "rows": rows,
        "note": Field("comment", _("Bemærkning"), FieldType.LONGTEXT, max="4000"),
        "typed": request.POST.get("comment", ""),
        "ticked": request.POST.getlist("task"),
        "problems": {"": problems} if problems else {},
        "now": now,
    }
    return render(request, "decisions/gate.html", context, status=422 if problems else 200)


def let_through(request: ActorRequest, leader: Employee, place: GateList) -> list[str]:
    """Do the list's act on what was pressed or ticked; what could not be done, in words."""
    now, actor, post = timezone.now(), request.actor, request.POST
    only = post.get("only", "")
    wanted = {int(one) for one in ([only] if only else post.getlist("task")) if is_number(one)}
    if not wanted:
        return [_("Sæt kryds ved dem, det gælder.")]
    tasks = list(gate_tasks(actor, leader, place, now=now).filter(pk__in=wanted))
    passed = actions.pass_gate(
        tasks,
        LOOKS[place].verb,
        comment=post.get("comment", "")[:4000],
        key=post.get(KEY_FIELD) or str(uuid4()),
        by=actor,
        now=now,
    )
    forget_gate_count(actor)
    if passed.done:
        said = ngettext(
            "%(act)s: %(n)d godkendelse.", "%(act)s: %(n)d godkendelser.", len(passed.done)
        )
        messages.success(request, said % {"act": LOOKS[place].press, "n": len(passed.done)})
    moved = len(wanted) - len(tasks)
    gone = ngettext(
        "%(n)d af dem stod her ikke længere.", "%(n)d af dem stod her ikke længere.", moved
    ) % {"n": moved}
    return [*passed.refused, *([gone] if moved and not passed.done else [])]


def read_list(
    actor: Actor, leader: Employee, place: GateList, side: str, now: datetime
) -> tuple[object, Sequence[TurnRow | ChainLine]]:
    """One page of one list."""
    if place is GateList.ONWARD:
        chains = Paginator(sent_onward(actor, leader, now=now), PAGE).get_page(side)
        return chains, chain_lines(chains.object_list, now=now)
    tasks = Paginator(gate_tasks(actor, leader, place, now=now), PAGE).get_page(side)
    return tasks, turn_rows(tasks.object_list, now=now)


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def gate_rules(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """How the gate before one leader works, in plain words, and who keeps it."""
    now, actor, post = timezone.now(), request.actor, request.POST
    leader = find_gate(actor, uuid, now=now)
    if leader is None:
        raise Http404
    may_set, people = may_set_gate(actor, leader), actor.can(Capability.MANAGE_PEOPLE)
    if request.method == "POST":
        if not may_set:
            raise Http404
        asked = actions.Gate(
            auto_release=bool(post.get("auto_release")),
            auto_forward=bool(post.get("auto_forward")),
            direct=bool(post.get("direct")),
            limited=bool(post.get("limited")) if people else gate_of(leader).limited,
        )
        actions.set_gate(leader, asked, by=actor, now=now)
        messages.success(request, _("Reglerne for slusen er gemt. De gælder nye godkendelser."))
        return redirect("decisions:gate_rules", uuid=uuid)
    log_read(actor, subjects=[], page="decisions:gate_rules", now=now)
    context = {
        "leader": leader,
        "gate": gate_of(leader),
        "keepers": gatekeepers_of(leader, local_day(now)),
        "may_set": may_set,
        "manages": people,
        "directly": rules_of(actor.authority_id).send_directly,
    }
    return render(request, "decisions/gate_rules.html", context)


def chosen_leader(leaders: Sequence[Employee], uuid: str) -> Employee:
    """The leader whose tab was pressed; the first without one, 404 for another's leader."""
    if not uuid:
        return leaders[0]
    found = next((one for one in leaders if str(one.uuid) == uuid), None)
    if found is None:
        raise Http404
    return found


def chosen_list(text: str) -> GateList:
    return GateList(text) if text in [*GateList] else GateList.BEFORE


def leader_tabs(
    leaders: Sequence[Employee],
    chosen: Employee,
    place: GateList,
    counts: Counter[tuple[int, str]],
) -> list[Tab]:
    """A tab a leader, with how many the secretary can do something about."""
    return [
        Tab(
            one.name,
            list_url(one, place),
            one == chosen,
            counts[(one.pk, Stage.BEFORE)] + counts[(one.pk, Stage.AFTER)],
        )
        for one in leaders
    ]


def list_tabs(leader: Employee, place: GateList, counts: Counter[tuple[int, str]]) -> list[Tab]:
    return [
        Tab(
            look.label,
            list_url(leader, one),
            one is place,
            counts[(leader.pk, STAGE_OF[one])] if one in STAGE_OF else None,
        )
        for one, look in LOOKS.items()
    ]


def list_url(leader: Employee, place: GateList) -> str:
    return f"{reverse('decisions:gate')}?{urlencode({'leder': str(leader.uuid), 'liste': place})}"


def line_of(row: TurnRow | ChainLine) -> ChainLine:
    return row.line if isinstance(row, TurnRow) else row


def is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 16


def actor_uuid(actor: Actor, own: bool) -> UUID | None:
    """The leader's own gate, where one is kept for them."""
    if not own or actor.employee_id is None:
        return None
    return Employee.objects.values_list("uuid", flat=True).get(pk=actor.employee_id)
