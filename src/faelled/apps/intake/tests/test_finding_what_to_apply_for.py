"""What can be applied for is read off the published graphs, by anybody."""

from datetime import timedelta

from django.test import Client

from faelled.apps.intake.offers import CaseTime, find_offer, offers
from faelled.apps.intake.pages import front_page_services
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.journey import KEY, Journey
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import CaseType
from faelled.lib.dates import Duration
from faelled.lib.dcr import Citation
from tests.cast import NOW, Cast

STAFF_ONLY = b"""
id = "internt"
version = "1"
title = "Internt"
[[roles]]
id = "caseworker"
label = "Sagsbehandler"
[[events]]
id = "begin"
label = "Begynd"
roles = ["caseworker"]
"""


def test_a_visitor_finds_the_service_and_what_to_have_ready(summer_camp: CaseType) -> None:
    client = Client()
    page = client.get("/selvbetjening/").content.decode()
    assert "Tilskud til sommerlejr" in page and "Penge til at sende et barn på lejr." in page
    page = client.get(f"/selvbetjening/{KEY}/").content.decode()
    assert "Programmet for lejren" in page
    assert "inden <strong>6 uger</strong>" in page
    assert "retssikkerhedsloven § 3, stk. 2" in page and "barnets lov § 1" in page
    assert "Log ind og begynd" in page


def test_the_front_page_offers_it(summer_camp: CaseType) -> None:
    [service] = front_page_services(NOW)
    assert (service.title, service.url) == ("Tilskud til sommerlejr", f"/selvbetjening/{KEY}/")
    assert service.title in Client().get("/").content.decode()


def test_to_apply_one_logs_in_and_comes_back(summer_camp: CaseType) -> None:
    answer = Client().get(f"/selvbetjening/{KEY}/soeg/")
    assert answer["Location"] == f"/log-ind/?next=/selvbetjening/{KEY}/soeg/"


def test_an_employee_reads_and_does_not_apply(cast: Cast, summer_camp: CaseType) -> None:
    client = Client()
    client.force_login(cast.anna.user)
    page = client.get(f"/selvbetjening/{KEY}/").content.decode()
    assert "Kun borgere kan søge her." in page and f"{KEY}/soeg/" not in page


def test_what_is_not_open_is_not_there(dorthe: Journey, summer_camp: CaseType) -> None:
    for change in ({"open_to_citizens": False}, {"open_to_citizens": True, "active": False}):
        CaseType.objects.update(**change)
        assert offers(NOW) == []
        dorthe.page(f"/selvbetjening/{KEY}/", status=404)
        dorthe.page(f"/selvbetjening/{KEY}/soeg/", status=404)
    dorthe.page("/selvbetjening/findes-ikke/", status=404)


def test_a_process_that_no_citizen_can_begin_is_no_service(
    cast: Cast, publish_graph: Publish
) -> None:
    version = publish_graph(STAFF_ONLY)
    by = cast.actor(cast.frida)
    use_process(version.process, cast.technical, by=by, now=NOW, open_to_citizens=True)
    assert version.process.key not in {offer.key for offer in offers(NOW)}


def test_another_authority_s_service_is_not_ours(summer_camp: CaseType) -> None:
    assert find_offer(KEY, NOW, authority_id=summer_camp.authority_id) is not None
    assert find_offer(KEY, NOW, authority_id=summer_camp.authority_id + 1) is None


def test_the_case_time_is_the_longest_deadline_the_first_step_sets(summer_camp: CaseType) -> None:
    offer = find_offer(KEY, NOW + timedelta(days=1))
    assert offer is not None
    law = Citation("retssikkerhedsloven", "§ 3, stk. 2")
    assert offer.case_time == CaseTime(Duration(days=42), (law,))
    assert offer.case_time.words == "6 uger"
