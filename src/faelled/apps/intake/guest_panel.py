"""The box on the case page that says who sent it, and that nobody has checked who they are."""

from collections.abc import Mapping
from datetime import datetime

from faelled.apps.intake.guests import contact_of
from faelled.apps.intake.models import Guest
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.cases.queries import works_on


def guest_panel(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """Asked only where the case is about somebody without a CPR number."""
    if case.main_person is None or case.main_person.cpr_digest is not None:
        return None
    guest = Guest.objects.filter(case=case).first()
    if guest is None:
        return None
    works = works_on(actor, case, now=now)
    return {"contact": contact_of(guest), "case": case, "works": works}


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PANELS.register(Panel("guest", 5, "intake/_guest_panel.html", guest_panel))
