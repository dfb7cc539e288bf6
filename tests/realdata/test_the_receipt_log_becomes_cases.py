"""A Dutch municipality's 1,434 building applications, as cases that its people can open."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from faelled.base.audit.verify import verify
from faelled.base.people.actions import add_employee_user
from faelled.base.people.models import Employee
from faelled.casework.cases.models import Case, CaseEvent, Deadline, JournalEntry, Task
from tests.cast import NOW, the_cast

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

GRAPH = Path(__file__).parents[2] / "content" / "graphs" / "byggesag-modtagelse.toml"


def test_the_whole_log_is_replayed_and_its_pages_open(data: Path, client: Client) -> None:
    cast, out = the_cast(), StringIO()
    log = data / "logs" / "receipt.xes.gz"
    call_command("log", "replay", log, graph=GRAPH, json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["cases"], told["steps"]) == (1434, 8577)
    assert (told["whole_cases"], told["refused"]) == (1433, 1)
    assert CaseEvent.objects.count() == told["accepted"] == 8576
    assert JournalEntry.objects.filter(kind="note").count() == 1
    assert Deadline.objects.filter(state="missed").count() == told["late"]
    assert Task.objects.exists() and not verify().faults

    worker = Employee.objects.get(name="Resource01")
    client.force_login(add_employee_user(worker, "resource01", by=cast.system, now=NOW))
    page = client.get(f"{reverse('cases:list')}?omfang=enhed")
    assert page.status_code == 200 and "Byggesag case-" in page.content.decode()
    for case in Case.objects.order_by("-seq")[:20]:
        found = client.get(reverse("cases:case", args=[case.uuid])).content.decode()
        assert "Modtag ansøgningen" in found
    late = Case.objects.filter(next_deadline__lt=datetime(2013, 1, 1, tzinfo=UTC))
    assert late.exists()
