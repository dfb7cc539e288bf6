"""``faelled people import FILE``: an authority's units and employees from a small file.
``faelled people encrypt-anew``: every CPR number and every sealed text under the newest keys.
"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.access.actor import system_actor
from faelled.base.people.actions import encrypt_anew, seal_anew
from faelled.base.people.models import Authority
from faelled.base.people.starting import StartRefused, read_start, start_authority


class Command(BaseCommand):
    help = "Make an authority's units and employees, or encrypt CPR numbers and sealed texts anew."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        bring = what.add_parser("import", help="What is there already is left as it is.")
        bring.add_argument("file", type=Path)
        bring.add_argument("--json", action="store_true")
        anew = what.add_parser("encrypt-anew", help="After a change of keys (docs/security.md).")
        anew.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "import":
            self._import(options["file"], in_json=options["json"])
        else:
            self._encrypt_anew(in_json=options["json"])

    def _import(self, file: Path, *, in_json: bool) -> None:
        try:
            said = start_authority(read_start(file.read_bytes()), now=timezone.now())
        except StartRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke læses.") % {"file": file}) from error
        self.stdout.write(json.dumps(said, ensure_ascii=False) if in_json else "\n".join(said))

    def _encrypt_anew(self, *, in_json: bool) -> None:
        now = timezone.now()
        rows = sum(
            encrypt_anew(authority, by=system_actor(authority.pk), now=now)
            for authority in Authority.objects.order_by("pk")
        )
        texts = seal_anew(by=system_actor(0), now=now)
        said = _("%(rows)d CPR-numre er krypteret igen.") % {"rows": rows}
        said += " " + _("Det samme er %(texts)d andre tekster.") % {"texts": texts}
        self.stdout.write(json.dumps({"rows": rows, "texts": texts}) if in_json else said)
