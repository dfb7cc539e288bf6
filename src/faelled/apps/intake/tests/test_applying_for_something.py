"""Dorthe applies: for whom, the form, her answers, and the receipt."""

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.journey import GOOD, KEY, Journey, check_of, form_of
from faelled.base.people.models import Person
from faelled.casework.cases.models import Case, CaseEvent, Party


def test_dorthe_may_choose_herself_and_her_child_and_nobody_else(dorthe: Journey) -> None:
    page = dorthe.page(f"/selvbetjening/{KEY}/soeg/")
    assert "Dorthe Friis" in page and "Emil Friis" in page
    assert "Esben" not in page
    stranger = dorthe.cast.esben.person.uuid
    answer = dorthe.client.post(f"/selvbetjening/{KEY}/soeg/", {"whom": str(stranger)})
    assert answer.status_code == 422
    assert "Vælg, hvem du søger for." in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_form_asks_what_the_graph_asks(dorthe: Journey) -> None:
    page = dorthe.page(form_of(dorthe.begin()))
    assert "Hvilken slags lejr?" in page and "Hvad koster lejren?" in page
    assert "Søg, før lejren begynder." in page
    assert "Hvilken forening?" not in page


def test_from_the_first_answer_to_the_receipt(dorthe: Journey) -> None:
    draft = dorthe.begin()
    assert dorthe.fill(form_of(draft), GOOD) == check_of(draft)
    checked = dorthe.page(check_of(draft))
    assert "En forenings lejr" in checked and "1.200,00 kr." in checked
    assert f"{form_of(draft)}#felt-price" in checked
    receipt = dorthe.page(dorthe.send(draft))
    case = Case.objects.get()
    assert "Tak. Vi har fået din ansøgning" in receipt
    assert case.number in receipt
    assert "Kommunen skal svare senest" in receipt
    assert "Spejderne" in receipt


def test_what_is_wrong_is_said_and_what_was_typed_stays(dorthe: Journey) -> None:
    draft = dorthe.begin()
    page = dorthe.fill(
        form_of(draft), {"camp": "club", "club_name": "Sø & Land", "price": "mange"}, status=422
    )
    assert "Der er noget, du skal rette" in page
    assert 'href="#felt-price">Hvad koster lejren? ' in page
    assert "Sø &amp; Land" in page and 'value="mange"' in page
    assert dorthe.client.get(check_of(draft))["Location"] == form_of(draft)
    assert not Case.objects.exists()


def test_new_questions_are_asked_and_not_blamed_without_javascript(dorthe: Journey) -> None:
    draft = dorthe.begin()
    first = {"shown": dorthe.shown(form_of(draft)), "camp": "club", "price": "500"}
    page = dorthe.post(form_of(draft), first, status=422)
    assert "Dine svar giver flere spørgsmål. Svar også på dem." in page
    assert "Hvilken forening?" in page
    assert "Skriv et svar." not in page
    assert dorthe.fill(form_of(draft), GOOD) == check_of(draft)


def test_the_plain_button_updates_the_fields(dorthe: Journey) -> None:
    draft = dorthe.begin()
    assert "Opdater felterne" in dorthe.page(form_of(draft))
    typed = {"shown": dorthe.shown(form_of(draft)), "camp": "club", "update": "1"}
    page = dorthe.post(form_of(draft), typed, status=200)
    assert "Hvilken forening?" in page
    assert "Der er noget, du skal rette" not in page


def test_a_hidden_field_is_absent_even_when_it_is_posted(dorthe: Journey) -> None:
    draft = dorthe.begin()
    answers = {"camp": "own", "why": "Havet", "price": "9", "club_name": "Smuglet ind"}
    forged = {**answers, "shown": ["camp", "club_name", "why", "price"]}
    dorthe.post(form_of(draft), forged, status=302)
    assert "Smuglet" not in dorthe.page(check_of(draft)) + dorthe.page(dorthe.send(draft))
    case = Case.objects.get()
    assert "Smuglet" not in str(case.marking) + str(CaseEvent.objects.get().data)


def test_the_same_post_twice_makes_one_case(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), GOOD)
    first, again = dorthe.send(draft), dorthe.send(draft)
    assert first == again
    assert Case.objects.count() == 1
    assert dorthe.client.get(form_of(draft))["Location"] == first
    assert dorthe.client.get(check_of(draft))["Location"] == first


def test_whom_it_is_for_comes_from_the_log_in_and_never_from_the_form(dorthe: Journey) -> None:
    draft = dorthe.begin()
    stranger = dorthe.cast.esben.person
    forged = {"person": str(stranger.pk), "whom": str(stranger.uuid), "owner": dorthe.cast.esben.id}
    dorthe.fill(form_of(draft), {**GOOD, **forged})
    dorthe.client.post(check_of(draft), forged)
    assert [party.person for party in Party.objects.all()] == [dorthe.who.person]
    event = CaseEvent.objects.get()
    assert (event.actor_id, event.role) == (dorthe.who.id, "citizen")


def test_a_parent_is_the_party_and_the_child_is_whom_it_is_about(dorthe: Journey) -> None:
    case = dorthe.apply(dorthe.cast.emil)
    parties = {p.person: (p.graph_role, p.sees_case) for p in case.parties.all()}
    assert parties == {dorthe.who.person: ("citizen", True), dorthe.cast.emil: ("", False)}
    assert case.main_person == dorthe.who.person


def test_who_lost_custody_meanwhile_cannot_send(dorthe: Journey) -> None:
    draft = dorthe.begin(dorthe.cast.emil)
    dorthe.fill(form_of(draft), GOOD)
    dorthe.cast.emil.custody_holders.filter(holder=dorthe.who.person).delete()
    assert dorthe.client.post(check_of(draft)).status_code == 404
    assert not Case.objects.exists()


def test_a_cpr_number_is_shown_to_its_writer_and_sealed_in_the_case(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), {**GOOD, "child_cpr": "440218-0003"})
    assert "440218-0003" in dorthe.page(check_of(draft))
    receipt = dorthe.page(dorthe.send(draft))
    assert "440218" not in receipt and "Oplyst" in receipt
    case = Case.objects.get()
    assert "440218" not in str(case.marking) + str(CaseEvent.objects.get().data)


def test_one_who_is_exempt_from_digital_post_is_promised_a_letter_on_paper(
    dorthe: Journey,
) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), GOOD)
    receipt = dorthe.send(draft)
    assert "Svaret kommer i din digitale post" in dorthe.page(receipt)
    Person.objects.filter(pk=dorthe.who.person.pk).update(digital_post_exempt=True)
    page = dorthe.page(receipt)
    assert "Svaret kommer som brev på papir" in page and "digitale post" not in page
