"""On the ordinary work list an order waits for the recipient, then for the orderer."""

from faelled.apps.orders.models import Order
from faelled.apps.orders.tests.house import House
from faelled.casework.cases.models import Case
from faelled.casework.cases.rows import work_rows
from faelled.casework.cases.work_list import Filters, work_list
from tests.cast import Worker


def badge(house: House, who: Worker, order: Order) -> str:
    cases = Case.objects.filter(pk=order.case_id)
    [row] = work_rows(cases, house.actor(who), now=house.start)
    return str(row.badge.text)


def waits(house: House, who: Worker) -> bool:
    return work_list(house.actor(who), Filters(scope="mig"), now=house.start).exists()


def test_it_waits_for_carla_until_she_has_answered_and_then_for_anna(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    anna, carla = house.cast.anna, house.cast.carla
    for event in ("accept", "attach_answer", "report_done"):
        assert (badge(house, carla, order), waits(house, carla)) == ("Venter på dig", True)
        assert (badge(house, anna, order), waits(house, anna)) == ("Venter på andre", False)
        if event == "attach_answer":
            house.do(order, carla, event, text="Der er 14.")
        else:
            house.do(order, carla, event)
    assert (badge(house, carla, order), waits(house, carla)) == ("Venter på andre", False)
    assert (badge(house, anna, order), waits(house, anna)) == ("Venter på dig", True)


def test_an_order_to_a_unit_waits_for_everybody_in_it(house: House) -> None:
    (order,) = house.asked("Teknik og Miljø")
    for who in (house.cast.carla, house.hans):
        assert badge(house, who, order) == "Venter på dig"
    assert badge(house, house.gitte, order) == "Venter på andre"
