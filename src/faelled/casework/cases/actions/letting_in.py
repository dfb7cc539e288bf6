"""Somebody from outside the unit is let into one case, and out again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.people.models import Employee, Unit
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Assignment, Case, JournalKind
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.processes.engines import graph_for

LONGEST_LINE, LONGEST_WHY = 300, 300


def let_in(
    case: Case,
    *,
    employees: Sequence[Employee] = (),
    units: Sequence[Unit] = (),
    role: str = "",
    source: str,
    why: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> list[Assignment]:
    """Let employees and whole units of the authority into one case, from ``starts_at`` (now)
    until, not including, ``ends_at`` (until they are let out).

    ``role`` is the graph role they hold in it; "" lets them read. ``source`` says what let them in
    (``"request:<uuid>"``), and `let_out` takes it. Who works on the case gives on a role that they
    hold in it themselves; where a rule decides more (a chain, a delegation), the system lets in
    and ``why`` names the rule. Who is in already on the same terms keeps the row they have.

    Raises NotYours or CaseError; nobody is let in then.
    """
    _require_an_employee(by)
    starts_at = max(starts_at or now, now)
    _check(employees, units, source, why, starts_at, ends_at)
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        _check_authority(case, (*employees, *units))
        _check_role(case, role, by=by, now=now)
        rows = [
            Assignment(
                case=case,
                employee=who if isinstance(who, Employee) else None,
                unit=who if isinstance(who, Unit) else None,
                role=role,
                source=source,
                why=why.strip()[:LONGEST_WHY],
                actor_id=by.id,
                actor_name=by.name,
                on_behalf_of_name=by.on_behalf_of.name if by.on_behalf_of else "",
                valid_from=starts_at,
                valid_to=ends_at,
            )
            for who in (*employees, *units)
        ]
        standing = list(_not_over(case, source, now))
        kept = [_same(row, standing) or row for row in rows]
        new = [row for row in kept if row.pk is None]
        if new:
            Assignment.objects.bulk_create(new)
            _tell(case, "case.let_in", _("Lukket ind i sagen"), new, why=why, by=by, now=now)
    return kept


def let_out(
    case: Case,
    *,
    source: str,
    employee: Employee | None = None,
    unit: Unit | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """End what ``source`` let in: only the employee or the unit, where one is named. Says how many
    rows ended; none is no error. Raises NotYours.
    """
    _require_an_employee(by)
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        rows = list(_not_over(case, source, now))
        if employee is not None or unit is not None:
            named = (employee.pk if employee else None, unit.pk if unit else None)
            rows = [row for row in rows if (row.employee_id, row.unit_id) == named]
        for row in rows:
            row.valid_to = max(row.valid_from, now)  # one that has not begun never begins
            row.save(update_fields=["valid_to"])
        if rows:
            _tell(case, "case.let_out", _("Ikke længere lukket ind"), rows, why="", by=by, now=now)
    return len(rows)


def _require_an_employee(by: Actor) -> None:
    if by.kind not in {ActorKind.EMPLOYEE, ActorKind.SYSTEM}:
        raise NotYours(_("Kun en medarbejder kan lukke andre ind i en sag."))


def _check(
    employees: Sequence[Employee],
    units: Sequence[Unit],
    source: str,
    why: str,
    starts_at: datetime,
    ends_at: datetime | None,
) -> None:
    if not (employees or units):
        raise CaseError(_("Vælg, hvem der skal lukkes ind i sagen."))
    if not (source and why.strip()):
        raise CaseError(_("Skriv, hvorfor de lukkes ind i sagen."))
    if ends_at is not None and ends_at <= starts_at:
        raise CaseError(_("Adgangen slutter, før den begynder."))


def _check_authority(case: Case, those: Iterable[Employee | Unit]) -> None:
    if any(one.authority_id != case.authority_id for one in those):
        raise CaseError(_("Kun egne medarbejdere og enheder kan lukkes ind i sagen."))


def _check_role(case: Case, role: str, *, by: Actor, now: datetime) -> None:
    """Nobody gives away more than they have: otherwise two colleagues could make one another
    leaders of a case.
    """
    if not role:
        return
    if role not in {known.id for known in graph_for(case.version_id).roles}:
        raise CaseError(_("Sagens regler har ikke den rolle."))
    if by.kind is ActorKind.EMPLOYEE and role not in roles_in_case(by, case, now=now):
        raise NotYours(_("Du kan kun give en rolle videre, som du selv har i sagen."))


def _not_over(case: Case, source: str, now: datetime) -> Iterator[Assignment]:
    rows = case.assignments.filter(source=source).select_related("employee", "unit").order_by("pk")
    return (row for row in rows if row.valid_to is None or row.valid_to > now)


def _same(row: Assignment, standing: Iterable[Assignment]) -> Assignment | None:
    """The row that says the same already, and began before or at the same time."""
    terms = (row.employee_id, row.unit_id, row.role, row.valid_to)
    return next(
        (
            one
            for one in standing
            if (one.employee_id, one.unit_id, one.role, one.valid_to) == terms
            and one.valid_from <= row.valid_from
        ),
        None,
    )


def _tell(
    case: Case,
    action: str,
    said: str,
    rows: Sequence[Assignment],
    *,
    why: str,
    by: Actor,
    now: datetime,
) -> None:
    """The line in the journal, and the entry in the audit log."""
    line = f"{said}: {', '.join(row.name for row in rows)}"
    write_entry(
        case, by=by, now=now, kind=JournalKind.STATUS, short_text=line[:LONGEST_LINE], text=why
    )
    log_write(
        by,
        stream=case.ref,
        action=action,
        subjects=[case.ref],
        detail={
            "rows": [row.pk for row in rows],
            "employees": [row.employee_id for row in rows if row.employee_id],
            "units": [row.unit_id for row in rows if row.unit_id],
            "role": rows[0].role,
            "source": rows[0].source,
        },
        now=now,
    )
