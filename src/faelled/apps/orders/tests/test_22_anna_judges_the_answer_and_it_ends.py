"""casework.md A.1, 22: evaluate and finalise, or by itself at the deadline; in time or not."""

from datetime import timedelta

import pytest

from faelled.apps.orders.actions import finalise_what_is_due
from faelled.apps.orders.models import State
from faelled.apps.orders.tests.house import House
from faelled.casework.cases.clockwork import watch
from faelled.casework.cases.errors import CaseNotOpen, StepNotAllowed
from faelled.casework.cases.models import Status
from faelled.casework.documents.models import Status as DocumentStatus


def test_anna_accepts_the_answer_and_finalises(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.answered(order, house.cast.carla)
    house.do(order, house.cast.anna, "accept_answer")
    assert order.state == State.APPROVED
    house.do(order, house.cast.anna, "finalise")
    order.case.refresh_from_db()
    assert (order.state, order.case.status) == (State.FINALISED, Status.CLOSED)
    assert order.case.result == "finalised"


def test_anna_sends_it_back_and_carla_answers_again(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.answered(order, house.cast.carla)
    house.do(order, house.cast.anna, "send_back", comment="Tæl også den blinde vej.")
    assert order.state == State.SENT_BACK
    with pytest.raises(StepNotAllowed):
        house.do(order, house.cast.anna, "finalise")
    house.do(order, house.cast.carla, "attach_answer", text="Der er 16.")
    house.do(order, house.cast.carla, "report_done")
    house.do(order, house.cast.anna, "finalise")
    assert order.answer is not None
    assert order.answer.versions.count() == 2


def test_an_answer_sent_back_without_a_reason_is_refused(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.answered(order, house.cast.carla)
    with pytest.raises(Exception, match="mangler") as refused:
        house.do(order, house.cast.anna, "send_back")
    assert "comment" in refused.value.errors  # type: ignore[attr-defined]


def test_the_answer_is_closed_for_ever_at_the_end(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.answered(order, house.cast.carla)
    house.do(order, house.cast.anna, "finalise")
    assert order.answer is not None
    assert order.answer.status == DocumentStatus.FINAL
    with pytest.raises(CaseNotOpen):
        house.do(order, house.cast.carla, "attach_answer", text="Ti.")


def test_carla_does_not_judge_her_own_answer(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.answered(order, house.cast.carla)
    for event in ("accept_answer", "finalise"):
        with pytest.raises(StepNotAllowed):
            house.do(order, house.cast.carla, event)


def test_before_or_after_is_by_the_formal_deadline_and_stays(house: House) -> None:
    late = house.start + timedelta(days=5)  # after the internal deadline, before the formal
    (order,) = house.asked("Carla Holm", formal="+7", internal="+3")
    house.answered(order, house.cast.carla, now=late)
    assert order.in_time is True
    house.do(order, house.cast.anna, "finalise", now=house.start + timedelta(days=20))
    assert order.in_time is True


def test_an_answer_after_the_formal_deadline_is_late_and_can_still_be_given(house: House) -> None:
    (order,) = house.asked("Carla Holm", formal="+7", internal="+3")
    house.answered(order, house.cast.carla, now=house.start + timedelta(days=8))
    assert order.in_time is False


def test_it_finalises_itself_when_the_formal_deadline_has_passed(house: House) -> None:
    (order,) = house.asked("Carla Holm", formal="+7", finalises_itself=True)
    house.answered(order, house.cast.carla)
    assert finalise_what_is_due(now=house.start + timedelta(days=7)) == 0
    assert finalise_what_is_due(now=house.start + timedelta(days=8)) == 1
    assert finalise_what_is_due(now=house.start + timedelta(days=8)) == 0
    order.refresh_from_db()
    assert (order.state, order.in_time) == (State.FINALISED, True)
    assert order.case.events.order_by("-seq")[0].actor_kind == "system"


def test_it_does_not_finalise_itself_where_nobody_asked_for_it(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.answered(order, house.cast.carla)
    assert finalise_what_is_due(now=house.start + timedelta(days=30)) == 0
    order.refresh_from_db()
    assert order.state == State.ANSWERED


def test_without_an_answer_it_stays_open_and_late(house: House) -> None:
    (order,) = house.asked("Carla Holm", finalises_itself=True)
    after = house.start + timedelta(days=9)
    assert finalise_what_is_due(now=after) == 0
    watch(after)
    order.refresh_from_db()
    assert order.state == State.ASKED
    overdue = order.case.journal.filter(short_text__startswith="Fristen er overskredet")
    assert overdue.count() == 2  # the answer, and the end


def test_a_late_answer_ends_it_at_once_where_it_finalises_itself(house: House) -> None:
    (order,) = house.asked("Carla Holm", finalises_itself=True)
    house.answered(order, house.cast.carla, now=house.start + timedelta(days=9))
    assert (order.state, order.in_time) == (State.FINALISED, False)


def test_anna_withdraws_it(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.anna, "withdraw", why="Vi har fundet tallet.")
    assert order.state == State.WITHDRAWN
    with pytest.raises(CaseNotOpen):
        house.do(order, house.cast.carla, "attach_answer", text="14")
