from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "faelled.base.notices"
    label = "notices"

    def ready(self) -> None:
        from faelled.base.notices import checks, upkeep
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        upkeep.register()
        register(checks.check_settings)
        NAVIGATION.add(
            NavItem(
                _("Beskeder om, at noget venter"),
                "notices:settings",
                Audience.EMPLOYEE,
                order=70,
                place=Place.FOOTER,
            )
        )
