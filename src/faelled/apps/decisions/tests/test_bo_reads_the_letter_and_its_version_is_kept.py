"""Lost earnings with its real letter: Bo can read the PDF, and each answer names its version."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from faelled.apps.decisions.drafts import Letter, letters_of
from faelled.apps.decisions.tests.matter import (
    SHIPPED,
    Office,
    approval_url,
    at_the_page,
    post,
    the_office,
)
from faelled.base.audit.models import Entry
from faelled.base.audit.queries import READ
from faelled.base.people import actions as people
from faelled.casework.cases.models import Case
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction
from faelled.casework.processes.engines import graph_for

APPLICATION = {
    "child_name": "Emil",
    "child_birth_date": "14-02-2018",
    "lives": "home",
    "condition": "Medfødt hjertelidelse.",
    "care_why": "Han kan ikke være i institution hver dag.",
    "parent_why": "Jeg kender hans behandling.",
    "hours": "12",
    "start": "01-06-2026",
    "work": "unemployed",
    "income": "30000",
    "other_holder": "false",
}
ASSESSED = {
    "informed": "yes",
    "target_group": "yes",
    "necessary": "yes",
    "suitable": "yes",
    "hours": "12",
    "why": "Lægen har beskrevet behovet.",
    "child_views": "Emil vil gerne være hjemme.",
    "other_help": "Nej.",
}
DRAFT = {
    "outcome": "granted",
    "hours": "12",
    "amount": "9500",
    "period_from": "01-06-2026",
    "rules": "Barnets lov § 87, stk. 1.",
}


@pytest.fixture
def office(db: None) -> Office:
    return the_office(SHIPPED)


def ready(office: Office) -> Case:
    """Applied, assessed, the hearing thought about, and drafted: Bo is waited for."""
    case, anna = office.opened(APPLICATION), office.actor(office.cast.anna)
    office.do(case, anna, "assess", ASSESSED)
    office.do(case, anna, "check_hearing", {"unknown": "false"})
    office.do(case, anna, "draft_decision", DRAFT)
    return case


def test_the_letter_stands_on_the_page_with_its_version(office: Office) -> None:
    case = ready(office)
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    [letter] = letters(office, case)
    assert letter_url(case, letter) in html
    assert "Udgave 1, PDF" in html


def test_the_three_lines_are_the_shipped_graph_s(office: Office) -> None:
    case = ready(office)
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    for words in ("Bevilget fuldt ud", "9.500,00 kr."):
        assert words in html


def test_a_full_grant_promises_no_complaint_guidance_for_its_letter_has_none(
    office: Office,
) -> None:
    case = ready(office)
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    assert "Klag over afgørelsen" not in html
    refused = {**DRAFT, "outcome": "refused", "considerations": "Skole.", "facts": "Skolen."}
    office.do(case, office.actor(office.cast.anna), "draft_decision", refused)
    html = at_the_page(office.cast.bo).get(approval_url(case)).content.decode()
    assert "Klag over afgørelsen inden 4 uger" in html


def test_each_answer_names_the_version_that_it_was_given_to(office: Office) -> None:
    case = ready(office)
    bo = at_the_page(office.cast.bo)
    bo.post(approval_url(case), post(case, "return", "Skriv perioden."))
    case.refresh_from_db()
    office.do(case, office.actor(office.cast.anna), "draft_decision", DRAFT, now=timezone.now())
    bo.post(approval_url(case), post(case))
    html = bo.get(approval_url(case)).content.decode()
    [letter] = letters(office, case)
    first, second = letter.versions
    answers = case.events.filter(event_id__in=["return_draft", "approve"])
    returned, approved = answers.order_by("seq")
    assert (letter.at(returned.recorded_at), letter.at(approved.recorded_at)) == (first, second)
    for version in letter.versions:
        assert f"udgave {version.number} (kontrolsum {version.sha256[:12]})" in html


def test_a_condition_is_told_to_the_one_who_sends(office: Office) -> None:
    case = ready(office)
    form = post(case, "condition") | {"condition_text": "Skriv, at vi ser på det igen til juni."}
    html = at_the_page(office.cast.bo).post(approval_url(case), form, follow=True).content.decode()
    assert "Godkendt på betingelse" in html
    assert "Skriv, at vi ser på det igen til juni." in html


def letters(office: Office, case: Case) -> tuple[Letter, ...]:
    decision = graph_for(case.version_id).event("draft_decision")
    bo = office.actor(office.cast.bo)
    return letters_of(case, decision, bo, now=office.start)


def test_the_letter_opens_for_bo_and_for_nobody_of_another_department(office: Office) -> None:
    case = ready(office)
    [letter] = letters(office, case)
    url = letter_url(case, letter)
    response = at_the_page(office.cast.bo).get(url)
    assert response["Content-Type"] == "application/pdf"
    assert response.getvalue().startswith(b"%PDF-")
    assert at_the_page(office.cast.carla).get(url).status_code == 404
    look = Entry.objects.filter(actor_id=office.cast.bo.id, action=READ).latest("pk")
    assert look.data["page"] == "decisions:letter" and look.purpose == "leadership"
    assert letter.document.ref in look.subjects


def test_bo_with_the_leader_s_pages_only_opens_it_before_and_after_his_answer(
    office: Office,
) -> None:
    case, cast = ready(office), office.cast
    people.keep_to_leaders_pages(cast.bo.employee, by=cast.system, now=timezone.now())
    [letter] = letters(office, case)
    bo, url = at_the_page(cast.bo), letter_url(case, letter)
    assert bo.get(url)["Content-Type"] == "application/pdf"
    assert bo.get(f"/dokumenter/{letter.document.uuid}/fil/1/").status_code == 404
    bo.post(approval_url(case), post(case))
    assert bo.get(url)["Content-Type"] == "application/pdf"


def test_no_other_document_of_the_case_opens_that_way(office: Office) -> None:
    case = ready(office)
    [letter] = letters(office, case)
    bo = at_the_page(office.cast.bo)
    other = documents.upload(
        case,
        SimpleUploadedFile("note.txt", b"Et helt andet papir."),
        title="Et notat",
        direction=Direction.INTERNAL,
        by=office.actor(office.cast.anna),
        now=timezone.now(),
    )
    wrong = letter_url(case, letter).replace(str(letter.document.uuid), str(other.uuid))
    assert bo.get(wrong).status_code == 404
    assert bo.get(letter_url(case, letter, 9)).status_code == 404


def test_before_the_draft_waits_there_is_nothing_to_open(office: Office) -> None:
    case = ready(office)
    [letter] = letters(office, case)
    case.tasks.filter(event_id="approve").delete()
    assert at_the_page(office.cast.bo).get(letter_url(case, letter)).status_code == 404


def letter_url(case: Case, letter: Letter, number: int = 1) -> str:
    return f"{approval_url(case)}brev/{letter.document.uuid}/{number}/"
