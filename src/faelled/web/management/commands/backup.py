"""``faelled backup DIR``: copy the site, while it runs, into an empty folder."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.web.operate.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Copy database, files, letters and checkpoints into an empty folder; never the keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            report = back_up(folder, settings.DATABASES["default"], now=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        text = _(
            "Kopieret: %(files)d filer, %(bytes)d byte. Nøglerne er IKKE med: gem dem et andet "
            "sted. Uden dem kan intet CPR-nummer læses og revisionssporet ikke efterprøves."
        )
        facts = asdict(report)
        self.stdout.write(json.dumps(facts) if options["json"] else text % facts)
