"""Which of the leader's pages may be kept to read without a connection, and which never."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faelled.apps.decisions.models import Chain
from faelled.apps.meetings.models import Item
from faelled.base.people.models import Person
from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place
from faelled.base.ui.offline import OFFLINE
from faelled.casework.cases.models import Case, Party

# Lists: case, name and deadline, and no text. Whoever is protected is protected on the pages below.
LISTS = ("decisions:waiting", "decisions:copies", "meetings:list", "meetings:listed")


def approval_of_protected(places: Mapping[str, Any]) -> bool:
    """Whether somebody in the case has a protected name or address."""
    return _protected(Case.objects.filter(uuid=places["uuid"]).values_list("pk", flat=True))


def chain_about_protected(places: Mapping[str, Any]) -> bool:
    """The same of a chain; of a matter in another system nobody here knows, so it is not kept."""
    chain = Chain.objects.filter(uuid=places["uuid"]).first()
    return chain is None or chain.case_id is None or _protected([chain.case_id])


def meeting_about_protected(places: Mapping[str, Any]) -> bool:
    """The same of any case on the agenda."""
    items = Item.objects.filter(meeting__uuid=places["uuid"], case__isnull=False)
    return _protected(items.values_list("case_id", flat=True))


def register() -> None:
    """Called once, when the site starts."""
    for name in LISTS:
        OFFLINE.add(name)
    OFFLINE.add("decisions:approval", unless=approval_of_protected)
    OFFLINE.add("decisions:chain", unless=chain_about_protected)
    OFFLINE.add("meetings:meeting", unless=meeting_about_protected)
    NAVIGATION.add(
        NavItem(
            _("Læs uden forbindelse"),
            "ui:device",
            Audience.EMPLOYEE,
            order=60,
            place=Place.FOOTER,
        )
    )


def _protected(cases: Iterable[int | None]) -> bool:
    today = timezone.localdate()
    hidden = Q(name_protected_until__gte=today) | Q(address_protected_until__gte=today)
    ids = [pk for pk in cases if pk is not None]
    parties = Party.objects.filter(case_id__in=ids).values("person")
    main = Case.objects.filter(pk__in=ids).values("main_person")
    return Person.objects.filter(hidden, Q(pk__in=parties) | Q(pk__in=main)).exists()
