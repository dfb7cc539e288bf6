from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    name = "faelled.apps.post"
    label = "post"

    def ready(self) -> None:
        from faelled.apps.post import jobs, panel
        from faelled.apps.post.notices import POST
        from faelled.apps.post.queries import TAKES_POST, count_waiting
        from faelled.base.access.actor import Actor, Capability
        from faelled.base.notices.registry import WAITING
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        def sorts(actor: Actor) -> bool:
            return actor.can(Capability.SORT_POST)

        def takes(actor: Actor) -> bool:
            return not sorts(actor) and bool(actor.roles & {*TAKES_POST})

        jobs.register()
        panel.register()
        WAITING.add(POST)
        NAVIGATION.add(
            NavItem(
                _("Digital Post"),
                "post:list",
                Audience.EMPLOYEE,
                order=15,
                visible=sorts,
                count=lambda actor: count_waiting(actor, now=timezone.now()),
            )
        )
        NAVIGATION.add(
            NavItem(_("Digital Post"), "post:list", Audience.EMPLOYEE, 35, takes, Place.MORE)
        )
