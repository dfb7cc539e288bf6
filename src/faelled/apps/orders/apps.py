from django.apps import AppConfig
from django.core.checks import register
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "faelled.apps.orders"
    label = "orders"

    def ready(self) -> None:
        from faelled.apps.orders import effects, jobs, panel, uses
        from faelled.apps.orders.notices import ORDERS
        from faelled.apps.orders.queries import count_waiting
        from faelled.base.access.actor import Capability
        from faelled.base.connect.neighbour.neighbours import check_neighbours
        from faelled.base.notices.registry import WAITING
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        effects.register()
        jobs.register()
        panel.register()
        uses.register()
        register(check_neighbours)
        WAITING.add(ORDERS)
        NAVIGATION.add(
            NavItem(
                _("Bestillinger"),
                "orders:list",
                Audience.EMPLOYEE,
                order=30,
                count=lambda actor: count_waiting(actor, now=timezone.now()),
            )
        )
        NAVIGATION.add(
            NavItem(
                _("Bestillinger udefra"),
                "orders:intake",
                Audience.EMPLOYEE,
                order=60,
                visible=lambda actor: actor.can(Capability.PUBLISH_PROCESS),
                place=Place.FOOTER,
            )
        )
