"""Which of the leader's pages may be kept to read without a connection, and which never."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faelled.apps.decisions.models import Chain
from faelled.apps.meetings.models import Item
from faelled.base.people.models import Person
from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place
from faelled.base.ui.offline import OFFLINE
from faelled.casework.cases.models import Case, Party

PAGES = (
    "decisions:waiting",
    "decisions:copies",
    "decisions:approval",
    "decisions:chain",
    "meetings:list",
    "meetings:listed",
    "meetings:meeting",
)


def about_protected(linked: frozenset[UUID]) -> bool:
    """Whether somebody in a case that the page shows or leads to has a protected name or address:
    an approval's, a chain's, or one on a meeting's agenda. Of a matter in another system nobody
    here knows, so a page with one is not kept.
    """
    chains = Chain.objects.filter(uuid__in=linked)
    items = Item.objects.filter(meeting__uuid__in=linked, case__isnull=False)
    # Each part of the unions begins in an index, where one condition with "or" would read all.
    cases = Case.objects.filter(uuid__in=linked).values("pk")
    cases = cases.union(chains.values("case"), items.values("case"))
    people = Party.objects.filter(case__in=cases).values("person")
    people = people.union(Case.objects.filter(pk__in=cases).values("main_person"))
    today = timezone.localdate()
    hidden = Q(name_protected_until__gte=today) | Q(address_protected_until__gte=today)
    protected = Person.objects.filter(hidden, pk__in=people)
    return protected.values("pk").union(chains.filter(case=None).values("pk")).exists()


def register() -> None:
    """Called once, when the site starts."""
    for name in PAGES:
        OFFLINE.add(name, unless=about_protected)
    NAVIGATION.add(
        NavItem(
            _("Læs uden forbindelse"),
            "ui:device",
            Audience.EMPLOYEE,
            order=60,
            place=Place.FOOTER,
        )
    )
