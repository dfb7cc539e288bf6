from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "faelled.apps.staff"
    label = "staff"

    def ready(self) -> None:
        from faelled.apps.staff import upkeep
        from faelled.apps.staff.absence_pages import stand_in_notices
        from faelled.apps.staff.controls import control_notices
        from faelled.apps.staff.notices import CONTROLS
        from faelled.apps.staff.queries import SEES_ALL
        from faelled.base.access.actor import Actor, Capability
        from faelled.base.notices.registry import WAITING
        from faelled.base.ui.frontpage import FRONT_PAGE
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        def sees_people(actor: Actor) -> bool:
            manages = bool(actor.capabilities & SEES_ALL)
            return manages or "manager" in actor.roles

        def reads_log(actor: Actor) -> bool:
            return actor.can(Capability.READ_AUDIT)

        upkeep.register()
        WAITING.add(CONTROLS)
        employee = Audience.EMPLOYEE
        NAVIGATION.add(
            NavItem(
                _("Fravær og stedfortræder"), "staff:absences", employee, 40, place=Place.FOOTER
            )
        )
        NAVIGATION.add(
            NavItem(_("Medarbejdere"), "staff:employees", employee, 75, sees_people, Place.MORE)
        )
        NAVIGATION.add(NavItem(_("Opslag"), "staff:lookups", employee, 95, reads_log, Place.MORE))
        FRONT_PAGE.add_notices("staff", stand_in_notices)
        FRONT_PAGE.add_notices("log-control", control_notices)
