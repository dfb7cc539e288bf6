"""What every template knows: whose site it is, who is logged in, and where they can go."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from faelled.base.access.actor import ANONYMOUS, Actor, ActorKind
from faelled.base.connect.log_ins.store import SessionStore
from faelled.base.people.models import Authority, Unit
from faelled.base.ui.navigation import (
    NAVIGATION,
    Audience,
    Menu,
    MenuLink,
    Place,
    SearchBox,
    audience_of,
)
from faelled.base.ui.sessions import WARNING

NAME_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Site:
    """``{{ site.name }}``, ``{{ site.menu }}``, ``{{ site.actor.shown_name }}`` ..."""

    name: str
    unit: str
    actor: Actor
    audience: Audience
    menu: Menu
    footer: tuple[MenuLink, ...]
    search: SearchBox | None
    contact: str
    accessibility_url: str
    session_ends: datetime | None = None

    @property
    def session_left(self) -> int:
        """Seconds until the log-in ends, by the server's clock."""
        return int((self.session_ends - timezone.now()).total_seconds()) if self.session_ends else 0

    @property
    def session_warning(self) -> int:
        """How many seconds before the end it is told."""
        return int(WARNING.total_seconds())

    @property
    def logged_in(self) -> bool:
        return self.audience is not Audience.VISITOR


def authority_name(authority_id: int) -> str:
    """The authority's name; remembered a minute, for it stands on every page."""
    if not authority_id:
        return str(settings.SITE_NAME)
    found = cache.get_or_set(
        f"ui:authority:{authority_id}",
        lambda: Authority.objects.filter(pk=authority_id).values_list("name", flat=True).first(),
        NAME_SECONDS,
    )
    return found or str(settings.SITE_NAME)


def unit_name(unit_id: int | None) -> str:
    """The name under the person's own in the header; remembered a minute."""
    if unit_id is None:
        return ""
    found = cache.get_or_set(
        f"ui:unit:{unit_id}",
        lambda: Unit.objects.filter(pk=unit_id).values_list("name", flat=True).first(),
        NAME_SECONDS,
    )
    return found or ""


def site_for(request: HttpRequest) -> Site:
    """Everything the frame around a page shows for this request."""
    found = getattr(request, "actor", None)
    actor = found if isinstance(found, Actor) else ANONYMOUS
    return Site(
        name=authority_name(actor.authority_id),
        unit=unit_name(actor.home_unit_id),
        actor=actor,
        audience=audience_of(actor),
        menu=NAVIGATION.menu_for(actor, request.path),
        footer=NAVIGATION.links_for(actor, request.path, Place.FOOTER),
        search=NAVIGATION.search_for(actor),
        contact=settings.SITE_CONTACT,
        accessibility_url=settings.ACCESSIBILITY_STATEMENT,
        session_ends=_session_ends(request, actor),
    )


def _session_ends(request: HttpRequest, actor: Actor) -> datetime | None:
    """When the reader is logged out; None for a visitor, and on the page just after log-in."""
    if actor.kind is ActorKind.ANONYMOUS or not isinstance(request.session, SessionStore):
        return None
    return request.session.ends_at


def site(request: HttpRequest) -> dict[str, object]:
    """``demo``: only invented people here. ``now``: one clock for the whole page. ``site``: lazy,
    so a swapped part that has no frame asks nothing."""
    return {
        "demo": settings.DEMO,
        "now": timezone.now(),
        "site": SimpleLazyObject(lambda: site_for(request)),
    }
