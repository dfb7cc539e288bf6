"""Bo sends a draft back for one figure, and Anna changes that figure and nothing else."""

from django.urls import reverse
from django.utils import timezone

from faelled.apps.decisions.tests.matter import GRANTED, Office, approval_url, at_the_page, post
from faelled.casework.cases.forms import step_form
from faelled.casework.cases.models import Case

SAID = "Udfyldt med det, der stod i udkastet."


def begun(office: Office, case: Case) -> dict[str, tuple[str, ...]]:
    """What stands in the boxes when Anna opens the draft's form."""
    form = step_form(case, "draft", by=office.actor(office.cast.anna), now=timezone.now())
    return {row.name: row.raw for row in form.fields}


def returned(office: Office) -> Case:
    case = office.drafted()
    at_the_page(office.cast.bo).post(approval_url(case), post(case, "return", "Ret timetallet."))
    case.refresh_from_db()
    return case


def test_the_form_begins_with_what_stood_in_the_draft(office: Office) -> None:
    case = returned(office)
    assert begun(office, case) == {name: (text,) for name, text in GRANTED.items()} | {
        "amount": ("4250,50",)
    }
    address = reverse("cases:step", args=[case.uuid, "draft"])
    html = at_the_page(office.cast.anna).get(address).content.decode()
    assert SAID in html and 'value="4250,50"' in html
    assert "Emil har brug.</textarea>" in html


def test_what_anna_types_stands_and_not_the_former_text(office: Office) -> None:
    case = returned(office)
    address = reverse("cases:step", args=[case.uuid, "draft"])
    sent = post(case) | {"outcome": "granted", "hours": "mange", "reasons": ""}
    response = at_the_page(office.cast.anna).post(address, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="mange"' in html and "Emil har brug.</textarea>" not in html
    assert SAID not in html


def test_the_first_draft_begins_empty(office: Office) -> None:
    case = office.opened()
    assert set(begun(office, case).values()) == {()}


def test_what_was_approved_is_no_draft_and_a_new_decision_begins_empty(office: Office) -> None:
    case = office.drafted()
    at_the_page(office.cast.bo).post(approval_url(case), post(case, "approve"))
    case.refresh_from_db()
    assert set(begun(office, case).values()) == {()}


def test_a_step_that_nobody_approves_begins_empty_each_time(office: Office) -> None:
    case = returned(office)
    form = step_form(case, "send_back", by=office.actor(office.cast.bo), now=timezone.now())
    assert [row.raw for row in form.fields] == [()] and not form.rewritten
