"""What this room puts on the front page and in the menu."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from faelled.apps.intake.guides import guides
from faelled.apps.intake.offers import offers
from faelled.base.ui.frontpage import FRONT_PAGE, Guide, Landing, Service
from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem


def front_page_services(now: datetime) -> Sequence[Service]:
    """Each service with its one sentence; nothing here knows who reads."""
    return [
        Service(offer.title, offer.graph.summary, reverse("intake:service", args=[offer.key]))
        for offer in offers(now)
    ]


def register() -> None:
    """Called once, from the app's ``ready()``."""
    FRONT_PAGE.add_services("intake", front_page_services)
    FRONT_PAGE.add_landing(Landing("intake:mine", Audience.CITIZEN))
    for page in guides():
        FRONT_PAGE.add_guide(Guide(page.title, f"/vejledning/{page.id}/"))
    for audience in (Audience.CITIZEN, Audience.VISITOR):
        NAVIGATION.add(NavItem(_("Selvbetjening"), "intake:services", audience, order=20))
        NAVIGATION.add(NavItem(_("Vejledning"), "intake:guides", audience, order=30))
    NAVIGATION.add(NavItem(_("Mine sager"), "intake:mine", Audience.CITIZEN, order=10))
