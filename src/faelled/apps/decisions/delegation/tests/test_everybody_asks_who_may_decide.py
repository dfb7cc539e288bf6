"""The pages: the question that everybody may ask, the plan to read, and who may change it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.decisions.delegation.models import PlanInForce, PlanVersion
from faelled.apps.decisions.delegation.panel import context
from faelled.apps.decisions.delegation.tests.house import House, a_plan
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.matter import approval_url, at_the_page, post
from faelled.base.audit.models import Entry
from faelled.lib.dates import local_day
from tests.cast import Citizen, the_cast

WHO = reverse("delegation:who")


def asked(house: House, **typed: str) -> dict[str, str]:
    return {
        "emne": "99.01.01",
        "facet": "G01",
        "afgoerelse": "grant",
        "beloeb": "20.000",
        "enhed": str(house.cast.disability.pk),
    } | typed


def send_url(house: House, case_uuid: object) -> str:
    return reverse("delegation:send", kwargs={"uuid": case_uuid, "event_id": "approve"})


def citizens_page(who: Citizen) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_carla_asks_and_gets_the_rule_the_chain_and_the_reason(house: House) -> None:
    house.in_force()
    text = at_the_page(house.cast.carla).get(WHO, asked(house)).content.decode()
    for said in ("Bo Lind", "Lise Krogh", "afsnit 2.2", "Store beløb skal ses af flere."):
        assert said in text
    assert text.index("Bo Lind") < text.index("Lise Krogh")


def test_an_amount_of_nothing_is_an_amount(house: House) -> None:
    house.in_force()
    page = at_the_page(house.cast.carla)
    assert "Lise Krogh" not in page.get(WHO, asked(house, beloeb="0")).content.decode()
    assert "Lise Krogh" in page.get(WHO, asked(house, beloeb="")).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"emne": "99"}, "et emne med tre led"),
        ({"facet": "?"}, "ikke en handlingsfacet"),
        ({"beloeb": "-1"}, "0"),
        ({"enhed": "0"}, "enhed"),
        ({"afgoerelse": "give"}, "afgoerelse"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(
    house: House, typed: dict[str, str], said: str
) -> None:
    house.in_force()
    response = at_the_page(house.cast.carla).get(WHO, asked(house, **typed))
    text = response.content.decode()
    assert response.status_code == 200 and "form-error-message" in text and said in text
    assert "Bo Lind" not in text.partition("<main")[2]


def test_the_answer_alone_is_swapped_in(house: House) -> None:
    house.in_force()
    page = at_the_page(house.cast.carla)
    part = page.get(WHO, asked(house), headers={"HX-Request": "true"}).content.decode()
    assert "Lise Krogh" in part and "<html" not in part


def test_without_a_plan_the_page_says_so(house: House) -> None:
    text = at_the_page(house.cast.carla).get(WHO, asked(house)).content.decode()
    assert "Der er ingen kompetenceplan, der gælder i dag." in text


def test_everybody_at_work_reads_the_plan_and_only_hans_sees_how_to_change_it(house: House) -> None:
    house.in_force()
    house.uploaded(a_plan(5_000, "2"))
    address = reverse("delegation:plan", kwargs={"number": 2})
    carla = at_the_page(house.cast.carla).get(address).content.decode()
    hans = at_the_page(house.hans).get(address).content.decode()
    for text in (carla, hans):
        assert "til og med 10.000 kr. → til og med 5.000 kr." in text
        assert "Store beløb skal ses af flere." in text
    assert "Sæt planen i kraft" in hans and "Sæt planen i kraft" not in carla
    assert b"amount_up_to = 5000" in at_the_page(house.cast.carla).get(f"{address}fil/").content


def test_citizens_and_other_authorities_find_no_plan(house: House) -> None:
    house.in_force()
    other = the_cast(house.now, code="0998")
    address = reverse("delegation:plan", kwargs={"number": 1})
    assert citizens_page(house.cast.dorthe).get(address).status_code == 404
    assert citizens_page(house.cast.dorthe).get(WHO).status_code == 404
    assert at_the_page(other.carla).get(address).status_code == 404
    assert "Store beløb" not in at_the_page(other.carla).get(WHO).content.decode()


def test_only_who_may_opens_the_upload_and_puts_in_force(house: House) -> None:
    house.uploaded()
    page = at_the_page(house.cast.bo)
    assert page.get(reverse("delegation:upload")).status_code == 403
    address = reverse("delegation:put_in_force", kwargs={"number": 1})
    assert page.post(address, {"gaelder_fra": "1-1-2030"}).status_code == 403
    assert not PlanInForce.objects.exists()


def test_hans_uploads_sees_the_checks_and_puts_it_in_force(house: House) -> None:
    page = at_the_page(house.hans)
    upload = reverse("delegation:upload")
    wrong = a_plan().replace(b"= 10000", b"= -1")
    refused = page.post(upload, {"fil": SimpleUploadedFile("plan.toml", wrong)})
    assert refused.status_code == 422 and "rules.small.amount_up_to" in refused.content.decode()
    taken = page.post(upload, {"fil": SimpleUploadedFile("plan.toml", a_plan())})
    version = PlanVersion.objects.get()
    assert taken.headers["Location"] == reverse("delegation:plan", kwargs={"number": 1})
    today = local_day(timezone.now()).strftime("%d-%m-%Y")
    address = reverse("delegation:put_in_force", kwargs={"number": 1})
    late = page.post(address, {"gaelder_fra": "1-1-2020"})
    assert late.status_code == 422 and "bagud" in late.content.decode()
    page.post(address, {"gaelder_fra": today})
    assert PlanInForce.objects.get().version == version


def test_the_file_is_chosen_by_a_button_in_danish(house: House) -> None:
    html = at_the_page(house.hans).get(reverse("delegation:upload")).content.decode()
    assert '<label class="button button-secondary file-field__button" for="felt-fil">' in html
    assert "Vælg fil</label>" in html and "Ingen fil er valgt</output>" in html


def test_no_file_is_said_at_the_file(house: House) -> None:
    response = at_the_page(house.hans).post(reverse("delegation:upload"))
    assert response.status_code == 422 and "Vælg planens fil." in response.content.decode()


def test_hans_sees_what_changes_without_seeing_cases_that_are_not_his(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    house.uploaded(a_plan(5_000, "2"))
    address = reverse("delegation:plan", kwargs={"number": 2})
    text = at_the_page(house.hans).get(address).content.decode()
    assert "En sag i Børnehandicap, som du ikke har adgang til" in text
    assert "Bo Lind → Bo Lind, derefter Lise Krogh" in text
    assert chain.number not in text and "Dorthe" not in text


def test_anna_sends_from_the_case_and_reads_there_why_it_changed(house: House) -> None:
    house.in_force()
    case = house.drafted("8.000")
    anna = at_the_page(house.cast.anna)
    address = reverse("cases:case", kwargs={"uuid": case.uuid})
    assert send_url(house, case.uuid) in anna.get(address).content.decode()
    assert "Bo Lind" in anna.get(send_url(house, case.uuid)).content.decode()
    anna.post(send_url(house, case.uuid), {"besked": "Se på den.", "haster": "true"})
    chain = Chain.objects.get(case=case)
    assert chain.urgent and house.steps(chain) == [["Bo Lind"]]
    house.in_force(a_plan(5_000, "2"))
    text = anna.get(address).content.decode()
    assert "Skal nu også spørges: direktør" in text and "planens version 2" in text


def test_what_anna_wrote_stays_when_it_cannot_be_sent(house: House) -> None:
    house.in_force()
    case = house.drafted()
    typed = {"besked": "Se på den inden fredag.", "frist": "32-13-2026"}
    response = at_the_page(house.cast.anna).post(send_url(house, case.uuid), typed)
    text = response.content.decode()
    assert response.status_code == 422 and "Se på den inden fredag." in text
    assert "32-13-2026" in text and not Chain.objects.exists()


def test_sent_twice_is_one_approval(house: House) -> None:
    house.in_force()
    case, anna = house.drafted(), at_the_page(house.cast.anna)
    anna.post(send_url(house, case.uuid), {})
    again = anna.post(send_url(house, case.uuid), {})
    assert again.status_code == 422 and "allerede en godkendelse i gang" in again.content.decode()
    assert Chain.objects.count() == 1


def test_carla_gets_nothing_of_the_case(house: House) -> None:
    house.in_force()
    case = house.drafted()
    for method in ("get", "post"):
        response = getattr(at_the_page(house.cast.carla), method)(send_url(house, case.uuid))
        assert response.status_code == 404
    assert not Chain.objects.exists()


def test_a_look_at_the_case_is_logged(house: House) -> None:
    house.in_force()
    case = house.drafted()
    at_the_page(house.cast.anna).get(send_url(house, case.uuid))
    entry = Entry.objects.filter(actor_id=house.cast.anna.id, action="read").latest("pk")
    assert case.ref in entry.about.values_list("subject", flat=True)


def test_bo_reads_on_the_button_why_he_cannot_decide_alone(house: House) -> None:
    house.in_force()
    case, bo = house.drafted("20.000"), at_the_page(house.cast.bo)
    assert "Det mangler: Lise Krogh." in bo.get(approval_url(case)).content.decode()
    refused = bo.post(approval_url(case), post(case, key=str(uuid4())))
    assert refused.status_code == 422
    assert not case.events.filter(event_id="approve").exists()


def test_the_pages_ask_the_database_little(
    house: House, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(1, 9):
        house.in_force(a_plan(number * 1_000, str(number)))
    carla = at_the_page(house.cast.carla)
    carla.get(WHO)
    with django_assert_max_num_queries(10):
        carla.get(reverse("delegation:plans"))
    with django_assert_max_num_queries(20):
        carla.get(WHO, asked(house))


def test_the_box_on_the_case_page_costs_little_while_a_chain_is_under_way(
    house: House, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    house.in_force()
    case = house.drafted("8.000")
    house.sent(case)
    case.refresh_from_db()
    anna = house.actor(house.cast.anna)
    with django_assert_max_num_queries(2):
        found = context(case, anna, house.now)
    assert found is not None
    idle = house.chained.office.opened()
    with django_assert_max_num_queries(0):
        assert context(idle, anna, house.now) is None


@pytest.mark.parametrize("odd", ["a\0b", "9" * 3000, "1e999", "NaN", "Å\u202e\u2028\r\n", "²"])
def test_whatever_is_typed_gets_an_answer(house: House, odd: str) -> None:
    house.in_force()
    carla, hans = at_the_page(house.cast.carla), at_the_page(house.hans)
    for name in asked(house):
        assert carla.get(WHO, asked(house, **{name: odd})).status_code == 200
    address = reverse("delegation:put_in_force", kwargs={"number": 1})
    assert hans.post(address, {"gaelder_fra": odd}).status_code == 422
    file = SimpleUploadedFile("plan.toml", odd.encode())
    assert hans.post(reverse("delegation:upload"), {"fil": file}).status_code == 422
