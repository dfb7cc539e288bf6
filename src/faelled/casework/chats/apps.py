from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChatsConfig(AppConfig):
    name = "faelled.casework.chats"
    label = "chats"

    def ready(self) -> None:
        from faelled.base.notices.registry import WAITING
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place
        from faelled.casework.chats import upkeep
        from faelled.casework.chats.notices import CHATS
        from faelled.casework.chats.queries import count_unread

        upkeep.register()
        WAITING.add(CHATS)
        NAVIGATION.add(
            NavItem(
                _("Chats"),
                "chats:list",
                Audience.EMPLOYEE,
                order=30,
                place=Place.LEADERSHIP,
                count=lambda actor: count_unread(actor, now=timezone.now()),
            )
        )
        NAVIGATION.add(
            NavItem(_("Chats"), "chats:list", Audience.EMPLOYEE, order=40, place=Place.FOOTER)
        )
