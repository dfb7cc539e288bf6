"""The leadership service's lines 18, 19, 25 and 26 (casework.md A.1) and the stand-in by calendar.

Each in one breath here; whole in tests/structure/test_leaders_pages_only.py (18), people's
test_a_secretary_keeps_a_leader_s_desk.py (19) and test_a_right_is_given_under_four_eyes.py (25),
test_who_has_looked_at_what.py (26) and test_being_away.py.
"""

from django.test import Client
from django.utils import timezone

from faelled.base.audit.models import Entry
from faelled.base.people import actions
from faelled.base.people.models import Duty, GrantKind
from tests.cast import Cast, Worker


def at(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def desk(people: Cast, secretary: Worker) -> None:
    actions.grant_desk_role(
        people.bo.employee,
        secretary.employee,
        duty=Duty.ON_BEHALF,
        valid_from=timezone.localdate(),
        by=people.system,
        now=timezone.now(),
    )


def test_18_a_leader_may_be_kept_to_the_leader_s_pages(people: Cast) -> None:
    actions.keep_to_leaders_pages(people.bo.employee, by=people.system, now=timezone.now())
    bo = at(people.bo)
    assert bo.get("/til-godkendelse/").status_code == 200
    assert bo.get("/sager/").status_code == 404


def test_19_only_the_holder_acts_for_bo_and_every_line_names_both(people: Cast) -> None:
    desk(people, people.erik)
    for who in (people.erik, people.carla):
        client = at(who)
        client.post("/paa-vegne-af/", {"principal": people.bo.id})
        client.get("/til-godkendelse/")
    for_bo = Entry.objects.filter(on_behalf_of_id=people.bo.id)
    assert {entry.actor_id for entry in for_bo} == {people.erik.id}
    assert "på vegne af Bo Lind" in at(people.frida).get("/medarbejdere/opslag/").content.decode()


def test_25_a_right_needs_two_also_when_the_first_acts_for_the_second(people: Cast) -> None:
    desk(people, people.erik)
    proposal = actions.propose_grant(
        people.anna.employee,
        GrantKind.POSITION,
        terms={"unit": people.disability.pk, "role": "manager"},
        reason="Hun leder teamet til sommer.",
        by=people.actor(people.frida, timezone.now()),
        now=timezone.now(),
    )
    erik = at(people.erik)
    erik.post("/paa-vegne-af/", {"principal": people.bo.id})
    erik.post(f"/medarbejdere/forslag/{proposal.uuid}/godkend/")
    proposal.refresh_from_db()
    assert proposal.decided_by == "Erik Munk på vegne af Bo Lind"
    assert "manager" in people.actor(people.anna, timezone.now()).roles


def test_26_a_search_stands_in_the_report(people: Cast) -> None:
    at(people.anna).post("/sager/soeg/", {"q": "Friis"}, follow=True)
    html = at(people.frida).post("/medarbejdere/opslag/", {"employee": "Anna Dam"})
    assert "Søgning i sager" in html.content.decode()
