"""The main menu and the search box: higher rooms add their pages in ``ready()``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.urls import resolve
from django.utils.functional import Promise

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.decorators import AccessRule
from faelled.base.ui.addresses import address

COUNT_AT_MOST = 99
FOLDED_AT_LEAST = 2


class Audience(StrEnum):
    """Whose menu an item stands in."""

    EMPLOYEE = "employee"
    CITIZEN = "citizen"
    VISITOR = "visitor"


class Place(StrEnum):
    """Where on the page an item stands; the footer holds what is seldom needed ("Hvem har set").

    The menu is for each day's work; what only some do, and not each day, is folded away as "Mere".
    The leader's tabs stand above the pages of the leadership service (``ui/leader.html``).
    """

    MENU = "menu"
    MORE = "more"
    FOOTER = "footer"
    LEADERSHIP = "leadership"


def audience_of(actor: Actor) -> Audience:
    """``audience_of(anna) is Audience.EMPLOYEE``; who is not logged in is a visitor."""
    if actor.kind is ActorKind.EMPLOYEE:
        return Audience.EMPLOYEE
    return Audience.CITIZEN if actor.kind is ActorKind.CITIZEN else Audience.VISITOR


def everyone(actor: Actor) -> bool:
    """The default of ``visible``: everybody in the audience sees the item."""
    return True


def nothing_to_count(actor: Actor) -> int:
    """The default of ``count``: a menu item without a number."""
    return 0


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the menu: ``NavItem(_("Sager"), "cases:list", Audience.EMPLOYEE, order=10)``.

    ``visible`` asks only what the Actor already knows; a query here runs on every page. ``count``
    gives the number beside the label (0: none is shown); it is asked only of those who see the
    item, and remembers what it found.
    """

    label: str | Promise
    url_name: str
    audience: Audience
    order: int = 100
    visible: Callable[[Actor], bool] = everyone
    place: Place = Place.MENU
    count: Callable[[Actor], int] = nothing_to_count


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The employees' search in the header. It is posted: what is searched for may be a CPR number,
    and that must not stand in an address.
    """

    label: str | Promise
    url_name: str
    parameter: str = "q"


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A menu item ready for the template; ``current`` is the page one stands on, or below it."""

    label: str | Promise
    url: str
    current: bool
    count: int = 0

    @property
    def shown_count(self) -> str:
        """``"3"``, ``"99+"`` for more than that, nothing for none."""
        return count_in_words(self.count)


@dataclass(frozen=True, slots=True)
class Menu:
    """The header's menu: a line, and what is folded away; a single page is never folded away."""

    line: tuple[MenuLink, ...]
    more: tuple[MenuLink, ...]

    @property
    def current(self) -> bool:
        """Whether the page one stands on is folded away."""
        return any(link.current for link in self.more)

    @property
    def shown_count(self) -> str:
        """The numbers of what is folded away, together."""
        return count_in_words(sum(link.count for link in self.more))


def count_in_words(count: int) -> str:
    """``count_in_words(100) == "99+"``; none is said as nothing."""
    if count > COUNT_AT_MOST:
        return f"{COUNT_AT_MOST}+"
    return str(count) if count else ""


class Navigation:
    """The registry; refuses a second item for the same page and audience in one place."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, Audience, Place], NavItem] = {}
        self._search: SearchBox | None = None

    def add(self, item: NavItem) -> None:
        key = (item.url_name, item.audience, item.place)
        if key in self._items:
            raise ValueError(f"The {item.place} already has {item.url_name} for {item.audience}.")
        self._items[key] = item

    def set_search(self, box: SearchBox) -> None:
        if self._search is not None:
            raise ValueError(f"The header already searches in {self._search.url_name}.")
        self._search = box

    @property
    def search(self) -> SearchBox | None:
        return self._search

    def all_items(self) -> tuple[NavItem, ...]:
        """Everybody's, for the test that each leads somewhere."""
        return tuple(self._items.values())

    def search_for(self, actor: Actor) -> SearchBox | None:
        """The search box, for employees only."""
        box = self._search if audience_of(actor) is Audience.EMPLOYEE else None
        return box if box and opens_to(box.url_name, actor) else None

    def items_for(self, actor: Actor, place: Place = Place.MENU) -> tuple[NavItem, ...]:
        """What this actor sees, in order: ``[item.label for item in NAVIGATION.items_for(bo)]``."""
        key = (audience_of(actor), place)
        mine = (
            item
            for item in self._items.values()
            if (item.audience, item.place) == key
            and item.visible(actor)
            and opens_to(item.url_name, actor)
        )
        return tuple(sorted(mine, key=lambda item: (item.order, item.url_name)))

    def menu_for(self, actor: Actor, path: str) -> Menu:
        """The menu of the header, with the page at ``path`` marked in one place only."""
        line = self.items_for(actor)
        more = self.items_for(actor, Place.MORE)
        links = self._links((*line, *more), actor, path)
        if len(more) < FOLDED_AT_LEAST:
            return Menu(links, ())
        return Menu(links[: len(line)], links[len(line) :])

    def links_for(self, actor: Actor, path: str, place: Place = Place.MENU) -> tuple[MenuLink, ...]:
        """The same, ready for the template, with the page at ``path`` marked."""
        return self._links(self.items_for(actor, place), actor, path)

    def _links(self, items: tuple[NavItem, ...], actor: Actor, path: str) -> tuple[MenuLink, ...]:
        links = menu_links(((item.label, address(item.url_name)) for item in items), path)
        return tuple(
            replace(link, count=item.count(actor)) for item, link in zip(items, links, strict=True)
        )


def opens_to(url_name: str, actor: Actor) -> bool:
    """Whether the page is there for who has the leader's pages only; for all others it is."""
    if not actor.leadership_only:
        return True
    rule = getattr(resolve(address(url_name)).func, "access", None)
    return isinstance(rule, AccessRule) and rule.opens_to(actor)


def menu_links(pairs: Iterable[tuple[str | Promise, str]], path: str) -> tuple[MenuLink, ...]:
    """Mark the one link that ``path`` lies deepest under.

    ``/sager/42/`` marks ``/sager/``, and neither ``/`` nor ``/sager/mine/``.
    """
    links = list(pairs)
    above = [url for _, url in links if path == url or (url != "/" and path.startswith(url))]
    current = max(above, key=len, default=None)
    return tuple(MenuLink(label, url, url == current) for label, url in links)


NAVIGATION = Navigation()
