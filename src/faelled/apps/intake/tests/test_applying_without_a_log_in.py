"""Where the graph lets guests in: begun, saved, sent and followed by somebody nobody knows."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from faelled.apps.intake import actions, guests
from faelled.apps.intake import guest_secrets as secrets
from faelled.apps.intake.guest_codes import REST, WRONG_CODES, find_by_code
from faelled.apps.intake.models import KEPT, Draft, Guest
from faelled.apps.intake.offers import find_offer
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.guest_journey import ASKS, BEGIN, Stranger, later
from faelled.apps.intake.tests.journey import Journey, check_of, form_of
from faelled.base.connect.digitalpost.outbox import Channel
from faelled.base.people.models import Person
from faelled.casework.cases.actions import open_case, use_process
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.documents.recipients import parties_for, reach, the_post
from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast, the_cast


def test_the_service_page_offers_it_only_where_the_graph_does(
    stranger: Stranger, dorthe: Journey
) -> None:
    assert BEGIN in stranger.page("/selvbetjening/aktindsigt/")
    assert "/uden-log-in/" not in stranger.page("/selvbetjening/sommerlejr/").partition("<main")[2]
    stranger.page("/selvbetjening/sommerlejr/uden-log-in/", status=404)
    offer = find_offer("sommerlejr", timezone.now())
    assert offer is not None and not offer.guests


def test_it_becomes_a_case_with_a_number_and_a_code(stranger: Stranger) -> None:
    number, code = stranger.apply()
    case = Case.objects.get(number=number)
    assert case.parties.get().sees_case is False
    page = Stranger(Client()).follow(number, code.lower().replace("-", " "))
    assert "Kommunen arbejder på sagen" in page and "Kommunen skal svare senest" in page
    assert "Gæst Gæstesen" not in page and "cykelsti" not in page


def test_the_caseworker_sees_that_nobody_has_checked_who_it_is(
    stranger: Stranger, cast: Cast
) -> None:
    number, _code = stranger.apply()
    case, anna = Case.objects.get(number=number), Client()
    anna.force_login(cast.anna.user)
    page = anna.get(f"/sager/{case.uuid}/").content.decode()
    assert "Afsenderens identitet er ikke bekræftet." in page and "Vejen 1" in page
    carla = Client()
    carla.force_login(cast.carla.user)
    assert carla.get(f"/sager/{case.uuid}/").status_code == 404


def test_the_answer_goes_on_paper_to_the_address_they_wrote(
    stranger: Stranger, cast: Cast, access_to_documents: CaseType
) -> None:
    number, _code = stranger.apply()
    case = Case.objects.get(number=number)
    [party] = parties_for(case, "citizen", now=timezone.now())
    reached = reach(party, the_post(), by=cast.actor(cast.anna), now=timezone.now())
    assert reached.channel is Channel.LETTER
    assert reached.to.address == ("Vejen 1", "9999 Fælleskøbing")


def test_the_link_goes_on_with_it_in_another_browser(stranger: Stranger) -> None:
    draft, link = stranger.begin()
    stranger.client.post(form_of(draft), {"shown": [*ASKS], "what": "Broen", "update": "1"})
    other = Stranger(Client())
    assert other.client.get(form_of(draft)).status_code == 410
    answer = other.client.get(link)
    assert answer["Location"] == form_of(draft)
    assert "Broen" in other.page(form_of(draft))


def test_the_link_is_in_no_row_no_log_and_told_to_no_other_site(stranger: Stranger) -> None:
    _draft, link = stranger.begin()
    secret = link.strip("/").rpartition("/")[2]
    assert len(secret) >= 43
    with connection.cursor() as cursor:
        for table in ("intake_guest", "audit_entry"):
            cursor.execute(f"SELECT * FROM {table}")
            assert secret not in str(cursor.fetchall())
    for url in (link, "/uden-log-in/dit-link/", BEGIN):
        answer = stranger.client.get(url)
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]


def test_what_is_typed_and_who_they_are_lies_sealed(stranger: Stranger) -> None:
    draft, _link = stranger.begin()
    stranger.fill(draft)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answers FROM intake_draft UNION ALL SELECT contact FROM intake_guest"
        )
        stored = str(cursor.fetchall())
    assert "cykelsti" not in stored and "Gæstesen" not in stored


def test_nobody_else_finds_the_draft(stranger: Stranger, dorthe: Journey) -> None:
    draft, _link = stranger.begin()
    other = Stranger(Client())
    other.begin()
    for address in (form_of(draft), check_of(draft)):
        other.page(address, status=410)
        dorthe.page(address, status=404)
        assert dorthe.client.post(address).status_code == 404
        assert Client().post(address).status_code == 410
    for worker in (dorthe.cast.anna, dorthe.cast.carla):
        dorthe.client.force_login(worker.user)
        dorthe.page(form_of(draft), status=404)


def test_a_guest_is_no_way_into_a_citizen_s_draft(stranger: Stranger, dorthe: Journey) -> None:
    stranger.begin()
    theirs = dorthe.begin()
    answer = stranger.client.get(form_of(theirs))
    assert answer.status_code == 302 and answer["Location"].startswith("/log-ind/")


def test_a_cpr_number_is_sent_back_with_advice(stranger: Stranger) -> None:
    assert "Skriv ikke dit CPR-nummer her." in stranger.tell(status=422, name="Bo 410384-0002")
    draft, _link = stranger.begin()
    stranger.fill(draft, what="Min sag, 410384-0002")
    assert stranger.client.get(check_of(draft))["Location"] == form_of(draft)
    page = stranger.page(form_of(draft))
    assert "ligner et CPR-nummer, ved “Hvilken sag eller hvilke dokumenter vil du se?”" in page
    assert stranger.send(draft) == form_of(draft)
    assert not Case.objects.exists()


def test_sent_twice_is_sent_once(stranger: Stranger) -> None:
    draft, _link = stranger.begin()
    stranger.fill(draft)
    first = stranger.page(stranger.send(draft))
    stranger.send(draft)
    assert Case.objects.count() == 1 and Person.objects.filter(cpr_digest=None).count() == 1
    number = Case.objects.get().number
    assert number in first and number in stranger.page("/uden-log-in/sendt/")


def test_five_wrong_codes_close_the_door_for_an_hour_where_they_came_from(
    stranger: Stranger,
) -> None:
    number, code = stranger.apply()
    for _ in range(WRONG_CODES):
        assert "passer ikke sammen" in stranger.follow(number, "AAAAA-AAAAA", status=422)
    assert "passer ikke sammen" in stranger.follow(number, code, status=422)
    elsewhere = find_by_code(number, code, source="10.0.0.9", now=timezone.now())
    assert elsewhere is not None, "nobody closes another's door"
    after = timezone.now() + REST + timedelta(seconds=1)
    assert find_by_code(number, code, source="127.0.0.1", now=after) is not None


def test_a_number_that_is_nobody_s_says_the_same(stranger: Stranger) -> None:
    number, _code = stranger.apply()
    wrong = stranger.follow(number, "AAAAA-AAAAA", status=422)
    unknown = stranger.follow("2026-99999", "AAAAA-AAAAA", status=422)
    assert "Nummer og kode passer ikke sammen." in wrong and "passer ikke sammen" in unknown


def test_ten_a_day_from_one_place_and_then_other_ways(stranger: Stranger) -> None:
    for _ in range(guests.A_DAY):
        stranger.tell()
    page = stranger.tell(status=422)
    assert "Prøv igen i morgen, log ind, eller send ansøgningen på papir." in page
    assert "Gæst Gæstesen" in page


def test_a_robot_is_stopped_and_a_person_taken_for_one_goes_on(stranger: Stranger) -> None:
    for page in (
        stranger.tell(seconds=0, status=422),
        stranger.tell(website="spam.example", status=422),
        stranger.tell(shown_at="guest:1:forged", status=422),
    ):
        assert "Er du et menneske, så vent et par sekunder" in page and "Gæst Gæstesen" in page
    assert not Guest.objects.exists()
    stranger.tell()
    assert Guest.objects.count() == 1


def test_new_rules_ask_again(stranger: Stranger, publish_graph: Publish) -> None:
    draft, _link = stranger.begin()
    stranger.fill(draft)
    source = (settings.CONTENT / "graphs" / "aktindsigt.toml").read_text()
    publish_graph(re.sub(r'(?m)^version = ".*"$', 'version = "9.0.0"', source, count=1).encode())
    assert stranger.send(draft) == form_of(draft)
    assert "Sagen om cykelstien" in stranger.page(form_of(draft))
    assert not Case.objects.exists()
    stranger.send(draft)
    assert Case.objects.get().version.number == 2


def test_thrown_away_takes_the_contact_with_it(stranger: Stranger) -> None:
    draft, link = stranger.begin()
    stranger.client.post(f"{form_of(draft)}slet/")
    assert not Draft.objects.exists() and not Guest.objects.exists()
    stranger.page(link, status=410)


def test_an_untouched_one_is_removed_and_a_case_keeps_its_contact(
    stranger: Stranger, cast: Cast
) -> None:
    stranger.apply()
    Stranger(Client()).begin()
    after = timezone.now() + KEPT + timedelta(days=1)
    assert actions.remove_untouched(by=cast.system, now=after) == 2
    assert Guest.objects.get().case is not None


def test_an_expired_link_says_what_to_do(stranger: Stranger) -> None:
    draft, link = stranger.begin()
    later(draft, KEPT)
    for url in (link, form_of(draft), "/uden-log-in/link/nothing/"):
        page = stranger.page(url, status=410)
        assert "Linket virker ikke her" in page and "Begynd forfra" in page


def test_typed_without_the_link_waits_for_it(stranger: Stranger) -> None:
    draft, link = stranger.begin()
    stranger.client.cookies.clear()
    answer = stranger.client.post(form_of(draft), {"shown": [*ASKS], "what": "Havnen"})
    assert answer.status_code == 410
    stranger.client.get(link)
    page = stranger.page(form_of(draft))
    assert "Det, du havde skrevet, er her stadig." in page and "Havnen" in page


def test_the_same_number_in_two_authorities_hides_nobody_s_case(stranger: Stranger) -> None:
    """Each authority counts its own cases, and the page asks for a number and a code only."""
    number, code = stranger.apply()
    mine = Guest.objects.get(case__number=number)
    other = the_cast(NOW, code="0998")
    theirs, other_code = a_guest_of(other, number), secrets.new_code()
    Guest.objects.filter(pk=theirs.pk).update(code_digest=secrets.code_digest(other_code))
    now = timezone.now()
    assert find_by_code(number, code, source="a", now=now) == mine
    assert find_by_code(number, other_code, source="a", now=now) == theirs


def a_guest_of(cast: Cast, number: str) -> Guest:
    """A case of a guest in another authority, under this very number."""
    by = cast.actor(cast.frida)
    graph = (settings.CONTENT / "graphs" / "generel-sag.toml").read_bytes()
    version = publish(graph, by=by, now=NOW)
    kind = use_process(version.process, cast.disability, by=by, now=NOW)
    case = open_case(kind, by=cast.system, now=NOW)
    Case.objects.filter(pk=case.pk).update(number=number)
    return Guest.objects.create(
        authority=cast.authority,
        case=case,
        link_digest="another",
        link_until=NOW,
        source="elsewhere",
        begun_at=NOW,
    )
