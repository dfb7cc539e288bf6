"""``faelled kle import|list``: subject plans and facets (KLE) from the command line."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.access.actor import system_actor
from faelled.base.people.models import Authority
from faelled.casework.subjects.actions import Imported, import_plan
from faelled.casework.subjects.models import PlanRow
from faelled.casework.subjects.queries import edition_words, listed
from faelled.lib.dates import local_day
from faelled.lib.dcr.values import Json
from faelled.lib.text.kle_plan import MOST_BYTES, KlePlanError

SHOWN = 20


class Command(BaseCommand):
    help = _("Indlæs og vis emneplaner og handlingsfacetter (KLE).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        bring = parts.add_parser("import", help=_("Indlæs en plan: KL's XML eller vores TOML."))
        bring.add_argument("file", type=Path)
        bring.add_argument("--authority", default="", help=_("CVR; uden det gælder den for alle."))
        bring.add_argument("--json", action="store_true")
        shown = parts.add_parser("list", help=_("Vis de indlæste planer."))
        shown.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        parts: dict[str, Callable[..., None]] = {"import": self._import, "list": self._list}
        parts[options["part"]](**options)

    def _import(self, file: Path, authority: str, **options: Any) -> None:
        owner = Authority.objects.filter(cvr=authority).first() if authority else None
        if authority and owner is None:
            raise CommandError(_("Ingen myndighed har CVR %(cvr)s.") % {"cvr": authority})
        by = system_actor(owner.pk if owner else 0)
        try:
            done = import_plan(_read(file), by=by, now=timezone.now())
        except KlePlanError as error:
            raise CommandError("\n".join(error.errors)) from error
        self.stdout.write(_as_json(done) if options["json"] else "\n".join(_in_words(done)))

    def _list(self, **options: Any) -> None:
        rows = listed(local_day(timezone.now()))
        if options["json"]:
            told = [
                {
                    "source": row.plan.source,
                    "title": row.plan.title,
                    "authority": row.plan.authority_id,
                    "published": _iso(row.edition.published),
                    "imported_at": row.edition.imported_at.isoformat(),
                    "rows": row.rows,
                    "in_force": row.holding,
                }
                for row in rows
            ]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for row in rows:
            counts = {"edition": edition_words(row.edition), "n": row.rows, "holding": row.holding}
            said = _("%(edition)s: %(n)s rækker, %(holding)s gælder") % counts
            self.stdout.write(f"{row.plan.source}  {said}")


def _read(file: Path) -> bytes:
    """At most what a plan can be: a file is measured before it is held in memory."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(_("Filen %(file)s er for stor.") % {"file": file})
        return file.read_bytes()
    except OSError as error:
        raise CommandError(_("Filen %(file)s kan ikke læses.") % {"file": file}) from error


def _in_words(done: Imported) -> list[str]:
    counts = {
        "edition": edition_words(done.edition),
        "added": len(done.added),
        "changed": len(done.changed),
        "expired": len(done.expired),
        "unchanged": done.unchanged,
        "absent": done.absent,
    }
    lines = [
        _(
            "%(edition)s: %(added)s nye, %(changed)s ændrede, %(expired)s udgåede, "
            "%(unchanged)s uændrede, %(absent)s ikke i filen"
        )
        % counts
    ]
    told = [_("  Udgået: %(row)s") % {"row": row.name + _after(row)} for row in done.expired]
    told += [_("  Ændret: %(row)s") % {"row": change.row.name} for change in done.changed]
    lines += told[:SHOWN]
    if len(told) > SHOWN:
        lines.append(_("  … og %(n)s mere (--json viser alle)") % {"n": len(told) - SHOWN})
    return lines


def _after(row: PlanRow) -> str:
    return f" → {', '.join(row.replaced_by)}" if row.replaced_by else ""


def _as_json(done: Imported) -> str:
    plan = done.edition.plan
    told: dict[str, Json] = {
        "source": plan.source,
        "title": plan.title,
        "authority": plan.authority_id,
        "published": _iso(done.edition.published),
        "added": [_row(row) for row in done.added],
        "changed": [_row(change.row) | {"fields": [*change.fields]} for change in done.changed],
        "expired": [_row(row) for row in done.expired],
        "unchanged": done.unchanged,
        "absent": done.absent,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _row(row: PlanRow) -> dict[str, Json]:
    return {
        "key": row.key,
        "level": row.level,
        "number": row.number,
        "title": row.title,
        "expired": _iso(row.expired),
        "replaced_by": [str(number) for number in row.replaced_by],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
