"""Neither Anna's list nor her search reads the cases of the whole authority."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from faelled.base.people.models import Person
from faelled.casework.cases.models import Case
from faelled.casework.cases.tests.house import House
from faelled.casework.cases.work_list import Filters, work_list
from tests.cast import NOW

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite is for small sites: it reads every row."
)


def plan(rows: QuerySet[Any]) -> str:
    """How PostgreSQL goes about it when it may neither read whole tables nor sort, if it can do
    without: in a test there are too few rows for it to care.
    """
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = on")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_a_units_open_cases_lie_in_the_order_of_their_deadlines(house: House) -> None:
    house.case()
    anna = house.cast.actor(house.cast.anna)
    found = plan(work_list(anna, Filters(scope="enhed"), now=NOW)[:100])
    assert "Index Scan using open_cases_of_a_unit" in found, found
    assert "Sort Key" not in found, found


def test_a_search_goes_by_parts_of_names_numbers_and_titles(house: House) -> None:
    house.case()
    called = Person.objects.filter(Q(given_name__icontains="Fri") | Q(family_name__icontains="Fri"))
    assert plan(called).count("Bitmap Index Scan on people_person_by_part_of_name") == 2
    headed = Case.objects.filter(Q(number__icontains="2026") | Q(title__icontains="2026"))
    assert plan(headed).count("Bitmap Index Scan on cases_by_part_of_head") == 2
