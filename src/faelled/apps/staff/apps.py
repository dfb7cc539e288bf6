from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "faelled.apps.staff"
    label = "staff"

    def ready(self) -> None:
        from faelled.apps.staff.absence_pages import stand_in_notices
        from faelled.base.ui.frontpage import FRONT_PAGE
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        employee = Audience.EMPLOYEE
        NAVIGATION.add(
            NavItem(
                _("Fravær og stedfortræder"), "staff:absences", employee, 40, place=Place.FOOTER
            )
        )
        FRONT_PAGE.add_notices("staff", stand_in_notices)
