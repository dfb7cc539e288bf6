"""Somebody joins a case, acts for another in it, and leaves it."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from faelled.base.audit.models import Entry
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, DataRefused, NotYours
from faelled.casework.cases.models import Case, Party
from faelled.casework.cases.queries import roles_in_case, visible_to
from faelled.casework.cases.tests.house import House
from tests.cast import NOW, Citizen, Worker, citizen

LATER = NOW + timedelta(days=3)
ESBEN = "420882-0001"
MANDATE = "Må se og svare i hele sagen"


def page(case: Case) -> str:
    return reverse("cases:party", args=[case.uuid])


def way_out(party: Party) -> str:
    return reverse("cases:leave", args=[party.case.uuid, party.pk])


def sees(house: House, who: Worker | Citizen, now: datetime = NOW) -> bool:
    return visible_to(house.cast.actor(who, now), now=now).exists()


def represented(house: House, case: Case, **changed: object) -> Party:
    """Esben acts for Dorthe."""
    given: dict[str, object] = {
        "role": "representative",
        "graph_role": "citizen",
        "sees_case": True,
        "mandate": MANDATE,
        "represents": case.parties.get(person=house.cast.dorthe.person),
    }
    anna = house.cast.actor(house.cast.anna)
    return actions.add_party(
        case,
        house.cast.esben.person,
        by=anna,
        now=NOW,
        **given | changed,  # type: ignore[arg-type]
    )


def test_a_representative_sees_the_case_from_that_moment_and_acts_in_it(house: House) -> None:
    case = house.case()
    assert not sees(house, house.cast.esben)
    party = represented(house, case)
    assert sees(house, house.cast.esben)
    assert roles_in_case(house.cast.actor(house.cast.esben), case, now=NOW) == {"citizen"}
    assert house.do(case, "apply", house.cast.esben, amount="500").actor_name == "Esben Friis"
    line = case.journal.get(short_text="Ny i sagen: Partsrepræsentant")
    assert line.text == MANDATE == party.mandate
    assert Entry.objects.filter(stream=case.ref, action="case.add_party").count() == 1


def test_when_the_mandate_ends_they_see_nothing_and_do_nothing(house: House) -> None:
    case = house.case()
    party = represented(house, case)
    anna = house.cast.actor(house.cast.anna)
    actions.end_party(party, by=anna, now=LATER, reason="Fuldmagten er kaldt tilbage")
    assert not sees(house, house.cast.esben, LATER)
    assert sees(house, house.cast.dorthe, LATER)
    with pytest.raises(NotYours):
        house.do(case, "apply", house.cast.esben, LATER, amount="500")
    party.refresh_from_db()
    assert (party.valid_from, party.valid_to) == (NOW, LATER)
    line = case.journal.get(short_text="Ikke længere i sagen: Partsrepræsentant")
    assert line.text == "Fuldmagten er kaldt tilbage"
    assert Entry.objects.filter(stream=case.ref, action="case.end_party").count() == 1


def test_who_acts_for_a_party_leaves_with_the_party(house: House) -> None:
    case = house.case()
    represented(house, case)
    dorthe = case.parties.get(person=house.cast.dorthe.person)
    actions.end_party(dorthe, by=house.cast.actor(house.cast.anna), now=LATER, reason="Forkert")
    assert not sees(house, house.cast.dorthe, LATER)
    assert not sees(house, house.cast.esben, LATER)
    assert not case.parties.filter(valid_to=None).exists()
    assert Entry.objects.filter(stream=case.ref, action="case.end_party").count() == 2


def test_one_who_only_stands_in_the_case_does_not_see_it(house: House) -> None:
    case = house.case()
    represented(house, case, role="custody_holder", sees_case=False, represents=None, mandate="")
    assert not sees(house, house.cast.esben)


def test_what_the_child_sees_its_holders_of_custody_see(house: House) -> None:
    case = house.case()
    anna = house.cast.actor(house.cast.anna)
    child = actions.add_party(case, house.cast.emil, by=anna, now=NOW, role="child", sees_case=True)
    assert sees(house, house.cast.esben)
    actions.end_party(child, by=anna, now=LATER, reason="Sagen handler om moderen")
    assert not sees(house, house.cast.esben, LATER)


def test_nobody_leaves_twice_or_without_a_reason(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    party = case.parties.get()
    with pytest.raises(DataRefused):
        actions.end_party(party, by=anna, now=NOW, reason="  ")
    actions.end_party(party, by=anna, now=LATER, reason="Flyttet")
    with pytest.raises(CaseError, match="allerede ude"):
        actions.end_party(party, by=anna, now=LATER, reason="Flyttet")


def test_a_citizen_and_carla_change_no_parties(house: House) -> None:
    case = house.case()
    for who in (house.cast.dorthe, house.cast.carla):
        actor = house.cast.actor(who)
        with pytest.raises(NotYours):
            actions.end_party(case.parties.get(), by=actor, now=NOW, reason="Nej")
        with pytest.raises(NotYours):
            actions.add_party(case, house.cast.emil, by=actor, now=NOW, role="child")


def test_a_representative_acts_for_a_present_party_of_the_case(house: House) -> None:
    case, other = house.case(), house.case()
    dorthe = case.parties.get()
    for wrong in (
        {"represents": None},
        {"mandate": " "},
        {"represents": other.parties.get()},
    ):
        with pytest.raises(DataRefused):
            represented(house, case, **wrong)
    with pytest.raises(DataRefused, match="sig selv"):
        represented_by(house, case, house.cast.dorthe, dorthe)
    agent = represented(house, case)
    with pytest.raises(DataRefused, match="parten selv"):
        represented_by(house, case, stranger(house), agent)
    with pytest.raises(CaseError, match="allerede med"):
        represented(house, case)


def stranger(house: House) -> Citizen:
    return citizen(house.cast.authority, "Signe", "Bruun", "460990-0005", date(1990, 9, 16))


def represented_by(house: House, case: Case, who: Citizen, principal: Party) -> Party:
    return actions.add_party(
        case,
        who.person,
        by=house.cast.actor(house.cast.anna),
        now=NOW,
        role="representative",
        mandate=MANDATE,
        represents=principal,
    )


def test_the_work_list_names_a_party_who_is_there(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    joined = actions.add_party(case, house.cast.esben.person, by=anna, now=NOW, role="party")
    represented_by(house, case, stranger(house), joined)
    case.refresh_from_db()
    assert case.main_person == house.cast.dorthe.person
    first = case.parties.get(person=house.cast.dorthe.person)
    actions.end_party(first, by=anna, now=LATER, reason="Forkert person")
    case.refresh_from_db()
    assert case.main_person == house.cast.esben.person
    actions.end_party(joined, by=anna, now=LATER, reason="Også forkert")
    case.refresh_from_db()
    assert case.main_person == house.cast.esben.person


def test_a_case_without_a_party_is_about_the_first_who_joins(house: House) -> None:
    anna = house.cast.actor(house.cast.anna)
    case = actions.open_case(house.case_type, by=anna, now=NOW)
    actions.add_party(case, house.cast.emil, by=anna, now=NOW, role="child")
    case.refresh_from_db()
    assert case.main_person == house.cast.emil


def form(case: Case, **changed: str) -> dict[str, str]:
    return {
        "cpr": ESBEN,
        "role": "representative",
        "represents": str(case.parties.order_by("pk").first().pk),  # type: ignore[union-attr]
        "mandate": MANDATE,
        "access": "act",
    } | changed


def test_anna_joins_a_representative_on_the_page(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    assert "Dorthe Friis (Ansøger)" not in client.get(page(case)).text
    answer = client.post(page(case), form(case))
    assert answer.headers["Location"] == reverse("cases:case", args=[case.uuid])
    party = case.parties.get(person=house.cast.esben.person)
    assert (party.role, party.graph_role, party.sees_case) == ("representative", "citizen", True)
    shown = client.get(reverse("cases:case", args=[case.uuid])).text
    assert "Partsrepræsentant for Dorthe Friis" in shown
    assert MANDATE in shown
    assert way_out(party) in shown


@pytest.mark.parametrize(
    ("access", "stored"),
    [("nothing", ("", False)), ("see", ("", True)), ("act", ("citizen", True))],
)
def test_what_a_party_may_is_chosen(
    house: House, client: Client, access: str, stored: tuple[str, bool]
) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    # What is asked of a representative alone is let go for anyone else.
    client.post(page(case), form(case, role="custody_holder", access=access))
    party = case.parties.get(person=house.cast.esben.person)
    assert (party.graph_role, party.sees_case) == stored
    assert (party.represents, party.mandate) == (None, "")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cpr": "401199-0099"}, "Vi kender ingen med det CPR-nummer."),
        ({"cpr": "12"}, "CPR"),
        ({"mandate": ""}, "Hvad går fuldmagten ud på?"),
        ({"represents": ""}, "Hvem repræsenterer personen?"),
        ({"role": ""}, "Hvad er personen"),
        ({"access": ""}, "Hvad må personen"),
        ({"represents": "999999"}, "repræsent"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    house: House, client: Client, changed: dict[str, str], said: str
) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    answer = client.post(page(case), form(case, **changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert changed.get("mandate", MANDATE) in answer.text
    assert case.parties.count() == 1


def test_the_cpr_number_stands_in_no_address_and_no_message(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    done = client.post(page(case), form(case))
    assert ESBEN not in done.headers["Location"]
    answer = client.post(page(case), form(case))
    assert answer.context["errors"] == {"": "Personen er allerede med i sagen i den rolle."}


def test_what_only_a_representative_is_asked_comes_with_the_role(
    house: House, client: Client
) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    fields = f"{page(case)}?felter=1"
    part = client.post(fields, form(case), headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "Dorthe Friis (Ansøger)" in part
    whole = client.post(fields, form(case, role="child")).text
    assert "<html" in whole
    assert "Dorthe Friis (Ansøger)" not in whole
    assert f'type="hidden" name="mandate" value="{MANDATE}"' in whole
    assert case.parties.count() == 1


def test_where_there_is_no_party_nobody_can_be_represented(house: House, client: Client) -> None:
    anna = house.cast.actor(house.cast.anna)
    case = actions.open_case(house.case_type, by=anna, now=NOW)
    client.force_login(house.cast.anna.user)
    assert "Partsrepræsentant" not in client.get(page(case)).text
    client.post(page(case), {"cpr": ESBEN, "role": "party", "access": "see"})
    assert case.parties.get().person == house.cast.esben.person


def test_anna_ends_a_party_on_the_page(house: House, client: Client) -> None:
    case = house.case()
    party = represented(house, case)
    client.force_login(house.cast.anna.user)
    dorthe = case.parties.get(person=house.cast.dorthe.person)
    assert "den, der repræsenterer" in client.get(way_out(dorthe)).text
    assert client.post(way_out(party), {"reason": ""}).status_code == 422
    client.post(way_out(party), {"reason": "Fuldmagten er kaldt tilbage"})
    party.refresh_from_db()
    assert party.valid_to is not None
    shown = client.get(reverse("cases:case", args=[case.uuid])).text
    assert way_out(party) not in shown
    assert "I sagen 4. maj 2026 –" in shown


def test_a_party_of_another_case_is_not_found(house: House, client: Client) -> None:
    case, other = house.case(), house.case()
    client.force_login(house.cast.anna.user)
    wrong = reverse("cases:leave", args=[case.uuid, other.parties.get().pk])
    assert client.get(wrong).status_code == 404
    assert client.post(wrong, {"reason": "Nej"}).status_code == 404


def test_carla_gets_404(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.carla.user)
    for url in (page(case), way_out(case.parties.get())):
        assert client.get(url).status_code == 404
        assert client.post(url, form(case)).status_code == 404


def test_a_number_longer_than_any_of_ours_is_not_found(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    assert client.get(f"{page(case)}{10**30}/ud/").status_code == 404


def test_the_citizens_own_page_follows_at_once(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.esben.user)
    own = f"/mine-sager/{case.uuid}/"
    assert client.get(own).status_code == 404
    party = represented(house, case)
    assert client.get(own).status_code == 200
    anna = house.cast.actor(house.cast.anna)
    actions.end_party(party, by=anna, now=LATER, reason="Fuldmagten er kaldt tilbage")
    assert client.get(own).status_code == 404
