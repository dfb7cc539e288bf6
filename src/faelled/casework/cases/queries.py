"""Reads of cases. Every one that reaches a screen starts at `visible_to` or `get_visible`."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.policy import CaseFacts, Scope, scope_of
from faelled.base.access.purposes import PURPOSES
from faelled.base.access.queries import open_refs
from faelled.base.people.models import Employee, Position
from faelled.casework.cases.models import Assignment, Case, CaseTypeRole, Party
from faelled.lib.dates import local_day

PREFIX = "case:"
COLLECTED_FOR = "case-work"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """The cases that stand on ``actor``'s lists, counts, searches and exports, and no others.

    An employee sees a case through its unit, a role the case type is open to, as its handler or
    through an assignment; a citizen as a party, or for one they act for. Nothing crosses
    authorities (forvaltningsloven § 32: only what the task needs). `access.policy` says the same
    of one case, and a property test holds the two together.
    """
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    return within(scope_of(actor).listed(), now=now)


def openable_by(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """What ``actor`` may open: what is listed, and what they have broken the glass for."""
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    return within(scope_of(actor, opened=open_refs(actor, now)), now=now)


def within(scope: Scope, *, now: datetime) -> QuerySet[Case]:
    """A scope as a filter: the queryset twin of ``Scope.holds``."""
    cases = Case.objects.filter(authority_id=scope.authority_id)
    if scope.everything:
        return cases
    ways = Q(pk__in=[])
    if scope.unit_ids:
        ways |= Q(owner_unit_id__in=scope.unit_ids)
    if scope.roles:
        ways |= Q(Exists(_open_to(scope.roles)))
    if scope.employee_ids:
        ways |= Q(handler_id__in=scope.employee_ids) | Q(Exists(_assigned(scope, now)))
    if scope.person_ids:
        ways |= Q(Exists(_parties(scope, now)))
    if scope.refs:
        ways |= Q(uuid__in=[UUID(ref.removeprefix(PREFIX)) for ref in scope.refs])
    return cases.filter(ways)


def facts_of(case: Case, *, now: datetime) -> CaseFacts:
    """What of a case decides who may see it, for `access.policy`."""
    assigned = set(case.assignments.filter(current(now)).values_list("employee_id", flat=True))
    parties = case.parties.filter(current(now), sees_case=True, person__isnull=False)
    return CaseFacts(
        ref=case.ref,
        authority_id=case.authority_id,
        unit_id=case.owner_unit_id,
        assigned=frozenset(assigned | ({case.handler_id} if case.handler_id else set())),
        open_to_roles=frozenset(case.case_type.open_to.values_list("role", flat=True)),
        parties=frozenset(pk for pk in parties.values_list("person_id", flat=True) if pk),
    )


def get_visible(actor: Actor, uuid: UUID, *, now: datetime) -> Case:
    """One case by its UUID; 404 where it does not exist and where it may not be seen alike."""
    case = (
        openable_by(actor, now=now)
        .select_related(
            "version__process",
            "case_type",
            "owner_unit",
            "handler",
            "main_person",
            "main_company",
        )
        .filter(uuid=uuid)
        .first()
    )
    if case is None:
        raise Http404
    return case


def roles_in_case(actor: Actor, case: Case, *, now: datetime) -> frozenset[str]:
    """The graph roles ``actor`` holds in this case.

    An employee's roles are those of the case's unit, and those its type is open to from any unit;
    who is assigned without a role there brings their own. A citizen's come with being a party, or
    with acting for one. A party's own role word in the graph is ``Party.graph_role``.
    """
    if actor.kind is ActorKind.EMPLOYEE:
        return _employee_roles(actor, case, now)
    if actor.kind is not ActorKind.CITIZEN:
        return actor.roles
    roles = case.parties.filter(current(now), person_id__in=actor.represents, sees_case=True)
    return frozenset(roles.exclude(graph_role="").values_list("graph_role", flat=True))


def _employee_roles(actor: Actor, case: Case, now: datetime) -> frozenset[str]:
    """Who leads another unit does not approve in this one; no query where one is all they have."""
    here = actor.roles_at(case.owner_unit_id)
    if here == actor.roles:
        return here
    opened = CaseTypeRole.objects.filter(case_type=case.case_type_id, role__in=actor.roles)
    roles = here | frozenset(opened.values_list("role", flat=True))
    if roles:
        return roles
    works = Q(handler_id__in=actor.employee_ids) | Q(
        Exists(
            Assignment.objects.filter(
                current(now), case=OuterRef("pk"), employee_id__in=actor.employee_ids
            )
        )
    )
    return actor.roles if Case.objects.filter(works, pk=case.pk).exists() else frozenset()


def colleagues_for(case: Case, *, now: datetime) -> QuerySet[Employee]:
    """Who can be given the case: those with a position in its unit today."""
    positions = Position.objects.on(local_day(now)).filter(unit_id=case.owner_unit_id)
    return Employee.objects.filter(positions__in=positions).distinct().order_by("name")


def _open_to(roles: frozenset[str]) -> QuerySet[CaseTypeRole]:
    return CaseTypeRole.objects.filter(case_type=OuterRef("case_type"), role__in=roles)


def _assigned(scope: Scope, now: datetime) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(current(now), case=OuterRef("pk"))
    return rows.filter(employee_id__in=scope.employee_ids)


def _parties(scope: Scope, now: datetime) -> QuerySet[Party]:
    rows = Party.objects.filter(current(now), case=OuterRef("pk"), sees_case=True)
    return rows.filter(person_id__in=scope.person_ids)


def current(now: datetime) -> Q:
    """Parties and assignments that hold at this moment."""
    return Q(valid_from__lte=now) & (Q(valid_to__isnull=True) | Q(valid_to__gt=now))
