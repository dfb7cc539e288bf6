"""``faelled audit verify`` and ``faelled audit checkpoint``, as an operator runs them."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from faelled.base.audit.checkpoints import FILE
from faelled.base.audit.models import Entry
from faelled.base.audit.tests.writing import tamper, tamper_away, write

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("audit", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def test_it_says_whole_with_the_counts() -> None:
    write("case:1", 3)
    write("case:2", 1)
    assert run("checkpoint") == (0, "Kontrolpunkt skrevet: 2 kæder, 4 poster.\n")
    assert run("verify") == (0, "Hel: 2 kæder, 4 poster, 1 kontrolpunkter.\n")


def test_it_says_where_it_is_broken_and_exits_with_1() -> None:
    write("case:1", 3)
    tamper("UPDATE audit_entry SET actor_id = 'carla' WHERE seq = 2")
    code, text = run("verify")
    assert code == 1
    assert "IKKE hel: 1 fejl" in text
    assert "case:1: post 2 er ændret" in text


def test_a_machine_reads_the_same_as_json() -> None:
    write("case:1", 3)
    tamper_away("seq = 3")
    code, text = run("verify", "--json")
    report = json.loads(text)
    assert code == 1
    assert (report["whole"], report["streams"], report["entries"]) == (False, 1, 2)
    assert [(f["stream"], f["seq"], f["what"]) for f in report["faults"]] == [
        ("case:1", 3, "cut-off")
    ]


def test_a_long_list_of_faults_is_cut_with_the_number_left() -> None:
    write("case:1", 60)
    tamper("UPDATE audit_entry SET actor_id = 'carla'")
    assert "... og 10 fejl mere." in run("verify")[1]


def test_an_empty_log_is_whole() -> None:
    assert run("verify") == (0, "Hel: 0 kæder, 0 poster, 0 kontrolpunkter.\n")


def test_it_builds_no_checkpoint_on_a_broken_one() -> None:
    write("case:1")
    run("checkpoint")
    file = Path(settings.AUDIT_CHECKPOINTS) / FILE
    file.write_text(file.read_text()[:-40])
    with pytest.raises(CommandError, match="intet er skrevet"):
        run("checkpoint")


def test_a_role_s_name_is_no_place_for_sql() -> None:
    with pytest.raises(CommandError, match="lower-case"):
        run("rights", "site; DROP TABLE audit_entry")


@pytest.mark.parametrize(
    ("statement", "may"),
    [
        ("INSERT INTO audit_head (stream, count, digest, seal) VALUES ('x', 0, '', '')", True),
        ("UPDATE audit_head SET count = count", True),
        ("UPDATE audit_entry SET seq = 9", False),
        ("DELETE FROM audit_entry", False),
        ("DELETE FROM audit_head", False),
        ("TRUNCATE audit_head", False),
        ("ALTER TABLE audit_entry DISABLE TRIGGER ALL", False),
        ("DROP TRIGGER audit_entry_no_change ON audit_entry", False),
    ],
)
def test_the_printed_rights_let_the_site_add_and_no_more(statement: str, may: bool) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite knows no roles
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE faelled_test_site")
        cursor.execute(run("rights", "faelled_test_site")[1])
        cursor.execute("SET LOCAL ROLE faelled_test_site")
        write("case:1", 2)
        if may:
            cursor.execute(statement)
        else:
            with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
                cursor.execute(statement)
            return
        cursor.execute("RESET ROLE")
    assert Entry.objects.count() == 2
