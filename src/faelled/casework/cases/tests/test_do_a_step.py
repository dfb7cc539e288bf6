"""Somebody does a step in a case."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from faelled.base.audit.models import Entry
from faelled.base.people import actions as people
from faelled.casework.cases import actions
from faelled.casework.cases.effects import EFFECTS, EffectHandler, EffectRegistry
from faelled.casework.cases.errors import (
    CaseChanged,
    CaseError,
    CaseNotOpen,
    DataRefused,
    NotYours,
    StepNotAllowed,
    StepRefused,
)
from faelled.casework.cases.models import (
    CaseEvent,
    CaseTypeRole,
    DeadlineState,
    Status,
    WaitingFor,
)
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.tests.house import House
from tests.cast import NOW, SINCE, worker


def test_the_step_its_tasks_its_deadline_journal_and_audit_come_together(house: House) -> None:
    case = house.case()
    step = house.do(case, "apply", house.cast.dorthe, amount="500")
    case.refresh_from_db()
    assert (step.seq, step.role, step.actor_name) == (1, "citizen", "Dorthe Friis")
    assert case.tasks.get().event_id == "finish"
    deadline = case.deadlines.get()
    assert deadline.state == DeadlineState.RUNNING
    assert deadline.basis == "retssikkerhedsloven § 3, stk. 2"
    assert case.next_deadline == deadline.due_at
    assert case.journal.filter(short_text="Søg om tilskud").exists()
    assert Entry.objects.filter(stream=case.ref, action="case.step").exists()


def test_answers_are_kept_typed_in_the_step_and_in_the_marking(house: House) -> None:
    case = house.case()
    step = house.do(case, "apply", house.cast.dorthe, amount="1.234,50", over="Den er stor")
    case.refresh_from_db()
    assert step.data == case.marking["values"]["apply"]
    assert "1234.50" in str(step.data)


def test_a_hidden_field_is_absent_whatever_was_posted(house: House) -> None:
    case = house.case()
    step = house.do(case, "apply", house.cast.dorthe, amount="500", over="skjult")
    assert "over" not in step.data
    assert "skjult" not in str(step.data)


def test_a_cpr_number_in_an_answer_is_nowhere_in_clear(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500", child="440218-0003")
    tables = ["cases_case", "cases_caseevent", "cases_journalentry", "audit_entry"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            assert "4402180003" not in str(cursor.fetchall()).replace("-", "")


def test_what_is_wrong_is_said_field_by_field_and_nothing_is_stored(house: House) -> None:
    case = house.case()
    with pytest.raises(DataRefused) as refusal:
        house.do(case, "apply", house.cast.dorthe, amount="mange penge")
    assert set(refusal.value.errors) == {"amount"}
    case.refresh_from_db()
    assert (case.seq, case.events.count()) == (0, 0)


def test_anna_cannot_draft_before_the_party_is_heard_and_is_told_why(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    with pytest.raises(StepNotAllowed) as refusal:
        house.do(case, "draft", house.cast.anna, outcome="granted")
    reason = refusal.value.explanation.reasons[0]
    assert reason.source == "hear"
    assert [str(cite) for cite in reason.cites] == ["forvaltningsloven § 19, stk. 1"]


def test_dorthe_cannot_do_what_is_annas_to_do(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    with pytest.raises(StepNotAllowed):
        house.do(case, "hear", house.cast.dorthe)


def test_carla_cannot_do_anything_in_the_case(house: House) -> None:
    case = house.case()
    with pytest.raises(NotYours):
        house.do(case, "apply", house.cast.carla, amount="500")


def test_the_same_post_twice_is_one_step(house: House) -> None:
    case, dorthe = house.case(), house.cast.actor(house.cast.dorthe)
    asked = actions.Step(event_id="apply", key=str(uuid4()), answers={"amount": ["500"]})
    first = actions.execute(case, asked, by=dorthe, now=NOW)
    assert actions.execute(case, asked, by=dorthe, now=NOW) == first
    assert case.events.count() == 1


def test_another_persons_key_is_refused(house: House) -> None:
    case, key = house.case(), str(uuid4())
    asked = actions.Step(event_id="apply", key=key, answers={"amount": ["500"]})
    actions.execute(case, asked, by=house.cast.actor(house.cast.dorthe), now=NOW)
    with pytest.raises(CaseError):
        actions.execute(case, asked, by=house.cast.actor(house.cast.anna), now=NOW)


def test_the_second_of_two_is_told_what_the_first_did(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    stale = actions.Step(event_id="hear", key=str(uuid4()), seen_seq=0)
    with pytest.raises(CaseChanged) as refusal:
        actions.execute(case, stale, by=house.cast.actor(house.cast.anna), now=NOW)
    assert refusal.value.labels == ["Søg om tilskud (Dorthe Friis)"]


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(days=-400)])
def test_a_step_cannot_lie_ahead_or_before_the_one_that_went_before(
    house: House, off: timedelta
) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    house.do(case, "apply", house.cast.dorthe, amount="500")
    asked = actions.Step(event_id="hear", key=str(uuid4()), at=NOW + off)
    with pytest.raises(CaseError):
        actions.execute(case, asked, by=anna, now=NOW)


def test_a_late_step_is_done_and_marked_as_late(house: House) -> None:
    case = house.drafted()
    house.do(case, "approve", house.cast.bo)
    late = NOW + timedelta(days=40)
    step = house.do(case, "finish", house.cast.anna, now=late)
    assert step.overdue
    assert case.deadlines.get(event_id="finish").state == DeadlineState.MISSED


def test_bo_is_waited_for_when_only_he_can_act(house: House) -> None:
    case = house.drafted()
    case.refresh_from_db()
    assert case.waiting_for == WaitingFor.LEADER
    assert case.tasks.get(event_id="approve").approval


def test_nobody_approves_their_own_draft(house: House) -> None:
    case = house.drafted()
    anna = house.cast.actor(house.cast.anna)
    with pytest.raises(StepRefused):
        at_once = anna.unit_roles | {(case.owner_unit_id, "manager")}
        leader = replace(anna, roles=anna.roles | {"manager"}, unit_roles=at_once)
        house.do(case, "approve", leader)


def test_who_leads_another_unit_does_not_approve_in_this_one(house: House) -> None:
    """A caseworker here and a leader there sees the case as the one, and is not the other in it."""
    case, cast = house.drafted(), house.cast
    hans = worker(cast.disability, "Hans Hald", role="caseworker")
    people.grant_position(
        hans.employee,
        cast.technical,
        role="manager",
        leads=True,
        valid_from=SINCE,
        by=cast.system,
        now=NOW,
    )
    with pytest.raises(StepNotAllowed):
        house.do(case, "approve", hans)
    assert roles_in_case(cast.actor(hans), case, now=NOW) == {"caseworker"}
    assert roles_in_case(cast.actor(cast.bo), case, now=NOW) == {"manager"}


def test_a_board_acts_in_the_cases_that_are_open_to_it(house: House) -> None:
    case, erik = house.drafted(), house.cast.actor(house.cast.erik)
    assert roles_in_case(erik, case, now=NOW) == set()
    CaseTypeRole.objects.create(case_type=house.case_type, role="manager")
    assert roles_in_case(erik, case, now=NOW) == {"manager"}


def test_the_last_step_sets_result_and_retention_and_closes(house: House) -> None:
    case = house.drafted()
    house.do(case, "approve", house.cast.bo)
    house.do(case, "finish", house.cast.anna)
    case.refresh_from_db()
    assert (case.status, case.result) == (Status.CLOSED, "granted")
    assert case.retention_until is not None
    assert case.retention_until.year == NOW.year + 5
    with pytest.raises(CaseNotOpen):
        house.do(case, "hear", house.cast.anna)


def test_a_step_whose_effect_fails_has_not_happened(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(context: object) -> None:
        raise StepRefused("Brevet kunne ikke laves.")

    case = house.drafted()
    house.do(case, "approve", house.cast.bo)
    monkeypatch.setitem(EFFECTS._handlers, "result", EffectHandler("result", apply=fail))
    before = (case.events.count(), case.journal.count(), Entry.objects.count())
    with pytest.raises(StepRefused):
        house.do(case, "finish", house.cast.anna)
    assert (case.events.count(), case.journal.count(), Entry.objects.count()) == before
    case.refresh_from_db()
    assert case.status == Status.OPEN


def test_an_unknown_step_is_refused_in_plain_words(house: House) -> None:
    with pytest.raises(CaseError):
        house.do(house.case(), "fly", house.cast.anna)


@pytest.mark.parametrize(
    "sql", ["UPDATE cases_caseevent SET label = 'x'", "DELETE FROM cases_caseevent"]
)
def test_a_step_can_be_neither_changed_nor_removed(house: House, sql: str) -> None:
    house.do(house.case(), "apply", house.cast.dorthe, amount="500")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert CaseEvent.objects.get().label == "Søg om tilskud"


def test_an_effect_cannot_be_registered_twice() -> None:
    registry = EffectRegistry()
    registry.register(EffectHandler("note", apply=lambda context: None))
    with pytest.raises(ValueError, match="twice"):
        registry.register(EffectHandler("note", apply=lambda context: None))
