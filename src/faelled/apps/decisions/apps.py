from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "faelled.apps.decisions"
    label = "decisions"

    def ready(self) -> None:
        from faelled.apps.decisions import talk
        from faelled.apps.decisions.drafts import PROPOSES
        from faelled.apps.decisions.matters.check import (
            refuse_around_the_chain,
            refuse_to_close_around,
        )
        from faelled.apps.decisions.matters.contract import MATTERS
        from faelled.apps.decisions.matters.esdh import ForeignCases
        from faelled.apps.decisions.matters.own import OwnCases
        from faelled.apps.decisions.notices import APPROVALS
        from faelled.apps.decisions.queries import count_waiting, leads
        from faelled.base.notices.registry import WAITING
        from faelled.base.ui.frontpage import FRONT_PAGE, Landing
        from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place
        from faelled.casework.cases import step_effects
        from faelled.casework.cases.effects import EFFECTS, EffectHandler

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
        EFFECTS.register(EffectHandler(PROPOSES, apply=step_effects.nothing_more))
        EFFECTS.also_ask("approve", refuse_around_the_chain)
        EFFECTS.also_ask("close", refuse_to_close_around)
        WAITING.add(APPROVALS)
        talk.register()
        for source in (OwnCases(), ForeignCases()):
            MATTERS.register(source)
        register_pages()
        register_gate()
        FRONT_PAGE.add_landing(Landing(waiting, people, order=10, wanted=leads))


def register_pages() -> None:
    """The leader's tabs, what a caseworker finds in the menu, and the box on the case page."""
    from faelled.apps.decisions.panel import CHAIN_PANEL
    from faelled.apps.decisions.queries import count_waiting, leads
    from faelled.base.access.actor import Actor, Capability
    from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place
    from faelled.casework.cases.panels import PANELS

    def may_decide_rules(actor: Actor) -> bool:
        return actor.can(Capability.MANAGE_PEOPLE)

    people, tab = Audience.EMPLOYEE, Place.LEADERSHIP
    NAVIGATION.add(
        NavItem(
            _("Til godkendelse"),
            "decisions:waiting",
            people,
            order=10,
            place=tab,
            count=lambda actor: count_waiting(actor, now=timezone.now()),
        )
    )
    NAVIGATION.add(NavItem(_("Kopier"), "decisions:copies", people, order=20, place=tab))
    NAVIGATION.add(NavItem(_("Historik"), "decisions:answered", people, order=90, place=tab))
    NAVIGATION.add(NavItem(_("Sendt af mig"), "decisions:mine", people, order=95, place=tab))
    NAVIGATION.add(
        NavItem(
            _("Godkendelser"),
            "decisions:mine",
            people,
            order=21,
            visible=lambda actor: not leads(actor),
        )
    )
    NAVIGATION.add(
        NavItem(
            _("Skabeloner til godkendelse"),
            "decisions:templates",
            people,
            order=75,
            visible=may_decide_rules,
            place=Place.MORE,
        )
    )
    PANELS.register(CHAIN_PANEL)


def register_gate() -> None:
    """The secretary's tab and menu item: the tab for who keeps a gate or has one, counted."""
    from faelled.apps.decisions.chains.gates import NO_GATE, count_at_gates
    from faelled.base.access.actor import Actor
    from faelled.base.ui.navigation import NAVIGATION, Audience, NavItem, Place

    def is_secretary(actor: Actor) -> bool:
        return "secretary" in actor.roles

    people = Audience.EMPLOYEE
    NAVIGATION.add(
        NavItem(
            _("Sluse"),
            "decisions:gate",
            people,
            order=15,
            place=Place.LEADERSHIP,
            visible=lambda actor: count_at_gates(actor, now=timezone.now()) != NO_GATE,
            count=lambda actor: max(count_at_gates(actor, now=timezone.now()), 0),
        )
    )
    NAVIGATION.add(NavItem(_("Sluse"), "decisions:gate", people, order=22, visible=is_secretary))
