from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    name = "faelled.casework.processes"
    label = "processes"

    def ready(self) -> None:
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem

        NAVIGATION.add(NavItem(_("Processer"), "processes:list", Audience.EMPLOYEE, order=80))
