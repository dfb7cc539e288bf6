"""Line 18: who has the leader's pages only finds those, and no other address of the site."""

import pytest

from faelled.base.people import actions
from faelled.base.ui.navigation import NAVIGATION, Place
from tests.structure.places import PLACES, addresses, guarded_routes
from tests.structure.world import World, at_the_page

ROUTES = guarded_routes()
# Beside the leader's pages: what one needs to be away, to stand in, and to see one's own log-ins.
OWN_SETTINGS = {
    "act-for",
    "log-ins",
    "end-log-in",
    "notices:settings",
    "notices:add",
    "notices:remove",
    "staff:absences",
    "staff:new_absence",
    "staff:end_absence",
}


@pytest.fixture
def leader(world: World) -> World:
    """The world with Bo kept to the leader's pages."""
    bo = world.cast.bo.employee
    bo.leadership_only = True
    bo.save()
    return world


@pytest.mark.parametrize("name", sorted(set(ROUTES) & set(PLACES)))
def test_every_other_page_is_not_there(leader: World, name: str) -> None:
    rule = ROUTES[name]
    opens = rule.purpose == "leadership" or name in OWN_SETTINGS
    assert rule.leadership == opens, f"{name} says something else than this list"
    if opens:
        return
    client = at_the_page(leader.cast.bo)
    for url in addresses(leader, name):
        for answer in (client.get(url), client.post(url, {"q": "Friis"})):
            assert answer.status_code in {404, 405}, url


def test_the_leader_s_own_pages_open(leader: World) -> None:
    client = at_the_page(leader.cast.bo)
    for url in ("/til-godkendelse/", "/medarbejdere/fravaer/"):
        assert client.get(url).status_code == 200, url
    assert client.get("/", follow=True).status_code == 200


def test_the_menu_leads_to_no_page_that_is_not_there(leader: World) -> None:
    actor = leader.cast.actor(leader.cast.bo)
    client = at_the_page(leader.cast.bo)
    for place in Place:
        for link in NAVIGATION.links_for(actor, "/", place):
            assert client.get(link.url).status_code == 200, link.url
    assert NAVIGATION.search_for(actor) is None


def test_the_restriction_holds_from_the_next_request_and_is_lifted_by_two(leader: World) -> None:
    cast = leader.cast
    bo = cast.bo.employee
    actions.open_all_pages(bo, by=cast.system, now=leader.case.opened_at)
    client = at_the_page(cast.bo)
    assert client.get("/sager/").status_code == 200
    actions.keep_to_leaders_pages(bo, by=cast.actor(cast.frida), now=leader.case.opened_at)
    assert client.get("/sager/").status_code == 404
