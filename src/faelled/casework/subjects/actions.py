"""Importing a plan: the one way its rows are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability
from faelled.casework.subjects.files import PlanFile, read_plan_file, uuid_of
from faelled.casework.subjects.models import Edition, Plan, PlanRow
from faelled.lib.text.kle_plan import KlePlanError, KleRow

BATCH = 500
FIELDS = (
    "level",
    "number",
    "title",
    "uuid",
    "created",
    "expired",
    "replaced_by",
    "preservation",
    "deletion_days",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that is not as it was; ``fields`` are the names of what differs."""

    row: PlanRow
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``absent`` are rows of the plan that this file does not have: they stay
    as they were, for KL's lists come in parts and old cases have their numbers.
    """

    edition: Edition
    added: tuple[PlanRow, ...]
    changed: tuple[Changed, ...]
    expired: tuple[PlanRow, ...]
    unchanged: int
    absent: int


def import_plan(data: bytes, *, by: Actor, now: datetime) -> Imported:
    """Import a file's rows into the plan it belongs to: the actor's authority's own, or that of
    all when the actor is the system of no authority (id 0).

    The same file once more changes nothing. Raises KlePlanError with every problem, also for an
    edition older than the one that is there. Needs PUBLISH_PROCESS (else Refused).
    """
    require_capability(by, Capability.PUBLISH_PROCESS)
    file, digest = read_plan_file(data), sha256(data).hexdigest()
    with transaction.atomic():
        plan = _locked_plan(file, by)
        newest = plan.editions.order_by("-imported_at", "-pk").first()
        _refuse_older(file, plan)
        if newest is not None and newest.sha256 == digest:
            return Imported(newest, (), (), (), len(file.rows), plan.rows.count() - len(file.rows))
        edition = Edition.objects.create(
            plan=plan,
            published=file.published,
            sha256=digest,
            imported_at=now,
            imported_by=by.id,
            imported_by_name=by.shown_name,
            row_count=len(file.rows),
        )
        done = _write_rows(plan, edition, file)
        log_write(
            by,
            stream=f"plan:{plan.pk}",
            action="plan.import",
            subjects=[],
            detail={
                "sha256": digest,
                "added": len(done.added),
                "changed": len(done.changed),
                "expired": len(done.expired),
            },
            now=now,
        )
    return done


def _locked_plan(file: PlanFile, by: Actor) -> Plan:
    mine = Q(authority_id=by.authority_id) if by.authority_id else Q(authority=None)
    plan = Plan.objects.select_for_update().filter(mine, source=file.source).first()
    if plan is None:
        return Plan.objects.create(
            authority_id=by.authority_id or None, source=file.source, title=file.title
        )
    if plan.title != file.title:
        plan.title = file.title
        plan.save(update_fields=["title"])
    return plan


def _refuse_older(file: PlanFile, plan: Plan) -> None:
    """An old file must not take a newer edition's titles back."""
    if file.published is None:
        return
    newer = plan.editions.filter(published__gt=file.published).order_by("-published").first()
    if newer is None or newer.published is None:
        return
    said = {
        "day": date_format(file.published, "j. F Y"),
        "newer": date_format(newer.published, "j. F Y"),
    }
    message = _("Filen er fra %(day)s, men udgaven fra %(newer)s er allerede indlæst.")
    raise KlePlanError([message % said])


def _write_rows(plan: Plan, edition: Edition, file: PlanFile) -> Imported:
    known = Known.of(plan)
    added: list[PlanRow] = []
    changed: list[Changed] = []
    expired: list[PlanRow] = []
    seen: list[int] = []
    for key, wanted in keyed(file.rows):
        row = known.row_for(key, wanted)
        if row is None or row.pk in seen:
            added.append(PlanRow(plan=plan, edition=edition, key=key, **values_of(wanted)))
            continue
        seen.append(row.pk)
        was_expired = row.expired is not None
        fields = _bring_up_to_date(row, key, wanted)
        if fields and row.expired is not None and not was_expired:
            expired.append(row)
        elif fields:
            changed.append(Changed(row, fields))
    touched = [*expired, *(change.row for change in changed)]
    PlanRow.objects.bulk_update(touched, [*FIELDS, "key", "words"], batch_size=BATCH)
    PlanRow.objects.bulk_create(added, batch_size=BATCH)
    _mark_seen(seen, edition)
    unchanged = len(seen) - len(touched)
    done = tuple(added), tuple(changed), tuple(expired)
    return Imported(edition, *done, unchanged, len(known.by_key) - len(seen))


@dataclass(frozen=True, slots=True)
class Known:
    """The rows a plan has before an import, found by key, or by number and creation date."""

    by_key: dict[str, PlanRow]
    by_date: dict[tuple[str, str, date | None], PlanRow]
    living: dict[tuple[str, str], list[PlanRow]]

    @classmethod
    def of(cls, plan: Plan) -> "Known":
        rows = list(plan.rows.all())
        living: dict[tuple[str, str], list[PlanRow]] = {}
        for row in rows:
            if row.expired is None:
                living.setdefault((row.level, row.number), []).append(row)
        return cls(
            {row.key: row for row in rows},
            {(row.level, row.number, row.created): row for row in rows},
            living,
        )

    def row_for(self, key: str, wanted: KleRow) -> PlanRow | None:
        """The row that a file's row is. A plan imported without UUIDs meets its own rows again in
        a file that has them; two UUIDs are two rows, whatever their number.
        """
        if key in self.by_key:
            return self.by_key[key]
        row = self.by_date.get((wanted.level.value, wanted.number, wanted.created))
        if row is None and wanted.created is None:
            # The one living row with the number: KL's REST lists leave creation dates out.
            alone = self.living.get((wanted.level.value, wanted.number), [])
            row = alone[0] if len(alone) == 1 else None
        if row is None or (row.uuid is not None and uuid_of(wanted) is not None):
            return None
        return row


def keyed(rows: Sequence[KleRow]) -> Iterator[tuple[str, KleRow]]:
    """Each row with its key. Two rows of one file may have the same number and date (and no
    UUID): they are told apart by their order.
    """
    counted: dict[str, int] = {}
    for row in rows:
        uuid = uuid_of(row)
        key = str(uuid) if uuid else row.key
        counted[key] = counted.get(key, 0) + 1
        yield (key if counted[key] == 1 else f"{key} ({counted[key]})"), row


def values_of(row: KleRow) -> dict[str, Any]:
    """A file's row as columns."""
    return {
        "level": row.level.value,
        "number": row.number,
        "title": row.title,
        "uuid": uuid_of(row),
        "created": row.created,
        "expired": row.expired,
        "replaced_by": list(row.replaced_by),
        "preservation": row.preservation,
        "deletion_days": row.deletion_days,
        "words": f"{row.number} {row.title}".casefold(),
    }


def _bring_up_to_date(row: PlanRow, key: str, wanted: KleRow) -> tuple[str, ...]:
    """Give the row what the file says; the names of what was different. A file without UUIDs
    or creation dates takes none away.
    """
    values = values_of(wanted)
    values["created"] = values["created"] or row.created
    if values["uuid"] is None:
        values["uuid"], key = row.uuid, row.key
    fields = tuple(name for name in FIELDS if getattr(row, name) != values[name])
    row.key = key
    for name, value in values.items():
        setattr(row, name, value)
    return fields


def _mark_seen(pks: Sequence[int], edition: Edition) -> None:
    for start in range(0, len(pks), BATCH):
        PlanRow.objects.filter(pk__in=pks[start : start + BATCH]).update(edition=edition)
