from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "faelled.apps.decisions"
    label = "decisions"

    def ready(self) -> None:
        from faelled.apps.decisions.queries import count_waiting, leads
        from faelled.base.ui.frontpage import FRONT_PAGE, Landing
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

        waiting, people = "decisions:waiting", Audience.EMPLOYEE
        NAVIGATION.add(
            NavItem(
                _("Til godkendelse"),
                waiting,
                people,
                order=20,
                visible=leads,
                count=lambda actor: count_waiting(actor, now=timezone.now()),
            )
        )
        NAVIGATION.add(
            NavItem(
                _("Handl på vegne af en kollega"),
                "decisions:stand_in",
                people,
                order=50,
                place=Place.FOOTER,
            )
        )
        FRONT_PAGE.add_landing(Landing(waiting, people, order=10, wanted=leads))
