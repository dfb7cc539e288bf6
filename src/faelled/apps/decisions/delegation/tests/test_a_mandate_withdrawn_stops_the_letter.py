"""Anna has said that the decision is hers alone; before the letter is sent, her mandate goes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from faelled.apps.decisions.delegation import actions
from faelled.apps.decisions.delegation.tests.house import HEAD
from faelled.apps.decisions.tests.matter import SHIPPED, Office, at_the_page, the_office
from faelled.apps.decisions.tests.test_bo_reads_the_letter_and_its_version_is_kept import (
    APPLICATION,
    ASSESSED,
    DRAFT,
)
from faelled.base.access.actor import Actor, Capability
from faelled.base.people.actions import end_mandate, grant_mandate
from faelled.base.people.models import Employee, Mandate
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Case
from faelled.casework.documents.models import Document
from faelled.lib.dates import local_day
from tests.cast import SINCE, Worker, worker

PLAN = (
    HEAD.format(version="1")
    + """
[[rules]]
id = "all"
kle = "*"
decisions = ["*"]
deciders = [{ role = "manager" }]
why = "En leder afgør."
"""
).encode()
ALONE = {**DRAFT, "decides": "caseworker", "mandate": "Kompetenceplanens punkt 2."}


@pytest.fixture
def office(db: None) -> Office:
    office = the_office(SHIPPED)
    can = (Capability.MANAGE_DELEGATION,)
    hans = worker(office.cast.it, "Hans Juhl", role="jurist", can=can, now=office.start)
    by = actor(office, hans)
    version = actions.upload_plan(PLAN, by=by, now=office.start)
    actions.put_in_force(version, valid_from=local_day(office.start), by=by, now=office.start)
    return office


def actor(office: Office, who: Worker) -> Actor:
    return office.actor(who).for_purpose("case-work")


def mandate(office: Office, who: Employee) -> Mandate:
    return grant_mandate(
        who,
        kle_pattern="*",
        decision_type="grant",
        amount_max=Decimal(20_000),
        valid_from=SINCE,
        by=office.cast.system,
        now=office.start,
    )


def withdrawn(office: Office, given: Mandate) -> None:
    day = local_day(office.start) - timedelta(days=1)
    end_mandate(given, valid_to=day, by=office.cast.system, now=office.start)


def drafted_alone(office: Office) -> Case:
    case, anna = office.opened(APPLICATION), office.actor(office.cast.anna)
    office.do(case, anna, "assess", ASSESSED)
    office.do(case, anna, "check_hearing", {"unknown": "false"})
    office.do(case, anna, "draft_decision", ALONE)
    return case


def sent(case: Case) -> bool:
    return case.events.filter(event_id="send_decision").exists()


def test_while_anna_has_her_mandate_the_letter_goes(office: Office) -> None:
    mandate(office, office.cast.anna.employee)
    case = drafted_alone(office)
    office.do(case, office.actor(office.cast.anna), "send_decision")
    assert sent(case)


def test_without_it_the_letter_stays_and_anna_is_told_who_decides_now(office: Office) -> None:
    given = mandate(office, office.cast.anna.employee)
    case = drafted_alone(office)
    withdrawn(office, given)
    with pytest.raises(StepRefused) as refused:
        office.do(case, office.actor(office.cast.anna), "send_decision")
    assert not sent(case)
    said = " ".join(refused.value.messages)
    assert "ikke længere kompetence" in said
    assert "Nu afgør: Bo Lind (" in said
    assert "»Hvem afgør sagen?«" in said
    assert Document.objects.filter(case=case, template="afgoerelse").count() == 1


def test_a_leader_then_approves_the_draft_that_anna_writes_again(office: Office) -> None:
    given = mandate(office, office.cast.anna.employee)
    case, anna = drafted_alone(office), office.actor(office.cast.anna)
    withdrawn(office, given)
    office.do(case, anna, "draft_decision", {**DRAFT, "decides": "leader"})
    office.do(case, office.actor(office.cast.bo), "approve", {"verdict": "approve"})
    office.do(case, anna, "send_decision")
    assert sent(case)


def test_a_colleague_who_still_has_a_mandate_may_send_it(office: Office) -> None:
    given = mandate(office, office.cast.anna.employee)
    case = drafted_alone(office)
    gitte = worker(office.cast.disability, "Gitte Bang", role="caseworker", now=office.start)
    mandate(office, gitte.employee)
    withdrawn(office, given)
    with pytest.raises(StepRefused, match=r"Nu afgør: Gitte Bang \(Har mandat\)"):
        office.do(case, office.actor(office.cast.anna), "send_decision")
    office.do(case, office.actor(gitte), "send_decision")
    assert sent(case)


def test_on_the_page_the_refusal_stands_beside_what_was_typed(office: Office) -> None:
    given = mandate(office, office.cast.anna.employee)
    case = drafted_alone(office)
    withdrawn(office, given)
    page = f"/sager/{case.uuid}/trin/send_decision/"
    answer = at_the_page(office.cast.anna).post(page, {"seen_seq": str(case.seq)}, follow=True)
    assert "Nu afgør: Bo Lind (" in answer.content.decode()
    assert not sent(case)
