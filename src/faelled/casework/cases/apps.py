from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "faelled.casework.cases"
    label = "cases"

    def ready(self) -> None:
        from faelled.base.access.actor import Actor, Capability
        from faelled.base.ui.frontpage import FRONT_PAGE, Landing
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place, SearchBox
        from faelled.casework.cases import clockwork, step_effects
        from faelled.casework.cases.queries import running_on
        from faelled.casework.processes.running import RUNNING

        def may_break_glass(actor: Actor) -> bool:
            return actor.can(Capability.BREAK_GLASS)

        def may_publish(actor: Actor) -> bool:
            return actor.can(Capability.PUBLISH_PROCESS)

        def may_review(actor: Actor) -> bool:
            return actor.can(Capability.REVIEW_BREAK_GLASS)

        employee = Audience.EMPLOYEE
        FRONT_PAGE.add_landing(Landing("cases:list", employee, order=50))
        NAVIGATION.add(NavItem(_("Sager"), "cases:list", employee, order=10))
        NAVIGATION.add(
            NavItem(_("Sagstyper"), "cases:types", employee, 70, may_publish, Place.MORE)
        )
        NAVIGATION.add(
            NavItem(_("Nødadgang"), "cases:break_glass", employee, 80, may_break_glass, Place.MORE)
        )
        NAVIGATION.add(
            NavItem(
                _("Gennemsyn"), "cases:break_glass_review", employee, 90, may_review, Place.MORE
            )
        )
        NAVIGATION.set_search(SearchBox(_("Søg på navn, sagsnummer eller CPR"), "cases:search"))
        step_effects.register()
        clockwork.register()
        RUNNING.register(running_on)
