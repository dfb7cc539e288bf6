"""Anna finds her work."""

import html
import json
import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faelled.base.audit.models import Entry
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House
from faelled.casework.cases.work_list import SORTS, Filters, work_list
from tests.cast import NOW

LIST = "/sager/"


def numbers(house: House, **filters: str) -> list[str]:
    rows = work_list(house.cast.actor(house.cast.anna), Filters(**filters), now=NOW)
    return [case.number for case in rows]


def test_the_tabs_hold_what_they_say(house: House) -> None:
    mine, free, late = house.case(), house.case(), house.case()
    anna = house.cast.actor(house.cast.anna)
    actions.take(mine, by=anna, now=NOW)
    house.do(mine, "apply", house.cast.dorthe, amount="500")
    Case.objects.filter(pk=mine.pk).update(waiting_for="citizen")
    Case.objects.filter(pk=late.pk).update(next_deadline=NOW - timedelta(days=1))
    assert numbers(house, scope="mine") == [mine.number]
    assert set(numbers(house, scope="enhed")) == {mine.number, free.number, late.number}
    assert set(numbers(house, scope="ufordelt")) == {free.number, late.number}
    assert numbers(house, scope="venter") == [mine.number]
    assert numbers(house, scope="overskredet") == [late.number]


def test_the_soonest_deadline_comes_first_and_no_deadline_last(house: House) -> None:
    none, soon, later = house.case(), house.case(), house.case()
    Case.objects.filter(pk=soon.pk).update(next_deadline=NOW + timedelta(days=1))
    Case.objects.filter(pk=later.pk).update(next_deadline=NOW + timedelta(days=9))
    assert numbers(house, scope="enhed") == [soon.number, later.number, none.number]


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_sorting_works(house: House, sort: str) -> None:
    made = {house.case().number for _ in range(2)}
    assert set(numbers(house, scope="enhed", sort=sort)) == made


def test_closed_cases_are_away_until_asked_for(house: House) -> None:
    case = house.case()
    actions.close_case(case, by=house.cast.actor(house.cast.anna), now=NOW, reason="Færdig")
    assert numbers(house, scope="enhed") == []
    assert numbers(house, scope="enhed", status="closed") == [case.number]


def test_carla_sees_none_of_it_on_any_tab_nor_in_the_search(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.carla.user)
    for scope in ("mine", "mig", "enhed", "ufordelt", "venter", "overskredet"):
        assert case.number not in client.get(LIST, {"omfang": scope}).text
    for words in (case.number, "Tilskud", "Friis", "410384-0002"):
        page = client.post(reverse("cases:search"), {"q": words}).text
        assert str(case.uuid) not in page


@pytest.mark.parametrize("words", ["2026-00001", "tilskud", "friis", "Dorthe Friis", "4103840002"])
def test_anna_finds_a_case_by_number_title_name_and_cpr(
    house: House, client: Client, words: str
) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.post(reverse("cases:search"), {"q": words})
    assert str(case.uuid) in page.text


def test_a_cpr_number_never_stands_in_an_address(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    assert client.get(reverse("cases:search"), {"q": "410384-0002"}).status_code == 405
    page = client.post(reverse("cases:search"), {"q": "410384-0002"})
    assert "410384-0002" not in page.text


def test_a_page_of_the_list_is_one_look_up_in_the_log(house: House, client: Client) -> None:
    cases = [house.case() for _ in range(3)]
    client.force_login(house.cast.anna.user)
    client.get(LIST, {"omfang": "enhed"})
    entry = Entry.objects.get(stream=f"lookups:{house.cast.anna.id}")
    assert {case.ref for case in cases} <= set(json.loads(entry.subjects))
    assert entry.purpose == "case-work"


def test_a_hundred_rows_cost_no_more_queries_than_one(house: House, client: Client) -> None:
    for _ in range(12):
        house.case()
    client.force_login(house.cast.anna.user)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(LIST, {"omfang": "enhed"})
    work = [q["sql"] for q in asked if not is_overhead(q["sql"])]
    assert len(work) <= 8, "\n".join(work)


def is_overhead(sql: str) -> bool:
    """What every logged page costs: the session, the user, and the line in the audit log."""
    return any(word in sql for word in ("connect_login", "people_user", "audit_", "SAVEPOINT"))


def test_a_filter_that_nobody_knows_falls_back(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.get(LIST, {"omfang": "enhed", "status": "x", "sorter": "pk;--", "side": "zz"})
    assert case.number in page.text


def test_the_handler_filter_knows_my_colleagues_and_nobody(house: House, client: Client) -> None:
    hers, free = house.case(), house.case()
    actions.take(hers, by=house.cast.actor(house.cast.anna), now=NOW)
    anna = str(house.cast.anna.employee.uuid)
    assert numbers(house, scope="enhed", handler=anna) == [hers.number]
    assert numbers(house, scope="enhed", handler="ingen") == [free.number]
    client.force_login(house.cast.bo.user)
    page = client.get(LIST, {"omfang": "enhed", "behandler": anna})
    assert [row.number for row in page.context["rows"]] == [hers.number]
    # Bo leads the unit above, so Anna is his colleague; Carla is not.
    assert [name for _uuid, name in page.context["handlers"]] == ["Anna Dam", "Bo Lind"]


def test_a_handler_that_nobody_knows_reveals_nothing(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    for text in ("1", "x'--", "ALLE"):
        assert case.number in client.get(LIST, {"omfang": "enhed", "behandler": text}).text
    carla = str(house.cast.carla.employee.uuid)
    page = client.get(LIST, {"omfang": "enhed", "behandler": carla})
    assert case.number not in page.text
    assert "Ingen sager passer til det, du har valgt." in page.text


def test_the_filters_go_along_through_tabs_sorting_and_pages(house: House, client: Client) -> None:
    for _ in range(101):
        house.case()
    client.force_login(house.cast.anna.user)
    asked = {"type": "tilskud", "status": "open", "behandler": "ingen", "sorter": "-nummer"}
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(LIST, {"omfang": "enhed", **asked}, headers=headers).text
        links = re.findall(r'(?<!hx-get=)"(\?[^"]+|/sager/\?[^"]+)"', page)
        kept = [link for link in links if "&" in link]
        assert len(kept) >= 12  # six tabs, five headings, the next page
        for link in kept:
            query = dict(parse_qsl(urlsplit(html.unescape(link)).query))
            for name in ("type", "status", "behandler"):
                assert query[name] == asked[name], link
            assert "sorter" in query


def test_a_row_says_the_kind_of_case_where_the_title_does_not(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    kind = '<span class="work-list__type">Tilskud til tegnebøger</span>'
    assert kind in client.get(LIST, {"omfang": "enhed"}).text
    Case.objects.filter(pk=case.pk).update(title="Tilskud til Tegnebøger")
    assert kind not in client.get(LIST, {"omfang": "enhed"}).text


def test_what_htmx_swaps_has_the_tabs_and_the_filters_with_it(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    part = client.get(LIST, {"behandler": "ingen"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert part.count('id="work-list"') == 1
    assert '<option value="ingen" selected>' in part


def test_a_search_that_is_come_back_to_asks_again(house: House, client: Client) -> None:
    client.force_login(house.cast.anna.user)
    answer = client.get("/sager/soeg/")
    assert answer.status_code == 200
    assert "Skriv, hvad du søger" in answer.content.decode()
