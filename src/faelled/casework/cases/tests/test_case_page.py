"""Anna opens a case."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faelled.base.audit.queries import looked_at
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import Panel, PanelRegistry
from faelled.casework.cases.templatetags.cases import once_each
from faelled.casework.cases.tests.house import House
from faelled.casework.cases.tests.test_work_list import is_overhead
from faelled.lib.dcr import (
    Citation,
    Explanation,
    Kind,
    Reason,
    ReasonCode,
    Relation,
    Remedy,
    RemedyKind,
)
from tests.cast import NOW


def address(case: Case) -> str:
    return reverse("cases:case", args=[case.uuid])


def test_it_says_what_can_be_done_what_is_missing_and_why(house: House, client: Client) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    client.force_login(house.cast.anna.user)
    page = client.get(address(case))
    steps = page.context["page"].steps
    assert [row.event.id for row in steps.now] == ["hear", "apply"]
    assert [row.event.id for row in steps.blocked] == ["draft", "finish"]
    assert "Parten skal høres først." in page.text
    assert "forvaltningsloven § 19, stk. 1" in page.text


def test_it_shows_who_is_waited_for(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    page = client.get(address(house.drafted()))
    assert [row.event.id for row in page.context["page"].steps.others] == ["approve"]


def test_whose_move_it_is_and_what_came_of_it_are_said_in_plain_words(
    house: House, client: Client
) -> None:
    client.force_login(house.cast.anna.user)
    case = house.drafted()
    assert "Venter på lederen" in client.get(address(case)).text
    house.do(case, "approve", house.cast.bo)
    assert "Venter på os" in client.get(address(case)).text
    house.do(case, "finish", house.cast.anna)
    page = client.get(address(case))
    assert "Bevilget" in [fact.value for fact in page.context["page"].facts]
    assert "Venter på" not in page.text


def test_opening_it_is_logged_for_the_citizen_to_see(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    client.get(address(case))
    look = looked_at(f"person:{house.cast.dorthe.person.uuid}")[0]
    assert (look.unit_id, look.purpose) == (house.cast.disability.pk, "case-work")
    assert "Børnehandicap" in client.get(reverse("cases:looks", args=[case.uuid])).text


def test_it_costs_no_more_queries_with_a_long_history(house: House, client: Client) -> None:
    case = house.drafted()
    anna = house.cast.actor(house.cast.anna)
    for turn in range(10):
        actions.add_note(case, by=anna, now=NOW, short_text=f"Samtale {turn}", text="Aftalt.")
    client.force_login(house.cast.anna.user)
    client.get(address(case))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(case))
    work = [q["sql"] for q in asked if not is_overhead(q["sql"])]
    assert len(work) <= 15, "\n".join(work)


def test_a_broken_glass_shows_the_case_and_lets_nobody_act(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.frida.user)
    assert client.get(address(case)).status_code == 404


def test_the_form_keeps_what_was_typed_when_it_is_refused(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    step = reverse("cases:step", args=[case.uuid, "apply"])
    post = {
        "idempotency_key": str(uuid4()),
        "seen_seq": "0",
        "amount": "mange",
        "over": "Lang tekst",
    }
    page = client.post(step, post)
    assert page.status_code == 422
    assert 'value="mange"' in page.text
    assert "Lang tekst" in page.text


def test_the_second_of_two_gets_the_text_back_and_is_told(house: House, client: Client) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    client.force_login(house.cast.anna.user)
    step = reverse("cases:step", args=[case.uuid, "apply"])
    post = {"idempotency_key": str(uuid4()), "seen_seq": "0", "amount": "700"}
    page = client.post(step, post)
    assert page.status_code == 422
    assert "Søg om tilskud (Dorthe Friis)" in page.text
    assert 'value="700"' in page.text
    again = post | {"seen_seq": str(page.context["form"].seq)}
    assert client.post(step, again).status_code == 302


def test_fields_come_and_go_as_the_server_says(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    fields = reverse("cases:step_fields", args=[case.uuid, "apply"])
    assert (
        "Hvorfor så meget?"
        not in client.post(fields, {"amount": "500"}, headers={"HX-Request": "true"}).text
    )
    more = client.post(fields, {"amount": "5000"}, headers={"HX-Request": "true"}).text
    assert "Hvorfor så meget?" in more
    assert "<html" not in more
    # What stands on the page as it must is left alone: somebody may be typing there.
    known = {"amount": "5000", "shown": ["amount", "over", "child"]}
    needed = {"needed": ["amount", "over"]}
    assert (
        client.post(fields, {**known, **needed}, headers={"HX-Request": "true"}).text.strip() == ""
    )
    assert "<html" in client.post(fields, {"amount": "5000"}).text


def test_a_step_that_cannot_be_done_now_says_why_on_its_own_page(
    house: House, client: Client
) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:step", args=[case.uuid, "draft"]))
    assert "Det kan ikke gøres nu" in page.text
    assert client.get(reverse("cases:step", args=[case.uuid, "fly"])).status_code == 404


def test_what_is_in_the_way_twice_by_the_rules_is_said_once() -> None:
    law, other = Citation("retssikkerhedsloven", "§ 10"), Citation("forvaltningsloven", "§ 19")
    first = Reason(ReasonCode.CONDITION, "Vurdér først.", source="assess", cites=(law,))
    owed = Reason(ReasonCode.MILESTONE, "Der er kommet nyt.", source="assess", cites=(law, other))
    ways = (
        Remedy(RemedyKind.EXECUTE, "Udfør »Vurdér«.", event="assess"),
        Remedy(RemedyKind.EXCLUDE, "Udfør »Vurdér«; så er den væk.", event="assess"),
    )
    first = replace(first, remedies=ways)
    alone = Reason(ReasonCode.MILESTONE, "Hør parten.", source="hear")
    said = once_each(Explanation("draft", False, (first, owed, alone)))
    assert [(one.text, one.cites) for one in said] == [
        ("Vurdér først.", (law, other)),
        ("Hør parten.", ()),
    ]
    assert [way.text for way in said[0].remedies] == ["Udfør »Vurdér«."]


def test_two_rules_of_one_kind_are_said_together_with_both_whys() -> None:
    law, other = Citation("barnets lov", "§ 11"), Citation("forvaltningsloven", "§ 24")
    rules = [
        Relation(Kind.MILESTONE, "draft", "approve", why="Udkastet skal rettes til."),
        Relation(Kind.MILESTONE, "draft", "approve", why="Datoen er for tidlig."),
    ]
    reasons = [
        Reason(ReasonCode.MILESTONE, f"»Udkast« mangler. {rule.why}", "draft", rule, (cite,))
        for rule, cite in zip(rules, (law, other), strict=True)
    ]
    [said] = once_each(Explanation("approve", False, tuple(reasons)))
    assert said.text == "»Udkast« mangler. Udkastet skal rettes til. Datoen er for tidlig."
    assert said.cites == (law, other)


def test_a_note_is_written_and_a_bad_one_is_kept(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    note = reverse("cases:note", args=[case.uuid])
    refused = client.post(note, {"short_text": "", "text": "Dorthe ringede."})
    assert refused.status_code == 422
    assert "Dorthe ringede." in refused.text
    client.post(note, {"short_text": "Telefon", "text": "Dorthe ringede."})
    assert case.journal.get(kind="note").text == "Dorthe ringede."


def test_the_whole_journal_is_a_page_of_its_own(house: House, client: Client) -> None:
    case = house.drafted()
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:journal", args=[case.uuid])).text
    for line in ("Søg om tilskud", "Partshør", "Skriv udkast til afgørelse", "Sagen er åbnet"):
        assert line in page


def test_a_new_case_is_opened_for_a_person_we_know(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    form = {"case_type": str(house.case_type.pk), "cpr": "410384-0002", "title": "Brev fra Dorthe"}
    page = client.post(reverse("cases:new"), form)
    case = Case.objects.get()
    assert page.headers["Location"] == address(case)
    assert (case.title, case.main_person) == ("Brev fra Dorthe", house.cast.dorthe.person)


def test_a_new_case_for_a_person_we_do_not_know_is_refused(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    form = {"case_type": str(house.case_type.pk), "cpr": "401199-0099", "title": "Brev"}
    page = client.post(reverse("cases:new"), form)
    assert page.status_code == 422
    assert "Brev" in page.text
    assert not Case.objects.exists()


def test_a_deadline_that_passed_is_shown_as_passed(house: House, client: Client) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, now=NOW, amount="500")
    Case.objects.filter(pk=case.pk).update(next_deadline=NOW - timedelta(days=900))
    client.force_login(house.cast.anna.user)
    assert "over fristen" in client.get(address(case)).text


def test_a_panel_cannot_be_registered_twice() -> None:
    registry = PanelRegistry()
    panel = Panel("x", 1, "x.html", lambda case, actor, now: None)
    registry.register(panel)
    with pytest.raises(ValueError, match="twice"):
        registry.register(panel)
