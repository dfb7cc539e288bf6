"""casework.md A.1, 24: the standard lists, the file, the copy, the print; and who sees nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.orders.models import Order, State, Visibility
from faelled.apps.orders.queries import count_waiting
from faelled.apps.orders.rows import harmless
from faelled.apps.orders.tests.house import House, at_the_page
from faelled.base.audit.models import Entry
from tests.cast import Worker

LIST_BUDGET, PAGE_BUDGET = 12, 24


def lists(house: House, who: Worker, scope: str, **query: str) -> str:
    page = at_the_page(who).get(reverse("orders:list"), {"omfang": scope, **query})
    assert page.status_code == 200
    return page.content.decode().partition("<main")[2]


def test_the_four_lists(house: House) -> None:
    house.asked("Carla Holm", title="Til Carla", visibility=Visibility.UNIT)
    house.asked("Teknik og Miljø", title="Til Teknik")
    cast = house.cast
    assert "Til Carla" in lists(house, cast.carla, "til-mig")
    assert "Til Teknik" not in lists(house, cast.carla, "til-mig")
    for title in ("Til Carla", "Til Teknik"):
        assert title in lists(house, house.hans, "til-min-enhed")
        assert title in lists(house, cast.anna, "fra-mig")
        assert title in lists(house, house.gitte, "fra-min-enhed")
        assert title not in lists(house, house.gitte, "fra-mig")


def test_a_stranger_finds_nothing_on_any_list_page_or_in_the_file(house: House) -> None:
    """Frida works in It, and nobody has asked her anything."""
    (order,) = house.asked("Carla Holm", title="Lys på Engvej", source=house.source)
    client = at_the_page(house.cast.frida)
    for scope in ("til-mig", "til-min-enhed", "fra-mig", "fra-min-enhed"):
        for name in ("orders:list", "orders:export"):
            page = client.get(reverse(name), {"omfang": scope})
            assert "Engvej" not in page.content.decode()
    for event in ("accept", "withdraw"):
        address = reverse("orders:step", args=[order.uuid, event])
        assert client.get(address).status_code == 404
        assert client.post(address, {"seen_seq": "1"}).status_code == 404
    assert client.get(reverse("orders:order", args=[order.uuid])).status_code == 404
    assert client.get(reverse("orders:new"), {"kopi": str(order.uuid)}).status_code == 404
    assert client.get(reverse("orders:new"), {"sag": str(house.source.uuid)}).status_code == 404


def test_what_is_late_comes_first_and_what_is_over_is_not_there(house: House) -> None:
    house.asked("Carla Holm", title="Siden", formal="+20")
    house.asked("Carla Holm", title="Snart", formal="+2")
    (late,) = house.asked("Carla Holm", title="Sent", formal="+2")
    Order.objects.filter(pk=late.pk).update(formal_deadline=timezone.now() - timedelta(days=2))
    (over,) = house.asked("Carla Holm", title="Forbi")
    house.do(over, house.cast.anna, "withdraw")
    page = lists(house, house.cast.carla, "til-mig")
    assert page.index("Sent") < page.index("Snart") < page.index("Siden")
    assert "2 dage over fristen" in page
    assert "Forbi" not in page
    assert "Forbi" in lists(house, house.cast.carla, "til-mig", status=State.WITHDRAWN)


def test_filters_and_sorting_of_the_list(house: House) -> None:
    house.asked("Carla Holm", title="Birk", formal="+2")
    (taken,) = house.asked("Carla Holm", title="Ask", formal="+9")
    house.do(taken, house.cast.carla, "accept")
    page = lists(house, house.cast.carla, "til-mig", sorter="titel")
    assert page.index("Ask") < page.index("Birk")
    page = lists(house, house.cast.carla, "til-mig", status=State.ACCEPTED)
    assert "Ask" in page
    assert "Birk" not in page
    assert "Ask" not in lists(house, house.cast.carla, "til-mig", raekkevidde="external")
    assert "Ask" in lists(house, house.cast.carla, "til-mig", sorter="drop table", side="x")


def test_the_menu_counts_what_waits_for_me(house: House) -> None:
    (mine,) = house.asked("Carla Holm")
    house.asked("Teknik og Miljø")
    carla, anna = house.actor(house.cast.carla), house.actor(house.cast.anna)
    assert count_waiting(carla, now=house.start) == 2
    assert count_waiting(anna, now=house.start) == 0
    house.answered(mine, house.cast.carla)
    page = at_the_page(house.cast.anna)
    anna_now = house.actor(house.gitte)  # another reader: the number is remembered half a minute
    assert count_waiting(anna_now, now=house.start) == 0
    assert page.get(reverse("orders:list")).status_code == 200


def test_the_file_has_the_list_and_no_formula_and_is_logged(house: House) -> None:
    (order,) = house.asked("Carla Holm", title='=HYPERLINK("http://x")')
    answer = at_the_page(house.cast.anna).get(reverse("orders:export"), {"omfang": "fra-mig"})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert text.splitlines()[0].startswith("Sagsnummer;Bestilling;")
    assert ";\"'=HYPERLINK(" in text
    entry = Entry.objects.filter(stream=f"lookups:{house.cast.anna.id}").order_by("-pk")[0]
    assert "orders:export" in entry.detail
    assert order.case.ref in str(entry.subjects)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"])
def test_no_cell_is_worked_out(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a{cell}") == f"a{cell}"


def test_a_copy_asks_the_same_again_without_its_day(house: House) -> None:
    (order,) = house.asked("Carla Holm", title="Lys på Engvej")
    page = at_the_page(house.cast.anna).get(reverse("orders:new"), {"kopi": str(order.uuid)})
    text = page.content.decode()
    assert 'value="Lys på Engvej"' in text
    assert "Hvor mange lysmaster" in text
    assert 'name="formal" value=""' in text


def new_order(**changed: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "idempotency_key": str(uuid4()),
        "title": "Lys på Engvej",
        "what": "Hvor mange?",
        "kind": "information",
        "recipients": ["Carla Holm, Teknik og Miljø", "", ""],
        "formal": "+7 arbejdsdage",
        "internal": "+3",
        "visibility": "recipient",
        **changed,
    }


def post(client: Client, data: dict[str, str | list[str]], query: str = "") -> tuple[int, str]:
    answer = client.post(reverse("orders:new") + query, data)
    return answer.status_code, answer.content.decode()


def test_anna_orders_on_the_page_and_carla_does_her_part_there(house: House) -> None:
    paper = house.paper(house.source)
    anna, carla = at_the_page(house.cast.anna), at_the_page(house.cast.carla)
    query = f"?sag={house.source.uuid}&dokument={paper.uuid}"
    assert f'value="{paper.uuid}" class="form-checkbox" checked' in (
        anna.get(reverse("orders:new") + query).content.decode()
    )
    assert post(anna, new_order(papers=[str(paper.uuid)]), query)[0] == 302
    order = Order.objects.get()
    assert order.source_case == house.source
    page = carla.get(reverse("orders:order", args=[order.uuid])).content.decode()
    assert "Hvor mange?" in page
    assert "Kort.txt" in page
    assert house.source.title not in page
    step = reverse("orders:step", args=[order.uuid, "accept"])
    assert carla.post(step, {"seen_seq": order.case.seq}).status_code == 302
    order.refresh_from_db()
    assert order.state == State.ACCEPTED
    told = anna.get(reverse("cases:case", args=[house.source.uuid])).content.decode()
    assert "Lys på Engvej" in told
    assert "I gang" in told


def test_what_is_typed_survives_a_refusal(house: House) -> None:
    anna = at_the_page(house.cast.anna)
    status, text = post(anna, new_order(formal="i morgen", recipients=["Poul", "Carla Holm"]))
    assert status == 422
    assert 'value="Poul"' in text
    assert 'value="Carla Holm"' in text
    assert "Hvor mange?" in text
    assert "Skriv en dato" in text
    assert not Order.objects.exists()


def test_more_boxes_for_names_lose_nothing(house: House) -> None:
    status, text = post(at_the_page(house.cast.anna), new_order(more="1"))
    assert (status, text.count('name="recipients"')) == (200, 6)
    assert "Hvor mange?" in text
    assert not Order.objects.exists()


def test_the_page_of_an_order_is_on_its_case_too_and_the_work_list_names_it(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    anna = at_the_page(house.cast.anna)
    page = anna.get(reverse("cases:case", args=[order.case.uuid])).content.decode()
    assert reverse("orders:order", args=[order.uuid]) in page
    assert "Hvor mange lysmaster" in page
    assert order.case.number in anna.get(reverse("cases:list")).content.decode()


def test_the_cost_of_a_list_does_not_grow_with_it(
    house: House, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        house.asked("Carla Holm", title=f"Nummer {number}")
    carla = at_the_page(house.cast.carla)
    address = reverse("orders:list")
    carla.get(address)
    with django_assert_max_num_queries(LIST_BUDGET):  # type: ignore[operator]
        carla.get(address)


def test_the_cost_of_a_page(house: House, django_assert_max_num_queries: object) -> None:
    (order,) = house.asked("Carla Holm", source=house.source)
    house.answered(order, house.cast.carla)
    anna, address = at_the_page(house.cast.anna), reverse("orders:order", args=[order.uuid])
    anna.get(address)
    with django_assert_max_num_queries(PAGE_BUDGET):  # type: ignore[operator]
        anna.get(address)
