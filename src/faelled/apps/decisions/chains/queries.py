"""Reads of chains. Every one that reaches a screen starts at `chains_visible_to`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.plans import acting_id, gates_kept
from faelled.apps.decisions.chains.run import Stage
from faelled.apps.decisions.models import (
    Chain,
    ChainAct,
    ChainApprover,
    ChainCopy,
    ChainRules,
    ChainState,
    ChainTask,
    ChainTemplate,
)
from faelled.apps.decisions.specs import ALL, ONE, StepSpec
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Employee
from faelled.base.people.queries import visible_employees
from faelled.casework.cases.models import Case, CaseType, Task
from faelled.casework.cases.models import Status as CaseStatus
from faelled.casework.cases.queries import visible_to, worked_on_by

MOST_MATTERS = 50
FREE = "fri-godkendelse"


def chains_visible_to(actor: Actor, *, now: datetime) -> QuerySet[Chain]:
    """The chains that ``actor`` has a part in, and those about cases they see.

    A part: responsible, approver of a step that has begun, a copy that has come, the gate before an
    approver, or an act of one's own. Nothing crosses authorities, and citizens see none.
    """
    me = acting_id(actor)
    if actor.kind is not ActorKind.EMPLOYEE or not (me and actor.authority_id):
        return Chain.objects.none()
    answers = ChainApprover.objects.filter(
        Q(employee=me) | Q(employee__in=gates_kept(me, now), gated=True), step__chain=OuterRef("pk")
    ).filter(Q(step__number__lte=OuterRef("step")) | Q(step__chain__step=0))
    copies = ChainCopy.objects.filter(
        step__chain=OuterRef("pk"), employee=me, arrived_at__isnull=False
    )
    acts = ChainAct.objects.filter(chain=OuterRef("pk"), employee=me)
    return Chain.objects.filter(authority_id=actor.authority_id).filter(
        Q(responsible=me)
        | Q(Exists(answers))
        | Q(Exists(copies))
        | Q(Exists(acts))
        | Q(case__in=visible_to(actor, now=now))
    )


def get_chain(actor: Actor, uuid: UUID, *, now: datetime) -> Chain:
    """One chain; 404 where there is none and where it may not be seen alike."""
    chain = (
        chains_visible_to(actor, now=now)
        .select_related("case", "responsible__user")
        .filter(uuid=uuid)
        .first()
    )
    if chain is None:
        raise Http404
    return chain


def chain_tasks_for(actor: Actor) -> QuerySet[ChainTask]:
    """What of chains waits for ``actor``: to answer, or as the responsible to update."""
    stages = (Stage.ANSWER, Stage.UPDATE)
    return ChainTask.objects.filter(
        employee=acting_id(actor),
        stage__in=stages,
        chain__authority_id=actor.authority_id,
        chain__state=ChainState.OPEN,
    )


def chains_of(actor: Actor) -> QuerySet[Chain]:
    """Those that ``actor`` is the responsible of: the open ones first, newest first."""
    return (
        Chain.objects.filter(authority_id=actor.authority_id, responsible=acting_id(actor))
        .select_related("case", "responsible")
        .order_by(F("closed_at").desc(nulls_first=True), "-started_at", "-pk")
    )


def copies_for(actor: Actor, *, now: datetime) -> QuerySet[ChainCopy]:
    """The copies to read: those come, not read, and not older than the authority keeps them."""
    days = rules_of(actor.authority_id).copy_days
    return (
        ChainCopy.objects.filter(
            employee=acting_id(actor),
            step__chain__authority_id=actor.authority_id,
            arrived_at__gt=now - timedelta(days=days),
            arrived_at__lte=now,
            read_at=None,
        )
        .select_related("step__chain__responsible", "step__chain__case")
        .order_by("-arrived_at", "-pk")
    )


def acts_of(actor: Actor) -> QuerySet[ChainAct]:
    """What ``actor`` did in chains, also what was done on their behalf; newest first."""
    ids = actor.user_ids
    return (
        ChainAct.objects.filter(Q(actor_id__in=ids) | Q(on_behalf_of_id__in=ids))
        .filter(chain__authority_id=actor.authority_id)
        .exclude(event_id="")
        .select_related("chain")
        .order_by("-at", "-pk")
    )


def without_chains(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Approvals that wait for no chain: the others are answered in theirs."""
    waited_for = Chain.objects.filter(
        case=OuterRef("case"), event_id=OuterRef("event_id"), state=ChainState.OPEN
    )
    return tasks.exclude(Exists(waited_for))


def open_chain_of(case: Case, event_id: str) -> Chain | None:
    """The chain that this approval of the case waits for."""
    return Chain.objects.filter(case=case, event_id=event_id, state=ChainState.OPEN).first()


def undoable(chain: Chain, by: Actor) -> tuple[ChainAct | None, str]:
    """The act that ``by`` may take back now; or None, and why in words."""
    if not chain.open:
        return None, _("Godkendelsen er slut og har virkning. Den kan ikke fortrydes.")
    last = chain.acts.filter(undone_at=None).exclude(verb="comment").order_by("-seq").first()
    if last is None or not last.event_id:
        return None, _("Der er ikke noget at fortryde.")
    if last.actor_id != by.id:
        return None, _("En anden har gjort noget siden. Det kan ikke fortrydes nu.")
    return last, ""


def rules_of(authority_id: int) -> ChainRules:
    """What the authority has decided; the defaults where it has decided nothing."""
    found = ChainRules.objects.filter(authority_id=authority_id).first()
    return found or ChainRules(authority_id=authority_id)


def find_template(uuid: str, actor: Actor) -> ChainTemplate | None:
    """The saved chain that was chosen, if it may be used."""
    try:
        return templates_of(actor).filter(uuid=UUID(uuid)).first() if uuid else None
    except ValueError:
        return None


def approvers_to_choose(actor: Actor) -> QuerySet[Employee]:
    """The colleagues who can stand in a chain, by name: those who can log in."""
    return visible_employees(actor).filter(user__is_active=True).order_by("name", "pk")


def matters_of(actor: Actor, *, now: datetime) -> QuerySet[Task]:
    """The approvals in cases that ``actor`` works on, which are not in a chain yet."""
    cases = worked_on_by(actor, now=now).exclude(status=CaseStatus.CLOSED)
    tasks = without_chains(Task.objects.filter(approval=True, case__in=cases))
    return tasks.select_related("case").order_by("-since", "pk")[:MOST_MATTERS]


def free_type(actor: Actor) -> CaseType | None:
    """How approvals of what is no case run in one of the reader's units; None where nobody has set
    it up there.
    """
    types = CaseType.objects.filter(
        authority_id=actor.authority_id,
        process__key=FREE,
        unit_id__in=actor.unit_ids,
        active=True,
    )
    return min(types, key=lambda one: (one.unit_id != actor.home_unit_id, one.pk), default=None)


def open_chains_about(source: str, ids: Iterable[str], actor: Actor) -> frozenset[str]:
    """Which of these matters have an open chain."""
    found = Chain.objects.filter(
        authority_id=actor.authority_id, source=source, matter__in=list(ids), state=ChainState.OPEN
    )
    return frozenset(found.values_list("matter", flat=True))


def templates_of(actor: Actor) -> QuerySet[ChainTemplate]:
    """The saved chains of the authority, by name."""
    return ChainTemplate.objects.filter(authority_id=actor.authority_id, active=True).order_by(
        "name"
    )


def template_specs(template: ChainTemplate) -> tuple[StepSpec, ...]:
    """A template's steps as a chain takes them."""
    rows = template.steps.order_by("number").prefetch_related("approvers", "copies")
    return tuple(
        StepSpec(
            tuple(sorted(one.pk for one in row.approvers.all())),
            tuple(sorted(one.pk for one in row.copies.all())),
            ONE if row.needs == ONE else ALL,
            row.write,
        )
        for row in rows
    )
