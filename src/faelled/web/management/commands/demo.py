"""``faelled demo``: fill an empty database with the demo municipality."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from faelled.apps.decisions.delegation.actions import put_in_force, upload_plan
from faelled.base.people.models import Authority
from faelled.casework.subjects.actions import import_plan
from faelled.lib.dates import local_day
from faelled.web.demo.cases import make_case, publish_graphs, use_graphs
from faelled.web.demo.chains import make_chain, make_proposal, read_chains, read_proposals
from faelled.web.demo.meetings import make_meeting, read_meetings, use_meetings
from faelled.web.demo.orders import make_order, read_orders, use_orders
from faelled.web.demo.people import make_authority, make_employee, make_persons, make_units
from faelled.web.demo.post import make_message, read_post
from faelled.web.demo.script import read_script
from faelled.web.demo.staff import make_staff

# The people have been there longer than the oldest case.
BEFORE = timedelta(days=400)


class Command(BaseCommand):
    """Makes the invented municipality once; asked again, it says so and changes nothing."""

    help = "Fill an empty database with Fælleskøbing Kommune, where everyone is invented."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only in demo mode: set FAELLED_DEMO=1.")
        if Authority.objects.exists():
            self.stdout.write("The demo municipality is there already (make demo-reset).")
            return
        with transaction.atomic():
            count = self.fill()
        self.stdout.write(f"Fælleskøbing Kommune is filled, with {count} cases under way.")

    def fill(self) -> int:
        """Everything in the script, in the order it must come; the number of cases."""
        now = timezone.now()
        before = now - BEFORE
        script = read_script(settings.CONTENT / "demo" / "faelleskoebing.toml")
        authority, system = make_authority(script, now=before)
        units = make_units(script.units, authority, by=system, now=before)
        for line in script.employees:
            make_employee(line, authority, units, by=system, now=before)
        persons = make_persons(script.persons, authority, by=system, now=before)
        plan = settings.CONTENT / "catalogues" / "kle-demo.toml"
        import_plan(plan.read_bytes(), by=system, now=before)
        rules = settings.CONTENT / "delegation" / "faelleskoebing.toml"
        version = upload_plan(rules.read_bytes(), by=system, now=before)
        put_in_force(version, valid_from=local_day(before), by=system, now=before)
        processes = publish_graphs(settings.CONTENT / "graphs", by=system, now=before)
        types = use_graphs(script.uses, processes, units, by=system, now=before)
        for case in script.cases:
            make_case(case, types, persons, now=now)
        for chain in read_chains(settings.CONTENT / "demo" / "godkendelser.toml"):
            make_chain(chain, now=now)
        orders = read_orders(settings.CONTENT / "demo" / "bestillinger.toml")
        use_orders(orders, processes, units, by=system, now=before)
        for order in orders.orders:
            make_order(order, authority, units, now=now)
        meetings = read_meetings(settings.CONTENT / "demo" / "moeder.toml")
        use_meetings(meetings, processes, units, by=system, now=before)
        for meeting in meetings.meetings:
            make_meeting(meeting, persons, now=now)
        for message in read_post(settings.CONTENT / "demo" / "post.toml"):
            make_message(message, script, authority, units, persons, now=now)
        make_staff(settings.CONTENT / "demo" / "medarbejdere.toml", by=system, now=now)
        for row in read_proposals(settings.CONTENT / "demo" / "godkendelser.toml"):
            make_proposal(row, now=now)
        return len(script.cases)
