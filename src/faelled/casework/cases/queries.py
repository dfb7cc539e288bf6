"""Reads of cases. Every one that reaches a screen starts at `visible_to` or `get_visible`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.policy import CaseFacts, Scope, scope_of
from faelled.base.access.purposes import PURPOSES
from faelled.base.access.queries import open_refs
from faelled.base.people.models import Employee, Position
from faelled.casework.cases.models import Assignment, Case, CaseTypeRole, Party, Standing, Status
from faelled.casework.cases.page_questions import COLLEAGUES, HEAD
from faelled.casework.cases.questions import LOCKED, TO_ACT_IN
from faelled.lib.dates import local_day

PREFIX = "case:"
COLLECTED_FOR = "case-work"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """The cases that stand on ``actor``'s lists, counts, searches and exports, and no others.

    An employee sees a case through its unit, a role the case type is open to, as its handler, or
    when they or their unit are let into it; a citizen as a party, or for one they act for. Nothing
    crosses authorities (forvaltningsloven § 32: only what the task needs). `access.policy` says the
    same of one case, and a property test holds the two together.
    """
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    return within(scope_of(actor).listed(), now=now)


def worked_on_by(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """The cases that ``actor`` may add to: those on their lists, without those they only read."""
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    return within(scope_of(actor).working(), now=now)


def openable_by(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """What ``actor`` may open: what is listed, and what they have broken the glass for."""
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    return within(scope_of(actor, opened=open_refs(actor, now)), now=now)


def within(scope: Scope, *, now: datetime) -> QuerySet[Case]:
    """A scope as a filter: the queryset twin of ``Scope.holds``."""
    cases = Case.objects.filter(authority_id=scope.authority_id)
    return cases if scope.everything else cases.filter(_ways_in(scope, now))


def _ways_in(scope: Scope, now: datetime) -> Q:
    """The relations that a scope counts, any of which is enough."""
    ways = Q(pk__in=[])
    if scope.unit_ids:
        ways |= Q(owner_unit_id__in=scope.unit_ids)
    if scope.roles:
        ways |= Q(Exists(_open_to(scope.roles)))
    if scope.employee_ids:
        ways |= Q(handler_id__in=scope.employee_ids)
    if scope.employee_ids or scope.member_of:
        ways |= Q(Exists(_let_in(scope, now)))
    if scope.person_ids:
        ways |= Q(Exists(_parties(scope, now)))
    if scope.refs:
        ways |= Q(uuid__in=[UUID(ref.removeprefix(PREFIX)) for ref in scope.refs])
    return ways


def facts_of(case: Case, *, now: datetime) -> CaseFacts:
    """What of a case decides who may see it, for `access.policy`."""
    let_in = list(case.assignments.filter(current(now)))
    working, reading = [row for row in let_in if row.role], [row for row in let_in if not row.role]
    parties = case.parties.filter(current(now), sees_case=True, person__isnull=False)
    return CaseFacts(
        ref=case.ref,
        authority_id=case.authority_id,
        unit_id=case.owner_unit_id,
        assigned=_ids([case.handler_id, *(row.employee_id for row in working)]),
        assigned_units=_ids(row.unit_id for row in working),
        readers=_ids(row.employee_id for row in reading),
        reader_units=_ids(row.unit_id for row in reading),
        open_to_roles=frozenset(case.case_type.open_to.values_list("role", flat=True)),
        parties=_ids(parties.values_list("person_id", flat=True)),
    )


def get_visible(actor: Actor, uuid: UUID, *, now: datetime) -> Case:
    """One case by its UUID, with the reader's `Standing`; 404 where it does not exist and where it
    may not be seen alike.
    """
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    scope = scope_of(actor, opened=open_refs(actor, now))
    case = HEAD.first(authority=actor.authority_id, uuid=uuid)
    if case is None or not _reaches(scope, case, now):
        raise Http404
    listed = case.ref not in scope.refs or _reaches(scope.listed(), case, now)
    case.standing = Standing(actor, listed)
    return case


def get_to_act_in(actor: Actor, uuid: UUID, *, now: datetime) -> Case:
    """As `get_visible`, with no more of the case than a post needs that goes on elsewhere."""
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    case = TO_ACT_IN.first(authority=actor.authority_id, uuid=uuid)
    if case is None or not _reaches(scope_of(actor, opened=open_refs(actor, now)), case, now):
        raise Http404
    return case


def lock_for_work(actor: Actor, case_id: int, *, now: datetime) -> Case | None:
    """The case, locked until the transaction ends; None where ``actor`` has no hand in it."""
    PURPOSES.require(actor, collected_for=COLLECTED_FOR, subjects=(), now=now)
    case = LOCKED.first(authority=actor.authority_id, case=case_id)
    return case if case and _reaches(scope_of(actor).working(), case, now) else None


def works_on(actor: Actor, case: Case, *, now: datetime) -> bool:
    """Whether ``actor`` may add to the case; no query for who is of its unit or handles it."""
    return _reaches(scope_of(actor).working(), case, now)


def _reaches(scope: Scope, case: Case, now: datetime) -> bool:
    """``scope.holds`` of a case that was read: most are reached through unit or handler, which the
    row says itself; the rest is asked of the database.
    """
    plain = CaseFacts(
        case.ref,
        case.authority_id,
        unit_id=case.owner_unit_id,
        assigned=_ids([case.handler_id]),
    )
    return scope.holds(plain) or within(scope, now=now).filter(pk=case.pk).exists()


def with_let_in(case: Case) -> Case:
    """The case with all who were let in, by name; one query, and none where nobody was."""
    if not case.let_somebody_in:
        return case
    rows = Assignment.objects.select_related("employee", "unit")
    prefetch_related_objects([case], Prefetch("assignments", rows))
    return case


def read_let_in(cases: Sequence[Case]) -> None:
    """Read who was let into the cases of a page: one query, and another where somebody was."""
    among = {case.pk for case in cases}
    let_in = set(Assignment.objects.filter(case__in=among).values_list("case_id", flat=True))
    for case in cases:
        case.let_somebody_in = case.pk in let_in
    prefetch_related_objects([case for case in cases if case.let_somebody_in], "assignments")


def lists(actor: Actor, case: Case, *, now: datetime) -> bool:
    """Whether the case stands on ``actor``'s lists; no query where it was read for them."""
    if case.standing is not None and opened_for(actor, case):
        return case.standing.listed
    return visible_to(actor, now=now).filter(pk=case.pk).exists()


def opened_for(actor: Actor, case: Case) -> bool:
    """Whether the case was read for ``actor`` by `get_visible`, in this request."""
    return case.standing is not None and case.standing.actor == actor


def opened_by(actor: Actor, case: Case, *, now: datetime) -> QuerySet[Case]:
    """This one case as a filter, for what hangs on it; empty where ``actor`` may not open it."""
    if opened_for(actor, case):
        return Case.objects.filter(pk=case.pk)
    return openable_by(actor, now=now).filter(pk=case.pk)


def roles_in_case(actor: Actor, case: Case, *, now: datetime) -> frozenset[str]:
    """The graph roles ``actor`` holds in this case.

    An employee's roles are those of the case's unit, those its type is open to from any unit, and
    the one they or their unit were let in with. A citizen's come with being a party, or with acting
    for one. A party's own role word in the graph is ``Party.graph_role``.
    """
    if actor.kind is ActorKind.EMPLOYEE:
        return _employee_roles(actor, case, now)
    if actor.kind is not ActorKind.CITIZEN:
        return actor.roles
    roles = case.parties.filter(current(now), person_id__in=actor.represents, sees_case=True)
    return frozenset(roles.exclude(graph_role="").values_list("graph_role", flat=True))


def _employee_roles(actor: Actor, case: Case, now: datetime) -> frozenset[str]:
    """Who leads another unit does not approve in this one; nor does who handles the case from
    another unit, unless they were given the role in it.
    """
    here = actor.roles_at(case.owner_unit_id)
    let_in = case.assignments.all() if case.let_somebody_in else ()
    given = frozenset(row.role for row in let_in if row.lets_in(actor, now))
    if here != actor.roles:  # what one is everywhere cannot grow through the type
        opened = CaseTypeRole.objects.filter(case_type=case.case_type_id, role__in=actor.roles)
        here |= frozenset(opened.values_list("role", flat=True))
    return here | (given - {""})


def listed_colleagues(case: Case, *, now: datetime) -> list[Employee]:
    """As `colleagues_for`, for a list of their names."""
    return COLLEAGUES.all(unit=case.owner_unit_id, day=local_day(now))


def colleagues_for(case: Case, *, now: datetime) -> QuerySet[Employee]:
    """Who can be given the case: those with a position in its unit today."""
    positions = Position.objects.on(local_day(now)).filter(unit_id=case.owner_unit_id)
    return Employee.objects.filter(positions__in=positions).distinct().order_by("name")


def _ids(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(pk for pk in found if pk is not None)


def _open_to(roles: frozenset[str]) -> QuerySet[CaseTypeRole]:
    return CaseTypeRole.objects.filter(case_type=OuterRef("case_type"), role__in=roles)


def _let_in(scope: Scope, now: datetime) -> QuerySet[Assignment]:
    who = Q(employee_id__in=scope.employee_ids) | Q(unit_id__in=scope.member_of)
    rows = Assignment.objects.filter(current(now), who, case=OuterRef("pk"))
    return rows if scope.reads else rows.exclude(role="")


def _parties(scope: Scope, now: datetime) -> QuerySet[Party]:
    rows = Party.objects.filter(current(now), case=OuterRef("pk"), sees_case=True)
    return rows.filter(person_id__in=scope.person_ids)


def current(now: datetime) -> Q:
    """Parties and assignments that hold at this moment."""
    return Q(valid_from__lte=now) & (Q(valid_to__isnull=True) | Q(valid_to__gt=now))


def running_on(process_id: int, actor: Actor) -> int:
    """How many cases of the actor's authority are not closed and follow a version of the process.

    A number and nothing of any case, for one who is to publish: so it is not `visible_to`.
    """
    rows = Case.objects.filter(authority_id=actor.authority_id, version__process_id=process_id)
    return rows.exclude(status=Status.CLOSED).count()
