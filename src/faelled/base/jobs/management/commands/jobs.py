"""``faelled jobs list|run-due|failed|retry``: what the queue holds, and what went wrong in it."""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.access.actor import system_actor
from faelled.base.jobs.actions import recover, retry_job, run_due
from faelled.base.jobs.queries import failed_jobs, waiting_jobs
from faelled.base.jobs.registry import JOBS


class Command(BaseCommand):
    help = "List jobs, start those that are due, list the failed ones and run them again."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        for name, text in (
            ("list", "Every job the site knows, and how many wait."),
            ("run-due", "Queue the recurring jobs that are due (for sites without our worker)."),
            ("failed", "The jobs that failed."),
        ):
            what.add_parser(name, help=text).add_argument("--json", action="store_true")
        retry = what.add_parser("retry", help="Run failed jobs again.")
        retry.add_argument("ids", nargs="*", type=UUID)
        retry.add_argument("--all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, "_" + options["what"].replace("-", "_"))(options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = [
            {"name": job.name, "title": str(job.title), "recurring": job.schedule is not None}
            for job in JOBS
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"jobs": rows, "waiting": waiting_jobs()}))
            return
        for row in rows:
            self.stdout.write(f"{row['name']:24} {row['title']}")
        self.stdout.write(_("%(count)d venter i køen.") % {"count": waiting_jobs()})

    def _run_due(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        recovered, started = recover(now=now), run_due(now=now)
        found = {"recovered": recovered, "started": started}
        text = _("Sat i gang: %(names)s") % {"names": ", ".join(started) or "-"}
        self.stdout.write(json.dumps(found) if options["json"] else text)

    def _failed(self, options: dict[str, Any]) -> None:
        rows = failed_jobs()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(row) for row in rows], default=str))
            return
        for row in rows:
            self.stdout.write(f"{row.id}  {row.failed_at:%Y-%m-%d %H:%M}  {row.error}  {row.title}")
        self.stdout.write(_("%(count)d mislykkedes.") % {"count": len(rows)})

    def _retry(self, options: dict[str, Any]) -> None:
        ids = [row.id for row in failed_jobs()] if options["all"] else options["ids"]
        if not ids:
            raise CommandError(_("Skriv hvilke job, eller --all."))
        by, now = system_actor(0), timezone.now()
        done = sum(retry_job(str(one), by=by, now=now) for one in ids)
        self.stdout.write(_("%(count)d sat i kø igen.") % {"count": done})
