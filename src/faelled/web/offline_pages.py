"""Which of the leader's pages may be kept to read without a connection, and which never."""

from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, Q, QuerySet, UUIDField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faelled.apps.decisions.models import Chain
from faelled.apps.meetings.models import Item
from faelled.base.people.models import Authority, Person
from faelled.base.statements import Question, Slot
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


# So many addresses are asked about at once; the last question is filled up with what is nowhere.
AT_ONCE = 64
NOWHERE = UUID(int=0)
LINKED = [f"linked_{number}" for number in range(AT_ONCE)]


def _someone_protected() -> QuerySet[Authority]:
    """The authorities, all of them where one of the linked pages must not be kept, else none."""
    linked: list[Any] = [Slot(name, UUIDField()) for name in LINKED]
    chains = Chain.objects.filter(uuid__in=linked)
    items = Item.objects.filter(meeting__uuid__in=linked, case__isnull=False)
    # Each part of the unions begins in an index, where one condition with "or" would read all.
    cases = Case.objects.filter(uuid__in=linked).values("pk")
    cases = cases.union(chains.values("case"), items.values("case"))
    people = Party.objects.filter(case__in=cases).values("person")
    people = people.union(Case.objects.filter(pk__in=cases).values("main_person"))
    today = Slot("today", DateField())
    hidden = Q(name_protected_until__gte=today) | Q(address_protected_until__gte=today)
    protected = Person.objects.filter(hidden, pk__in=people)
    return Authority.objects.filter(Exists(protected) | Exists(chains.filter(case=None)))[:1]


PROTECTED = Question(_someone_protected)


def about_protected(linked: frozenset[UUID]) -> bool:
    """Whether somebody in a case that the page shows or leads to has a protected name or address:
    an approval's, a chain's, or one on a meeting's agenda. Of a matter in another system nobody
    here knows: a page about one is not kept, and of a list its line is cut out (``NOT_KEPT``).
    """
    today, uuids = timezone.localdate(), sorted(linked)
    for start in range(0, len(uuids), AT_ONCE):
        asked = dict.fromkeys(LINKED, NOWHERE) | dict(zip(LINKED, uuids[start:], strict=False))
        if PROTECTED.first(today=today, **asked) is not None:
            return True
    return False


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
