"""``faelled audit verify [--json]``, ``audit checkpoint [--json]`` and ``audit rights ROLE``."""

import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.audit import checkpoints
from faelled.base.audit.models import Head
from faelled.base.audit.rights import RoleNameError, grants
from faelled.base.audit.verify import Report, verify

SHOWN = 50


class Command(BaseCommand):
    help = "Check the audit chains, write down where they stand, or print the database rights."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        for name, text in (
            ("verify", "Compute every chain anew; exit code 1 unless all are whole."),
            ("checkpoint", "Append a line to the checkpoints outside the database."),
        ):
            what.add_parser(name, help=text).add_argument("--json", action="store_true")
        rights = what.add_parser("rights", help="Print the grants of the site's PostgreSQL role.")
        rights.add_argument("role")

    def handle(self, *args: Any, **options: Any) -> None:
        {"verify": self._verify, "checkpoint": self._checkpoint, "rights": self._rights}[
            options["what"]
        ](options)

    def _verify(self, options: dict[str, Any]) -> None:
        report = verify()
        self.stdout.write(json.dumps(report.to_json()) if options["json"] else said(report))
        if not report.whole:
            raise SystemExit(1)

    def _checkpoint(self, options: dict[str, Any]) -> None:
        heads = Head.objects.order_by("stream").values_list("stream", "count", "digest")
        try:
            streams, entries = checkpoints.append(
                settings.AUDIT_CHECKPOINTS, settings.AUDIT_KEY, heads.iterator(), timezone.now()
            )
        except checkpoints.BrokenCheckpointError as error:
            text = _("Kontrolpunkt %(number)d er ændret eller kan ikke læses; intet er skrevet.")
            raise CommandError(text % {"number": error.number}) from error
        counts = {"streams": streams, "entries": entries}
        text = _("Kontrolpunkt skrevet: %(streams)d kæder, %(entries)d poster.") % counts
        self.stdout.write(json.dumps(counts) if options["json"] else text)

    def _rights(self, options: dict[str, Any]) -> None:
        try:
            statements = grants(options["role"], apps.get_models(include_auto_created=True))
        except RoleNameError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("".join(f"{statement};\n" for statement in statements))


def said(report: Report) -> str:
    """The report in words: ``Hel: 12 kæder, 340 poster, 3 kontrolpunkter.``"""
    counts = {
        "streams": report.streams,
        "entries": report.entries,
        "checkpoints": report.checkpoints,
    }
    if report.whole:
        return (
            _("Hel: %(streams)d kæder, %(entries)d poster, %(checkpoints)d kontrolpunkter.")
            % counts
        )
    lines = [fault.text for fault in report.faults[:SHOWN]]
    if len(report.faults) > SHOWN:
        lines.append(_("... og %(more)d fejl mere.") % {"more": len(report.faults) - SHOWN})
    heading = _("IKKE hel: %(faults)d fejl i %(streams)d kæder med %(entries)d poster.")
    return "\n".join([heading % {"faults": len(report.faults), **counts}, *lines])
