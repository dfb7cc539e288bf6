from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "faelled.apps.meetings"
    label = "meetings"

    def ready(self) -> None:
        from faelled.apps.meetings import effects, talk
        from faelled.apps.meetings.notices import MEETINGS
        from faelled.apps.meetings.queries import count_coming
        from faelled.base.notices.registry import WAITING
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        effects.register()
        talk.register()
        WAITING.add(MEETINGS)
        tab = NavItem(
            _("Møder"),
            "meetings:list",
            Audience.EMPLOYEE,
            order=40,
            place=Place.LEADERSHIP,
            count=lambda actor: count_coming(actor, now=timezone.now()),
        )
        NAVIGATION.add(tab)
        NAVIGATION.add(
            NavItem(_("Møder"), "meetings:list", Audience.EMPLOYEE, order=35, place=Place.FOOTER)
        )
