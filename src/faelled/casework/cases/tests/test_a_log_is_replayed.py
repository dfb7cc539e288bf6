"""Logs of other systems become cases; what the rules refuse is counted and kept."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from faelled.base.access.actor import Actor
from faelled.base.access.refusals import Refused
from faelled.base.audit.verify import verify
from faelled.base.people.actions import add_employee_user
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import replay_case
from faelled.casework.cases.models import Case, CaseEvent, Deadline, DeadlineState, JournalEntry
from faelled.casework.cases.past import PastCase, PastStep
from faelled.casework.cases.placing import Placement
from faelled.casework.cases.tests.house import the_house
from tests.cast import NOW, Cast, the_cast

pytestmark = pytest.mark.django_db

GRAPH = Path(__file__).parents[5] / "content" / "graphs" / "byggesag-modtagelse.toml"
ROWS = [
    ("a", "Confirmation of receipt", "2011-10-03T10:00:00+02:00", "Ann", "Group 1"),
    ("a", "T02 Check confirmation of receipt", "2011-10-04T10:00:00+02:00", "Bob", "Group 1"),
    ("a", "T05 Print and send confirmation of receipt", "2011-10-04T11:00:00+02:00", "Bob", ""),
    ("a", "T99 Have coffee", "2011-10-04T12:00:00+02:00", "Bob", ""),
    ("a", "T04 Determine confirmation of receipt", "2011-10-25T10:00:00+02:00", "Ann", ""),
    ("a", "T05 Print and send confirmation of receipt", "2011-10-25T11:00:00+02:00", "", ""),
    ("b", "Confirmation of receipt", "2011-11-01T10:00:00+02:00", "Ann", "Group 2"),
    ("c", "Confirmation of receipt", "", "Ann", ""),
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    head = "case:concept:name,concept:name,time:timestamp,org:resource,org:group\n"
    path.write_text(head + "".join(",".join(row) + "\n" for row in ROWS))
    return path


def replayed(log: Path, **options: object) -> dict[str, object]:
    out = StringIO()
    call_command("log", "replay", log, graph=GRAPH, json=True, stdout=out, **options)
    told = json.loads(out.getvalue())
    assert isinstance(told, dict)
    return told


def test_each_case_of_the_log_is_a_case_with_its_steps(log: Path) -> None:
    the_cast()
    told = replayed(log)
    assert (told["cases"], told["whole_cases"], told["empty_cases"]) == (2, 1, 1)
    assert (told["steps"], told["accepted"], told["refused"], told["late"]) == (7, 5, 2, 1)
    case = Case.objects.get(title="Byggesag a")
    done = list(case.events.order_by("seq").values_list("event_id", "actor_name", "actor_kind"))
    assert done == [
        ("receive_application", "Ann", "employee"),
        ("check_receipt", "Bob", "employee"),
        ("settle_receipt", "Ann", "employee"),
        ("send_receipt", "Fælled", "system"),
    ]
    assert case.opened_at == datetime(2011, 10, 3, 8, tzinfo=UTC)
    assert case.handler is not None and case.handler.name == "Ann"
    first = case.events.get(seq=1)
    assert first.unit is not None and first.unit.name == "Group 1"
    assert first.unit.parent == case.owner_unit


def test_what_is_refused_is_counted_by_reason_and_kept_as_a_note(log: Path) -> None:
    the_cast()
    told = replayed(log)
    rows = told["activities"]
    assert isinstance(rows, list)
    reasons = {row["activity"]: row["reasons"] for row in rows if row["refused"]}
    assert reasons == {
        "T05 Print and send confirmation of receipt": {"condition:settle_receipt": 1},
        "T99 Have coffee": {"unknown": 1},
    }
    notes = JournalEntry.objects.filter(kind="note").order_by("occurred_at")
    assert [note.short_text.split(": ")[1] for note in notes] == list(reasons)
    assert "fastlagt" in notes[0].text


def test_deadlines_and_tasks_are_as_the_steps_left_them(log: Path) -> None:
    the_cast()
    replayed(log)
    states = dict(Deadline.objects.values_list("case__title", "state"))
    assert states == {"Byggesag a": DeadlineState.MISSED, "Byggesag b": DeadlineState.RUNNING}
    case = Case.objects.get(title="Byggesag b")
    tasks = set(case.tasks.values_list("event_id", flat=True))
    assert tasks == {"send_receipt", "decide_advice", "decide_hold"}
    assert case.next_deadline is not None and case.waiting_for == "us"
    assert CaseEvent.objects.filter(overdue=True).count() == 1


def test_the_audit_chain_holds_and_names_who_brought_the_log_in(log: Path) -> None:
    the_cast()
    replayed(log, limit=1)
    assert Case.objects.count() == 1
    assert not verify().faults


def test_an_employee_of_the_log_can_open_the_pages(log: Path, client: Client) -> None:
    cast = the_cast()
    replayed(log)
    ann = Employee.objects.get(name="Ann")
    client.force_login(add_employee_user(ann, "ann", by=cast.system, now=NOW))
    page = client.get(f"{reverse('cases:list')}?omfang=enhed")
    assert "Byggesag b" in page.content.decode()
    case = Case.objects.get(title="Byggesag a")
    assert "T99 Have coffee" in client.get(reverse("cases:case", args=[case.uuid])).content.decode()


def test_words_for_people_and_for_mistakes(log: Path, tmp_path: Path) -> None:
    the_cast()
    out = StringIO()
    call_command("log", "replay", log, graph=GRAPH, unit="Arkiv", stdout=out)
    assert "2 sager i enheden Arkiv" in out.getvalue()
    assert "condition:settle_receipt" in out.getvalue()
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("log", "replay", tmp_path / "none.csv", graph=GRAPH)
    with pytest.raises(CommandError, match="CVR"):
        call_command("log", "replay", log, graph=GRAPH, authority="12345678")
    with pytest.raises(CommandError, match="ender på"):
        call_command("log", "replay", GRAPH, graph=GRAPH)


def past_steps(cast: Cast) -> list[PastStep]:
    anna, bo = cast.actor(cast.anna), cast.actor(cast.bo)
    return [
        PastStep("apply", "apply", NOW, anna),
        PastStep("apply", "apply", NOW, anna, {"amount": ["500"]}),
        PastStep("hear", "hear", NOW, anna),
        PastStep("draft", "draft", NOW, anna, {"outcome": ["granted"]}),
        PastStep("finish", "finish", NOW, anna),
        PastStep("approve", "approve", NOW, _with_role(anna, "manager")),
        PastStep("approve", "approve", NOW, bo),
        PastStep("finish", "finish", NOW, anna),
        PastStep("hear", "hear", NOW, anna),
    ]


def _with_role(actor: Actor, role: str) -> Actor:
    return replace(actor, roles=actor.roles | {role})


def test_fields_effects_and_the_end_of_a_case_are_asked_too() -> None:
    house = the_house()
    version = house.case_type.process.versions.get()
    told = PastCase("Tilskud før", NOW, past_steps(house.cast))
    placed = Placement("", "")
    by = house.cast.system
    done = replay_case(house.case_type, version.pk, placed, told, by=by, now=NOW)
    assert [step.event_id for step in done.accepted] == [
        "apply", "hear", "draft", "approve", "finish"
    ]  # fmt: skip
    assert [one.reasons for one in done.refused] == [
        ("data:amount",),
        ("condition:approve", "milestone:approve"),
        ("refused",),
        ("refused",),
    ]
    case = Case.objects.get(pk=done.case.pk)
    assert (case.status, case.result, case.seq) == ("closed", "granted", 5)
    assert not verify().faults


def test_only_who_may_publish_brings_a_log_in() -> None:
    house = the_house()
    version = house.case_type.process.versions.get()
    with pytest.raises(Refused):
        replay_case(
            house.case_type,
            version.pk,
            Placement("", ""),
            PastCase("x", NOW, []),
            by=house.cast.actor(house.cast.anna),
            now=NOW,
        )
    assert Case.objects.count() == 0
