"""Erik stands in for Bo from one instant to another; at the end the next request is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faelled.base.access.actor import Actor
from faelled.base.access.refusals import Refused
from faelled.base.people import actions
from faelled.base.people.actors import actor_on_behalf, may_act_for
from faelled.base.people.models import Position, Substitution, User
from faelled.base.people.on_behalf import KEY, choose, request_actor
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
START, END = NOW, NOW + timedelta(hours=3)


@pytest.fixture
def substitution(cast: Cast) -> Substitution:
    return substitute(cast, START, END)


def substitute(cast: Cast, start: datetime, end: datetime) -> Substitution:
    return actions.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=start,
        ends_at=end,
        reason="Ferie",
        by=cast.actor(cast.bo),
        now=NOW,
    )


def on_behalf(cast: Cast, now: datetime) -> Actor | None:
    return actor_on_behalf(cast.erik.user, cast.bo.id, now)


@pytest.mark.usefixtures("substitution")
def test_erik_may_act_for_bo_from_the_first_instant_to_before_the_last(cast: Cast) -> None:
    second = timedelta(microseconds=1)
    hours = {START - second: False, START: True, END - second: True, END: False}
    for now, may in hours.items():
        assert bool(may_act_for(cast.erik.user, now)) is may
        assert (on_behalf(cast, now) is not None) is may


@pytest.mark.usefixtures("substitution")
def test_in_bo_s_place_erik_has_bo_s_units_and_both_names(cast: Cast) -> None:
    actor = on_behalf(cast, NOW)
    assert actor is not None
    assert actor.unit_ids == cast.actor(cast.bo).unit_ids
    assert actor.roles == {"manager"}
    assert actor.shown_name == "Erik Munk på vegne af Bo Lind"
    assert actor.id == cast.erik.id
    assert actor.employee_ids == {cast.erik.employee.pk, cast.bo.employee.pk}


@pytest.mark.usefixtures("substitution")
def test_nobody_else_may_and_erik_may_for_nobody_else(cast: Cast) -> None:
    assert actor_on_behalf(cast.carla.user, cast.bo.id, NOW) is None
    assert actor_on_behalf(cast.erik.user, cast.anna.id, NOW) is None
    assert may_act_for(cast.dorthe.user, NOW) == ()


@pytest.mark.usefixtures("substitution")
def test_it_does_not_pass_on(cast: Cast) -> None:
    """Bo stands in for Frida; Bo's own stand-in is not hers."""
    Substitution.objects.create(  # the actions refuse it; rows from elsewhere may still say so
        absent=cast.frida.employee, stand_in=cast.bo.employee, starts_at=START, ends_at=END
    )
    assert [principal.name for principal in may_act_for(cast.erik.user, NOW)] == ["Bo Lind"]
    actor = on_behalf(cast, NOW)
    assert actor is not None
    assert cast.it.pk not in actor.unit_ids
    assert not actor.capabilities


@pytest.mark.usefixtures("substitution")
def test_when_bo_has_left_nobody_stands_in_for_him(cast: Cast) -> None:
    position = Position.objects.get(employee=cast.bo.employee)
    actions.end_position(position, valid_to=NOW.date(), by=cast.system, now=NOW)
    assert on_behalf(cast, NOW) is None


def test_it_can_be_ended_at_once(cast: Cast, substitution: Substitution) -> None:
    later = NOW + timedelta(minutes=5)
    actions.end_substitution(substitution, by=cast.actor(cast.bo), now=later)
    assert on_behalf(cast, later) is None
    assert on_behalf(cast, NOW) is not None


def test_one_that_never_began_is_taken_away(cast: Cast) -> None:
    row = substitute(cast, START + timedelta(days=1), END + timedelta(days=1))
    actions.end_substitution(row, by=cast.actor(cast.bo), now=NOW)
    assert not Substitution.objects.exists()


def test_anna_does_not_make_erik_bo_s_stand_in_and_erik_does_not_either(cast: Cast) -> None:
    for by in (cast.actor(cast.anna), cast.actor(cast.erik)):
        with pytest.raises(Refused):
            actions.add_substitution(
                cast.bo.employee,
                cast.erik.employee,
                starts_at=START,
                ends_at=END,
                by=by,
                now=NOW,
            )


@pytest.mark.usefixtures("substitution")
def test_the_stand_in_does_not_lengthen_it_in_bo_s_name(cast: Cast) -> None:
    actor = on_behalf(cast, NOW)
    assert actor is not None
    with pytest.raises(Refused):
        actions.add_substitution(
            cast.bo.employee,
            cast.erik.employee,
            starts_at=END,
            ends_at=END + timedelta(days=1),
            by=actor,
            now=NOW,
        )


def test_a_person_is_not_their_own_stand_in_and_time_goes_forward(cast: Cast) -> None:
    for stand_in, end in ((cast.bo, END), (cast.erik, START)):
        with pytest.raises(ValueError, match=r"stedfortræder|slutte efter"):
            actions.add_substitution(
                cast.bo.employee,
                stand_in.employee,
                starts_at=START,
                ends_at=end,
                by=cast.system,
                now=NOW,
            )


def request_of(user: User) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    request.session = SessionStore()
    return request


@pytest.mark.usefixtures("substitution")
def test_the_session_s_choice_is_asked_anew_and_ends_at_the_hour(cast: Cast) -> None:
    request = request_of(cast.erik.user)
    assert choose(request, cast.bo.id, NOW)
    assert request_actor(request, END - timedelta(seconds=1)).on_behalf_of is not None
    after = request_actor(request, END)
    assert after.on_behalf_of is None
    assert after.unit_ids == {cast.technical.pk}
    assert KEY not in request.session
    assert request_actor(request, NOW).on_behalf_of is None, "the choice came back by itself"


def test_a_choice_that_nobody_granted_is_refused(cast: Cast) -> None:
    request = request_of(cast.carla.user)
    assert not choose(request, cast.bo.id, NOW)
    request.session[KEY] = cast.bo.id
    assert request_actor(request, NOW).on_behalf_of is None


LONG_AGO, FAR_AHEAD = datetime(2021, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@pytest.mark.urls("faelled.base.people.tests.pages")
def test_erik_chooses_bo_at_the_page_and_becomes_himself_again(client: Client, cast: Cast) -> None:
    substitute(cast, LONG_AGO, FAR_AHEAD)
    client.force_login(cast.erik.user)
    answer = client.post("/paa-vegne-af/", {"principal": cast.bo.id, "next": "/hvem/"})
    assert answer.headers["Location"] == "/hvem/"
    assert client.get("/hvem/").content.decode() == "Erik Munk på vegne af Bo Lind"
    client.post("/paa-vegne-af/", {"principal": ""})
    assert client.get("/hvem/").content.decode() == "Erik Munk"


@pytest.mark.urls("faelled.base.people.tests.pages")
def test_the_page_refuses_a_foreign_choice_a_foreign_address_and_a_get(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.carla.user)
    answer = client.post(
        "/paa-vegne-af/", {"principal": cast.bo.id, "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"
    assert client.get("/hvem/").content.decode() == "Carla Holm"
    assert client.get("/paa-vegne-af/").status_code == 405


@pytest.mark.urls("faelled.base.people.tests.pages")
def test_a_page_costs_a_leader_few_queries_before_its_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo.user)
    with CaptureQueriesContext(connection) as queries:
        client.get("/hvem/")
    assert len(queries) <= 8  # three to four are the session's own
