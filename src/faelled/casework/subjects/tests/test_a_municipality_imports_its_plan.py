"""Frida imports KL's plan, and four times a year the next edition."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from faelled.casework.subjects.actions import import_plan
from faelled.casework.subjects.models import Edition, Plan, PlanRow
from faelled.casework.subjects.tests.plans import UUID, bring, plan, twice
from faelled.lib.text.kle_plan import KlePlanError
from tests.cast import NOW, authority_named, the_cast

pytestmark = pytest.mark.django_db


def test_the_first_edition_adds_every_row_and_is_logged() -> None:
    done = bring(plan())
    assert len(done.added) == PlanRow.objects.count() == 9
    assert (done.changed, done.expired, done.unchanged) == ((), (), 0)
    row = PlanRow.objects.get(number="99.01.01")
    assert (row.title, row.preservation, row.deletion_days) == (
        "Tabt arbejdsfortjeneste",
        "K5",
        1825,
    )
    assert done.edition.published == date(2026, 2, 1)
    assert Entry.objects.get(action="plan.import").stream == f"plan:{done.edition.plan_id}"


def test_the_same_file_twice_changes_nothing() -> None:
    first = bring(plan())
    again = bring(plan())
    assert again.edition == first.edition
    assert (again.added, again.unchanged, again.absent) == ((), 9, 0)
    assert Edition.objects.count() == 1
    assert Entry.objects.filter(action="plan.import").count() == 1


def test_the_next_edition_says_what_is_new_changed_and_expired() -> None:
    bring(plan())
    text = plan("2026-05-01").replace("Tabt arbejdsfortjeneste", "Tabt indtægt")
    text = text.replace('familier"', 'familier"\nexpired = 2026-05-01')
    text = text.replace('"99.01.09"', '"99.01.10"')
    done = bring(text)
    assert [row.number for row in done.added] == ["99.01.10"]
    assert [(change.row.number, change.fields) for change in done.changed] == [
        ("99.01.01", ("title",))
    ]
    assert [row.number for row in done.expired] == ["99.01.02"]
    assert (done.unchanged, done.absent) == (6, 1)
    assert PlanRow.objects.get(number="99.01.09").edition != done.edition


def test_an_older_file_takes_nothing_back() -> None:
    bring(plan("2026-05-01"))
    with pytest.raises(KlePlanError, match=r"udgaven fra 1\. maj 2026 er allerede indlæst"):
        bring(plan("2026-02-01").replace("Tabt", "Mistet"))
    assert PlanRow.objects.get(number="99.01.01").title == "Tabt arbejdsfortjeneste"


def test_the_same_number_twice_is_two_rows() -> None:
    bring(twice())
    rows = PlanRow.objects.filter(number="98.01.01").order_by("created")
    assert [row.title for row in rows] == ["Gamle heste", "Nye cykler"]
    assert rows[0].replaced_by == ["98.01.02"]


def test_a_file_with_uuids_meets_the_rows_that_had_none() -> None:
    bring(twice())
    done = bring(twice("2026-05-01", UUID))
    assert (done.added, len(done.changed)) == ((), 1)
    row = PlanRow.objects.get(title="Nye cykler")
    assert row.key == str(row.uuid) == "15b97b4f-08c6-42fc-9a37-3ec048d8d01b"
    back = bring(twice("2026-08-01"))
    assert (back.added, back.changed) == ((), ())
    assert PlanRow.objects.get(title="Nye cykler").uuid == row.uuid


def test_another_uuid_is_another_row_whatever_its_number() -> None:
    bring(twice("2026-02-01", UUID))
    done = bring(twice("2026-05-01", UUID.replace("15B97B4F", "25B97B4F")))
    assert [row.title for row in done.added] == ["Nye cykler"]


def test_two_rows_with_one_number_and_date_are_both_kept() -> None:
    text = plan() + '[[rows]]\nnumber = "99.01.01"\ntitle = "Den anden"\n'
    bring(text)
    bring(text.replace("2026-02-01", "2026-05-01"))
    assert PlanRow.objects.filter(number="99.01.01").count() == 2


def test_an_authoritys_own_plan_is_its_own() -> None:
    authority = authority_named("Nabokøbing Kommune", code="0998")
    bring(plan())
    bring(plan(), authority.pk)
    assert {row.authority for row in Plan.objects.all()} == {None, authority}


def test_only_who_publishes_processes_imports_a_plan() -> None:
    cast = the_cast()
    with pytest.raises(Refused):
        import_plan(plan().encode(), by=cast.actor(cast.anna), now=NOW)
    done = import_plan(plan().encode(), by=cast.actor(cast.frida), now=NOW)
    assert done.edition.plan.authority == cast.authority
    assert done.edition.imported_by_name == "Frida Beck"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "published"),
        (b"\xff\xfe<", "hverken XML eller TOML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><KLE-Emneplan>&a;</KLE-Emneplan>', "DOCTYPE"),
        (b"<html/>", "ikke en KLE-plan"),
        (b"<KLE-Emneplan></KLE-Emneplan>", "ingen emner"),
        (twice(uuid="<UUID>nej</UUID>").encode(), "UUID"),
        (plan().replace("egen-plan", "../plan").encode(), "»id«"),
        (plan().replace('title = "Gammel hjælp"', 'title = "a\\u0000b"').encode(), "ulovligt"),
        (plan().replace("1825", "-1").encode(), "deletion_days"),
        (plan().replace("1825", "99999999").encode(), "deletion_days"),
        (plan().replace('"K5"', '"K7"').encode(), "bevaringskode"),
        (plan().replace('["99.01.08"]', '["over der"]').encode(), "replaced_by"),
        (plan().replace('["99.01.08"]', '"99.01.08"').encode(), "replaced_by"),
        (plan().replace("expired = 2020-01-01", 'expired = "i fjor"').encode(), "expired"),
        (b'id = "a"\npublished = 2026-01-01\nrows = [1]', "[[rows]]"),
        (b"a = " + b"[" * 100_000, "TOML"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_and_writes_nothing(data: bytes, said: str) -> None:
    with pytest.raises(KlePlanError) as refused:
        import_plan(data, by=the_cast().system, now=NOW)
    assert said in str(refused.value)
    assert not Plan.objects.exists()


def run(*words: str) -> str:
    out = StringIO()
    call_command("kle", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_it_did(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(plan())
    assert "udgave 1. februar 2026: 9 nye" in run("import", str(file))
    file.write_text(plan("2026-05-01").replace('familier"', 'familier"\nexpired = 2026-05-01'))
    assert "Udgået: 99.01.02 Økonomisk hjælp til familier" in run("import", str(file))
    assert "Egen plan, udgave 1. maj 2026: 9 rækker" in run("list")


def test_the_command_tells_a_machine(tmp_path: Path) -> None:
    cast = the_cast()
    file = tmp_path / "plan.toml"
    file.write_text(plan())
    told = json.loads(run("import", str(file), "--authority", cast.authority.cvr, "--json"))
    assert (told["source"], told["published"]) == ("egen-plan", "2026-02-01")
    assert told["added"][1]["number"] == "99.01.01"
    [row] = json.loads(run("list", "--json"))
    assert (row["authority"], row["rows"], row["in_force"]) == (cast.authority.pk, 9, 5)


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan ikke læses"):
        run("import", str(tmp_path / "none.xml"))
    (tmp_path / "a.xml").write_text("<html/>")
    with pytest.raises(CommandError, match="ikke en KLE-plan"):
        run("import", str(tmp_path / "a.xml"))
    with pytest.raises(CommandError, match="Ingen myndighed"):
        run("import", str(tmp_path / "a.xml"), "--authority", "12345678")


def test_the_command_does_not_hold_a_giant_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "giant.xml").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(CommandError, match="for stor"):
        run("import", str(tmp_path / "giant.xml"))


def test_a_long_list_of_changes_is_cut_for_people(tmp_path: Path) -> None:
    rows = "".join(f'[[rows]]\nnumber = "97.01.{n:02}"\ntitle = "Emne {n}"\n' for n in range(1, 31))
    file = tmp_path / "plan.toml"
    file.write_text(f'id = "lang"\npublished = 2026-01-01\n{rows}')
    run("import", str(file))
    file.write_text(f'id = "lang"\npublished = 2026-02-01\n{rows.replace("Emne", "Sag")}')
    told = run("import", str(file))
    assert "30 ændrede" in told
    assert "og 10 mere" in told
