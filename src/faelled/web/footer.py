"""Footer lines of rooms that stand below the navigation and so cannot add them themselves."""

from django.utils.translation import gettext_lazy as _

from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place


def register() -> None:
    """Called once, when the site starts."""
    for audience in (Audience.EMPLOYEE, Audience.CITIZEN):
        label = _("Hvor du er logget ind")
        NAVIGATION.add(NavItem(label, "log-ins", audience, order=90, place=Place.FOOTER))
