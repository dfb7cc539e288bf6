"""``faelled restore DIR``: fill an empty site from what ``faelled backup`` made."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from faelled.web.operate.backup import BackupError, restore


class Command(BaseCommand):
    help = "Fill an empty site from a backup; with the site's own keys in place."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        connection.close()
        folder: Path = options["folder"]
        try:
            report = restore(folder, settings.DATABASES["default"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        text = _(
            "Lagt tilbage: %(files)d filer, %(bytes)d byte. Kør nu 'faelled migrate' og "
            "'faelled audit verify' med de nøgler, stedet havde."
        )
        facts = asdict(report)
        self.stdout.write(json.dumps(facts) if options["json"] else text % facts)
