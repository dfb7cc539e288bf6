"""casework.md A.1, 20: an order on a case or a paper of it, or free; who sees it, and by when."""

from datetime import date
from uuid import uuid4

import pytest
from django.http import Http404

from faelled.apps.orders import queries
from faelled.apps.orders.deadlines import DeadlineUnreadable, read_deadline
from faelled.apps.orders.models import Order, State, Visibility
from faelled.apps.orders.page import asked_text
from faelled.apps.orders.recipients import RecipientUnknown
from faelled.apps.orders.tests.house import ASKED, House
from faelled.casework.cases import actions
from faelled.casework.cases import queries as cases
from faelled.casework.cases.errors import CaseError, DataRefused, NotYours
from faelled.casework.documents.queries import of_case
from faelled.lib.dcr import Marking
from tests.cast import Worker

WEDNESDAY = date(2026, 4, 1)  # before Easter


def sees(house: House, who: Worker, order: Order) -> bool:
    return queries.visible_to(house.actor(who), now=house.start).filter(pk=order.pk).exists()


def test_carla_gets_what_anna_asks_and_a_case_of_its_own(house: House) -> None:
    (order,) = house.asked("Carla Holm", internal="+3")
    assert (order.holder, order.ordered_by) == (house.cast.carla.employee, house.cast.anna.employee)
    order.case.refresh_from_db()
    assert asked_text(Marking.from_json(order.case.marking)) == ASKED
    assert cases.roles_in_case(house.actor(house.cast.carla), order.case, now=house.start) == {
        "recipient"
    }
    assert "orderer" in cases.roles_in_case(
        house.actor(house.cast.anna), order.case, now=house.start
    )


def test_both_deadlines_stand_and_the_internal_one_comes_first(house: House) -> None:
    (order,) = house.asked("Carla Holm", formal="+7", internal="+3")
    assert order.internal_deadline is not None
    assert (order.formal_deadline - order.internal_deadline).days == 4
    due = dict(order.case.deadlines.values_list("event_id", "due_at"))
    assert set(due) == {"report_done", "finalise"}
    assert due["report_done"] < due["finalise"]


def test_an_internal_deadline_after_the_formal_is_refused(house: House) -> None:
    with pytest.raises(DataRefused) as refused:
        house.asked("Carla Holm", formal="+3", internal="+7")
    assert set(refused.value.errors) == {"internal"}
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("+7", date(2026, 4, 8)),
        ("+7 dage", date(2026, 4, 8)),
        ("+1 arbejdsdag", date(2026, 4, 7)),
        ("+7 arbejdsdage", date(2026, 4, 15)),
        ("+2a", date(2026, 4, 8)),
        ("8-4-2026", date(2026, 4, 8)),
        ("8. april 2026", date(2026, 4, 8)),
    ],
)
def test_a_deadline_is_a_date_or_days_or_working_days(typed: str, day: date) -> None:
    """Easter 2026: Thursday 2, Friday 3 and Monday 6 April are holidays."""
    assert read_deadline(typed, today=WEDNESDAY).day == day


@pytest.mark.parametrize(
    "typed", ["+0", "1-4-2026", "31-3-2026", "i morgen", "7", "+", "30-2-2027"]
)
def test_what_is_no_deadline_ahead_is_refused(typed: str) -> None:
    with pytest.raises(DeadlineUnreadable):
        read_deadline(typed, today=WEDNESDAY)


def test_several_recipients_get_a_copy_each_that_are_joined(house: House) -> None:
    orders = house.asked("Carla Holm", "Hans Riis", "It og Digitalisering")
    assert len({order.case_id for order in orders}) == 3
    assert len({order.batch for order in orders}) == 1
    assert sees(house, house.hans, orders[1])
    assert not sees(house, house.hans, orders[0])


def test_the_form_sent_twice_is_one_order(house: House) -> None:
    key = uuid4()
    first, again = house.asked(key=key), house.asked(key=key)
    assert [order.pk for order in first] == [order.pk for order in again]
    assert Order.objects.count() == 1


def test_a_unit_is_asked_and_whoever_takes_it_has_it(house: House) -> None:
    (order,) = house.asked("Teknik og Miljø")
    assert (order.holder, order.holder_unit) == (None, house.cast.technical)
    house.do(order, house.hans, "accept")
    assert (order.holder, order.state) == (house.hans.employee, State.ACCEPTED)


@pytest.mark.parametrize(
    ("visibility", "hans", "frida"),
    [
        (Visibility.RECIPIENT, False, False),
        (Visibility.UNIT, True, False),
        (Visibility.SOURCE, True, False),
    ],
)
def test_the_orderer_says_who_at_the_other_end_sees_it(
    house: House, visibility: Visibility, hans: bool, frida: bool
) -> None:
    (order,) = house.asked("Carla Holm", visibility=visibility, source=house.source)
    assert sees(house, house.cast.carla, order)
    assert sees(house, house.gitte, order)  # the orderer's own unit
    assert sees(house, house.hans, order) is hans
    assert sees(house, house.cast.frida, order) is frida


def test_all_in_the_unit_of_the_source_case_see_it_where_the_orderer_says_so(house: House) -> None:
    """Carla orders from a case of Anna's unit that she has been let into."""
    carla = house.cast.carla
    actions.let_in(
        house.source,
        employees=[carla.employee],
        role="caseworker",
        source="test",
        why="Hjælper",
        by=house.actor(house.cast.anna),
        now=house.start,
    )
    open_to_all, narrow = (
        house.asked("Frida Beck", visibility=one, source=house.source, by=carla)[0]
        for one in (Visibility.SOURCE, Visibility.UNIT)
    )
    assert sees(house, house.gitte, open_to_all)
    assert not sees(house, house.gitte, narrow)


def test_carla_sees_the_paper_and_not_the_case_it_lies_in(house: House) -> None:
    paper = house.paper(house.source)
    version = paper.versions.get()
    (order,) = house.asked("Carla Holm", source=house.source, papers=(version,))
    carla = house.actor(house.cast.carla)
    (copy,) = of_case(order.case, carla, now=house.start)
    assert copy.versions.get().sha256 == version.sha256
    assert copy.closed
    with pytest.raises(Http404):
        cases.get_visible(carla, house.source.uuid, now=house.start)


def test_carla_reads_the_whole_case_only_where_anna_says_so_and_only_until_the_end(
    house: House,
) -> None:
    (order,) = house.asked("Carla Holm", source=house.source, open_source=True)
    carla = house.actor(house.cast.carla)
    case = cases.get_visible(carla, house.source.uuid, now=house.start)
    assert not cases.works_on(carla, case, now=house.start)
    house.do(order, house.cast.anna, "withdraw")
    with pytest.raises(Http404):
        cases.get_visible(carla, house.source.uuid, now=house.start)


def test_nobody_orders_from_a_case_they_do_not_work_on(house: House) -> None:
    with pytest.raises(NotYours):
        house.asked("Anna Dam", source=house.source, by=house.cast.carla)
    assert not Order.objects.exists()


def test_the_answer_goes_to_whom_it_is_asked_for(house: House) -> None:
    (order,) = house.asked("Hans Riis", return_to=house.cast.carla)
    roles = cases.roles_in_case(house.actor(house.cast.carla), order.case, now=house.start)
    assert roles == {"orderer"}


def test_a_cpr_number_is_no_part_of_an_order(house: House) -> None:
    for place in ({"title": "Om 410384-0002"}, {"what": "Se 410384-0002"}):
        with pytest.raises(DataRefused) as refused:
            house.asked("Carla Holm", **place)  # type: ignore[arg-type]
        assert list(refused.value.errors) == list(place)
        assert "410384" not in str(refused.value)


def test_a_name_that_is_nobodys_or_two_peoples_is_asked_again(house: House) -> None:
    for name in ("Poul Andersen", ""):
        with pytest.raises(RecipientUnknown):
            house.find(name)
    assert house.find("carla holm, teknik og miljø").employee == house.cast.carla.employee


def test_a_unit_that_does_not_use_requests_is_told_so(house: House) -> None:
    with pytest.raises(CaseError, match="bruger ikke bestillinger"):
        house.asked("Anna Dam", by=house.cast.frida)


def test_what_was_ordered_stands_in_the_journal_of_the_case(house: House) -> None:
    house.asked("Carla Holm", source=house.source)
    line = house.source.journal.order_by("-pk")[0]
    assert line.short_text == "Bestilt hos Carla Holm"
