from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationConfig(AppConfig):
    name = "faelled.apps.decisions.delegation"
    label = "delegation"

    def ready(self) -> None:
        from faelled.apps.decisions.delegation import alone, approving, jobs, panel, planning
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem

        alone.register()
        approving.register()
        planning.register()
        jobs.register()
        panel.register()
        NAVIGATION.add(
            NavItem(_("Hvem må afgøre det?"), "delegation:who", Audience.EMPLOYEE, order=85)
        )
