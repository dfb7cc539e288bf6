"""``faelled people encrypt-anew``: every CPR number under the newest keys."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from faelled.base.access.actor import system_actor
from faelled.base.people.actions import encrypt_anew
from faelled.base.people.models import Authority


class Command(BaseCommand):
    help = "Encrypt every CPR number anew after a change of keys (docs/security.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("encrypt-anew", help=self.help).add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        rows = sum(
            encrypt_anew(authority, by=system_actor(authority.pk), now=now)
            for authority in Authority.objects.order_by("pk")
        )
        said = _("%(rows)d CPR-numre er krypteret igen.") % {"rows": rows}
        self.stdout.write(json.dumps({"rows": rows}) if options["json"] else said)
