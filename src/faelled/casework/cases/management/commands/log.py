"""``faelled log``: event logs of other systems, as cases of ours."""

import json
import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, system_actor
from faelled.base.people.actions import add_unit
from faelled.base.people.models import Authority, Unit
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.actions.log_people import LogPeople
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.replaying import replay_log
from faelled.casework.processes.actions import NotPublishable, publish
from faelled.casework.processes.queries import known_roles
from faelled.lib.dates import local_day
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.logs import LogError, read_log
from faelled.lib.dcr.values import Json


class Command(BaseCommand):
    help = _("Gør en hændelseslog til sager.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        replay = parts.add_parser("replay", help=_("Afspil en log efter en graf."))
        replay.add_argument("log", type=Path, help=".xes, .xes.gz, .csv, .csv.gz")
        replay.add_argument("--graph", type=Path, required=True)
        replay.add_argument("--unit", default="", help=_("Den enhed, der får sagerne; laves."))
        replay.add_argument("--authority", default="", help=_("CVR; uden det den eneste."))
        replay.add_argument("--limit", type=int, help=_("Højst så mange sager."))
        replay.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._replay(**options)
        except GraphError as error:
            raise CommandError("\n".join(str(problem) for problem in error.errors)) from error
        except (NotPublishable, CaseError) as error:
            raise CommandError("\n".join(error.messages)) from error
        except LogError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("Filen %(file)s kan ikke læses.") % {"file": error.filename}
            ) from error

    def _replay(self, log: Path, graph: Path, unit: str, limit: int | None, **options: Any) -> None:
        now, start = timezone.now(), time.monotonic()
        authority = _authority(options["authority"])
        by = system_actor(authority.pk)
        source = graph.read_bytes()
        with log.open("rb") as file:
            people = LogPeople(_unit(authority, unit or log.name, by, now), by, now)
            people.employ(load_graph(source), known_roles(authority.pk, now))
            version = publish(source, by=by, now=now)
            case_type = use_process(version.process, people.unit, by=by, now=now)
            traces = read_log(file, log.name)
            tally = replay_log(traces, case_type, version.pk, people, by=by, now=now, limit=limit)
        told = tally.to_json() | {
            "unit": people.unit.name,
            "employees": len(people.employees),
            "seconds": round(time.monotonic() - start, 1),
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(in_words(told)))


def _authority(cvr: str) -> Authority:
    found = Authority.objects.filter(cvr=cvr) if cvr else Authority.objects.all()
    rows = list(found[:2])
    if len(rows) == 1:
        return rows[0]
    if cvr:
        raise CommandError(_("Ingen eller flere myndigheder har CVR %(cvr)s.") % {"cvr": cvr})
    raise CommandError(_("Skriv, hvilken myndighed det er: --authority CVR."))


def _unit(authority: Authority, name: str, by: Actor, now: datetime) -> Unit:
    """The unit of that name, or a new one at the top of the tree."""
    today = local_day(now)
    units = Unit.objects.on(today).filter(authority=authority, name=name)
    return units.first() or add_unit(authority, name, valid_from=today, by=by, now=now)


def in_words(told: dict[str, Any]) -> list[str]:
    """The tally for people: every activity, and for each reason how often it stood in the way."""
    words = [
        _("%(cases)s sager i enheden %(unit)s, %(employees)s medarbejdere, %(seconds)s s") % told,
        _("%(whole_cases)s sager gik helt efter reglerne") % told,
        _("%(steps)s trin: %(accepted)s gjort, %(refused)s afvist, %(late)s efter fristen") % told,
    ]
    if told["not_done"] or told["undated"] or told["empty_cases"]:
        words.append(
            _(
                "Sprunget over: %(not_done)s linjer om noget, der ikke var gjort færdigt, "
                "%(undated)s uden tid, %(empty_cases)s sager uden trin"
            )
            % told
        )
    for row in told["activities"]:
        words.append(_activity(row))
        words += [f"      {count:>6}  {reason}" for reason, count in row["reasons"].items()]
    return words


def _activity(row: dict[str, Json]) -> str:
    return _("  %(accepted)6s gjort %(refused)6s afvist  %(activity)s") % row
