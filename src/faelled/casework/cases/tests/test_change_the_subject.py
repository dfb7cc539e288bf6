"""What a case is about: it gets a subject and a facet, and somebody corrects them."""

import pytest
from django.test import Client
from django.urls import reverse

from faelled.base.audit.models import Entry
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, CaseNotOpen, DataRefused, NotYours
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.cases.tests.house import House
from faelled.casework.subjects.models import PlanRow
from faelled.casework.subjects.tests.plans import bring, plan
from tests.cast import NOW

TOMORROW_EXPIRED = plan("2026-05-01").replace(
    'title = "Tabt arbejdsfortjeneste"',
    'title = "Tabt arbejdsfortjeneste"\nexpired = 2026-05-01\nreplaced_by = ["99.01.02"]',
)


def address(case: Case) -> str:
    return reverse("cases:subject", args=[case.uuid])


def change(house: House, case: Case, subject: str, facet: str = "G01") -> Case:
    anna = house.cast.actor(house.cast.anna)
    return actions.change_subject(case, subject=subject, facet=facet, by=anna, now=NOW)


def refused(house: House, case: Case, subject: str, facet: str = "G01") -> dict[str, str]:
    with pytest.raises(DataRefused) as refusal:
        change(house, case, subject, facet)
    return dict(refusal.value.errors)


def test_anna_corrects_it_and_it_is_written_down(house: House) -> None:
    bring(plan())
    case = house.case()
    change(house, case, " 99.01.02 ", "ø01")
    case.refresh_from_db()
    assert (case.kle_subject, case.kle_facet, case.number) == ("99.01.02", "Ø01", "2026-00001")
    line = case.journal.get(short_text="Emne: 99.01.01 G01 → 99.01.02 Ø01")
    assert line.text == "99.01.02 Økonomisk hjælp til familier\nØ01 Økonomi"
    assert Entry.objects.filter(stream=case.ref, action="case.subject").count() == 1


def test_the_same_once_more_writes_nothing(house: House) -> None:
    bring(plan())
    case = house.case()
    change(house, case, "99.01.01")
    assert case.journal.count() == 1
    assert not Entry.objects.filter(action="case.subject").exists()


def test_without_a_plan_the_pattern_decides(house: House) -> None:
    case = house.case()
    assert set(refused(house, case, "27.18", "G")) == {"subject", "facet"}
    assert refused(house, case, "", " ") == {
        "subject": "Vælg et emne.",
        "facet": "Vælg en handlingsfacet.",
    }
    assert change(house, case, "27.18.02", "K08").kle_subject == "27.18.02"


def test_an_unknown_and_an_expired_number_are_refused_with_the_way_on(house: House) -> None:
    bring(plan())
    case = house.case()
    assert (
        "står ikke i planen (Egen plan, udgave 1. februar 2026)"
        in (refused(house, case, "27.18.02")["subject"])
    )
    assert "Brug i stedet: 99.01.01 Tabt" in refused(house, case, "99.01.07")["subject"]
    assert "udgået" in refused(house, case, "99.01.01", "K09")["facet"]
    case.refresh_from_db()
    assert case.kle_subject == "99.01.01"


def test_a_closed_case_keeps_what_it_had(house: House) -> None:
    bring(plan())
    case = house.case()
    actions.close_case(case, by=house.cast.actor(house.cast.anna), now=NOW, reason="Færdig")
    with pytest.raises(CaseNotOpen, match="beholder sit emne"):
        change(house, case, "99.01.02")


def test_a_citizen_and_carla_cannot(house: House) -> None:
    case = house.case()
    for who in (house.cast.dorthe, house.cast.carla):
        with pytest.raises(NotYours):
            actions.change_subject(
                case, subject="99.01.02", facet="G01", by=house.cast.actor(who), now=NOW
            )


def test_the_case_page_says_the_titles_and_the_edition(house: House, client: Client) -> None:
    bring(plan())
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid])).text
    assert "99.01.01 Tabt arbejdsfortjeneste" in page
    assert "G01 Almindelige sager" in page
    assert "Egen plan, udgave 1. februar 2026" in page
    assert address(case) in page


def test_a_case_from_before_the_plan_gets_its_titles(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    assert "Emneplan" not in client.get(reverse("cases:case", args=[case.uuid])).text
    bring(plan())
    page = client.get(reverse("cases:case", args=[case.uuid])).text
    assert "99.01.01 Tabt arbejdsfortjeneste" in page


def test_a_number_that_expires_stays_on_the_case_and_is_said_to_be_old(
    house: House, client: Client
) -> None:
    bring(plan())
    case = house.case()
    bring(TOMORROW_EXPIRED)
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid])).text
    assert "99.01.01 Tabt arbejdsfortjeneste (udgået i planen)" in page
    case.refresh_from_db()
    assert case.kle_subject == "99.01.01"


def test_a_new_case_gets_the_number_that_took_over(house: House) -> None:
    bring(plan())
    bring(TOMORROW_EXPIRED)
    case = house.case()
    assert case.kle_subject == "99.01.02"
    assert case.subject_row == PlanRow.objects.get(number="99.01.02")


def test_a_citizens_application_is_never_refused_because_of_a_plan(house: House) -> None:
    bring(plan().replace("99.01.01", "99.01.03").replace("G01", "G02"))
    case = house.case()
    assert (case.kle_subject, case.kle_facet, case.subject_row) == ("99.01.01", "G01", None)


def test_a_case_number_may_carry_the_subject(house: House) -> None:
    CaseType.objects.filter(pk=house.case_type.pk).update(number_pattern="{kle}-{year}-{serial}")
    house.case_type.refresh_from_db()
    case = house.case()
    assert case.number == "99.01.01-2026-1"
    change(house, case, "99.01.02")
    case.refresh_from_db()
    assert case.number == "99.01.01-2026-1"


def use(house: House, kle_subject: str = "", kle_facet: str = "") -> CaseType:
    return actions.use_process(
        house.case_type.process,
        house.cast.technical,
        by=house.cast.actor(house.cast.frida),
        now=NOW,
        kle_subject=kle_subject,
        kle_facet=kle_facet,
    )


def test_a_unit_can_have_its_own_subject_for_a_process(house: House) -> None:
    bring(plan().replace("99.01.01", "27.18.02"))
    with pytest.raises(DataRefused, match=r"99\.01\.01. står ikke i planen"):
        use(house)
    made = use(house, kle_subject="27.18.02", kle_facet="ø01")
    assert (made.kle_subject, made.kle_facet) == ("27.18.02", "Ø01")
    case = actions.open_case(made, by=house.cast.actor(house.cast.carla), now=NOW)
    assert (case.kle_subject, case.kle_facet) == ("27.18.02", "Ø01")


def test_numbers_with_a_subject_need_one(house: House) -> None:
    without = actions.setup._refuse_numbers_without_a_subject
    without("{kle}-{year}-{serial}", "99.01.01")
    without("{year}-{serial}", "")
    with pytest.raises(CaseError, match="intet emne"):
        without("{kle}-{year}-{serial}", "")


def test_the_page_finds_by_words_and_by_number(house: House, client: Client) -> None:
    bring(plan())
    case = house.case()
    client.force_login(house.cast.anna.user)
    at_first = client.get(address(case))
    assert [row.number for row in at_first.context["page"].rows] == ["99.01.01", "99.01.02"]
    assert "checked" in at_first.text
    for words in ("ØKONOMISK", "99.01.02", "hjælp familier"):
        found = client.get(address(case), {"q": words})
        assert [row.number for row in found.context["page"].rows] == ["99.01.02"]
        assert "<html" in found.text
    part = client.get(address(case), {"q": "økonomisk"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "99.01.02 Økonomisk hjælp til familier" in part
    assert "Ingen emner passer" in client.get(address(case), {"q": "hest"}).text


def test_a_choice_on_the_page_is_saved(house: House, client: Client) -> None:
    bring(plan())
    case = house.case()
    client.force_login(house.cast.anna.user)
    answer = client.post(address(case), {"subject": "99.01.02", "facet": "Ø01", "q": "hjælp"})
    assert answer.headers["Location"] == reverse("cases:case", args=[case.uuid])
    case.refresh_from_db()
    assert (case.kle_subject, case.kle_facet) == ("99.01.02", "Ø01")


def test_a_refused_choice_comes_back_with_what_was_sought(house: House, client: Client) -> None:
    bring(plan())
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.post(address(case), {"subject": "99.01.07", "facet": "Ø01", "q": "hjælp"})
    assert page.status_code == 422
    assert "Brug i stedet: 99.01.01" in page.text
    assert 'value="hjælp"' in page.text
    assert page.context["page"].facet == "Ø01"


def test_without_a_plan_the_numbers_are_typed(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    assert 'value="99.01.01"' in client.get(address(case)).text
    page = client.post(address(case), {"subject": "27.18", "facet": "K08"})
    assert page.status_code == 422
    assert 'value="27.18"' in page.text
    client.post(address(case), {"subject": "27.18.02", "facet": "K08"})
    case.refresh_from_db()
    assert (case.kle_subject, case.kle_facet) == ("27.18.02", "K08")


def test_carla_gets_404(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.carla.user)
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), {"subject": "99.01.02"}).status_code == 404


@pytest.mark.parametrize("words", ["\x00", "a\x00b", "ord " * 5000, "%_\\'\""])
def test_odd_words_find_nothing_and_break_nothing(house: House, client: Client, words: str) -> None:
    bring(plan())
    case = house.case()
    client.force_login(house.cast.anna.user)
    assert client.get(address(case), {"q": words}).status_code == 200
    page = client.post(address(case), {"q": words, "subject": words, "facet": words})
    assert page.status_code == 422
