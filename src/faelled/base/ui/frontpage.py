"""What the front page offers, and where each person is taken after log-in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from faelled.base.access.actor import Actor
from faelled.base.ui.navigation import Audience, audience_of, everyone, opens_to


@dataclass(frozen=True, slots=True)
class Service:
    """Something a citizen can apply for: title, one sentence, and the address of the form."""

    title: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A page to read before one applies: rights, deadlines, how to complain."""

    title: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Landing:
    """A first page after log-in: the wanted one with the lowest order wins.

    ``Landing("decisions:waiting", Audience.EMPLOYEE, 10, wanted=lambda a: "manager" in a.roles)``
    """

    url_name: str
    audience: Audience
    order: int = 100
    wanted: Callable[[Actor], bool] = everyone


NoticeSource = Callable[[Actor, datetime], Sequence[str]]
ServiceSource = Callable[[datetime], Sequence[Service]]


class FrontPage:
    """The registry that higher rooms fill in ``ready()``; it refuses a second of each name."""

    def __init__(self) -> None:
        self._landings: dict[tuple[str, Audience], Landing] = {}
        self._sources: dict[str, ServiceSource] = {}
        self._guides: dict[str, Guide] = {}
        self._notices: dict[str, NoticeSource] = {}

    def add_landing(self, landing: Landing) -> None:
        key = (landing.url_name, landing.audience)
        if key in self._landings:
            raise ValueError(f"{landing.url_name} is already a first page of {landing.audience}.")
        self._landings[key] = landing

    def add_services(self, name: str, source: ServiceSource) -> None:
        """``source(now)`` lists what can be applied for; visitors see it, so no personal data."""
        if name in self._sources:
            raise ValueError(f"The services of {name} are already there.")
        self._sources[name] = source

    def add_notices(self, name: str, source: NoticeSource) -> None:
        """``source(actor, now)``: what to tell somebody when they come to their first page."""
        if name in self._notices:
            raise ValueError(f"The notices of {name} are already there.")
        self._notices[name] = source

    def notices(self, actor: Actor, now: datetime) -> list[str]:
        return [text for source in self._notices.values() for text in source(actor, now)]

    def add_guide(self, guide: Guide) -> None:
        if guide.url in self._guides:
            raise ValueError(f"The guide {guide.url} is already there.")
        self._guides[guide.url] = guide

    def all_landings(self) -> tuple[Landing, ...]:
        """Everybody's, for the test that each leads somewhere."""
        return tuple(self._landings.values())

    def landing_url(self, actor: Actor) -> str | None:
        """Where ``actor`` starts, or None: then the front page itself is shown."""
        wanted = audience_of(actor)
        mine = [
            one
            for one in self._landings.values()
            if one.audience is wanted and one.wanted(actor) and opens_to(one.url_name, actor)
        ]
        first = min(mine, key=lambda landing: landing.order, default=None)
        return reverse(first.url_name) if first else None

    def services(self, now: datetime) -> list[Service]:
        """Everything that can be applied for, by title."""
        found = [service for source in self._sources.values() for service in source(now)]
        return sorted(found, key=lambda service: service.title)

    def guides(self) -> list[Guide]:
        return list(self._guides.values())


FRONT_PAGE = FrontPage()
