"""`faelled graph run|check|import|list`: rule graphs from the command line.

`run` and `check` work on files and need no database.
"""

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
from faelled.casework.processes.actions import NotPublishable, publish
from faelled.casework.processes.files import Checked, check_file, read_graph, tests_beside
from faelled.casework.processes.models import ProcessVersion
from faelled.lib.dates import danish_calendar
from faelled.lib.dcr import DcrError, Engine
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.trace import parse_times, parse_trace, run_trace
from faelled.lib.dcr.values import Json


class Command(BaseCommand):
    help = _("Kør, tjek, udgiv og vis regelgrafer.")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        run = parts.add_parser("run", help=_("Gå en graf igennem, trin for trin."))
        run.add_argument("file", type=Path)
        run.add_argument("--trace", default="", help="a,b@P1D,c=3")
        run.add_argument("--role", help=_("Spørg om rollen; uden den er roller ligegyldige."))
        run.add_argument("--at", default="", help="P0D,P7D | 2027-01-04T09:00 | event@P7D")
        run.add_argument("--json", action="store_true")
        check = parts.add_parser("check", help=_("Tjek en graf og kør dens prøver."))
        check.add_argument("file", type=Path)
        check.add_argument("--roles", default="", help=_("De roller, nogen kan have: a,b,c"))
        check.add_argument("--json", action="store_true")
        bring = parts.add_parser("import", help=_("Udgiv en graf."))
        bring.add_argument("file", type=Path)
        bring.add_argument("--authority", default="", help=_("CVR; uden det udgives den til alle."))
        bring.add_argument("--key", default="", help=_("Processens navn i adresser."))
        bring.add_argument("--reason", default="", help=_("Hvorfor; det står ved versionen."))
        bring.add_argument("--json", action="store_true")
        shown = parts.add_parser("list", help=_("Vis de udgivne processer."))
        shown.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        parts: dict[str, Callable[..., None]] = {
            "run": self._run,
            "check": self._check,
            "import": self._import,
            "list": self._list,
        }
        try:
            parts[options["part"]](**options)
        except GraphError as error:
            raise CommandError("\n".join(str(problem) for problem in error.errors)) from error
        except DcrError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke læses.") % options) from error

    def _run(self, file: Path, trace: str, role: str | None, at: str, **options: Any) -> None:
        graph = read_graph(file)
        engine = Engine(graph, calendar=danish_calendar())
        steps = parse_trace(trace, graph)
        steps = parse_times(at, graph, steps) if at else steps
        told = run_trace(engine, graph, steps, start=timezone.now(), role=role)
        if options["json"]:
            self._print_json(told)
            return
        for number, line in enumerate(told, start=1):
            self.stdout.write(_step_in_words(number, line))

    def _check(self, file: Path, roles: str, **options: Any) -> None:
        known = frozenset(role.strip() for role in roles.split(",") if role.strip()) or None
        checked = check_file(file, roles=known)
        if options["json"]:
            self._print_json(
                {
                    "passes": checked.passes,
                    "findings": [found.to_json() for found in checked.findings],
                    "tests": checked.tests,
                    "failures": [str(failure) for failure in checked.failures],
                }
            )
        else:
            self.stdout.write("\n".join(_check_in_words(checked)))
        if not checked.passes:
            raise CommandError(_("Grafen kan ikke udgives, som den er."))

    def _import(self, file: Path, authority: str, key: str, reason: str, **options: Any) -> None:
        owner = Authority.objects.filter(cvr=authority).first() if authority else None
        if authority and owner is None:
            raise CommandError(_("Ingen myndighed har CVR %(cvr)s.") % {"cvr": authority})
        by = system_actor(owner.pk if owner else 0)
        try:
            version = publish(
                file.read_bytes(),
                by=by,
                now=timezone.now(),
                key=key,
                tests=tests_beside(file),
                reason=reason,
            )
        except NotPublishable as error:
            raise CommandError("\n".join(error.messages)) from error
        if options["json"]:
            self._print_json(_version_row(version))
            return
        self.stdout.write(
            _("Udgivet: %(title)s, version %(number)s (/processer/%(key)s/%(number)s/)")
            % {
                "title": version.process.title,
                "number": version.number,
                "key": version.process.key,
            }
        )
        for finding in version.findings:
            self.stdout.write(_("  Bemærk: %(message)s") % {"message": _line(finding)})

    def _list(self, **options: Any) -> None:
        versions = ProcessVersion.objects.select_related("process").defer("source")
        rows = [_version_row(v) for v in versions.order_by("process__key", "number", "pk")]
        if options["json"]:
            self._print_json(rows)
            return
        for row in rows:
            self.stdout.write(
                f"{row['key']}  {row['number']}  {row['published_at']}  {row['title']}"
            )

    def _print_json(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def _version_row(version: ProcessVersion) -> dict[str, Json]:
    return {
        "key": version.process.key,
        "title": version.process.title,
        "number": version.number,
        "authority": version.process.authority_id,
        "graph": version.graph_id,
        "sha256": version.sha256,
        "published_at": version.published_at.isoformat(),
        "findings": version.findings,
    }


def _line(finding: dict[str, str]) -> str:
    return f"{finding['path']}: {finding['message']}" if finding["path"] else finding["message"]


def _step_in_words(number: int, line: dict[str, Json]) -> str:
    """One step for people: what happened, why not, and what can be done now."""
    done = _("gjort") if line["executed"] else _("afvist")
    reasons = line.get("reasons")
    words = [f"{number}. {line['event']}: {done}"]
    given = reasons if isinstance(reasons, list) else []
    words += [f"     {reason['text']}" for reason in given if isinstance(reason, dict)]
    for label, key in ((_("kan nu"), "enabled"), (_("mangler"), "pending")):
        ids = line[key]
        said = ", ".join(str(id) for id in ids) if isinstance(ids, list) and ids else "–"
        words.append(f"   {label}: {said}")
    words.append("   " + (_("kan slutte her") if line["accepting"] else _("kan ikke slutte her")))
    return "\n".join(words)


def _check_in_words(checked: Checked) -> list[str]:
    counts = {
        "title": checked.graph.title,
        "events": len(checked.graph.events),
        "rules": len(checked.graph.relations),
    }
    words = [_("%(title)s: %(events)s trin, %(rules)s regler") % counts]
    for found in checked.findings:
        level = _("FEJL") if found.level == "error" else _("bemærk")
        words.append(f"{level}: {_line(found.to_json())}")
    words.append(
        _("Prøver: %(tests)s kørt, %(failures)s fejlede")
        % {"tests": checked.tests, "failures": len({f.test for f in checked.failures})}
    )
    return words + [f"  {failure}" for failure in checked.failures]
