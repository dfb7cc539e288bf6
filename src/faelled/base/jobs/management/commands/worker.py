"""``faelled worker``: run background jobs until stopped (SIGTERM or Ctrl-C)."""

import logging
import signal
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task_backends

from faelled.base.jobs.actions import in_database
from faelled.base.jobs.loop import Loop


class Command(BaseCommand):
    help = "Run background jobs and start recurring ones, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        if not in_database(task_backends["default"]):
            raise CommandError(
                _("Køen er ikke i databasen: brug køens egen arbejder og 'faelled jobs run-due'.")
            )
        # It says hello and goodbye once a second; what a job does is told by django_tasks.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        loop = Loop(uuid4().hex, clock=timezone.now)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.stop())
        loop.run()
