"""The first people of an authority come from a small file; read twice, it changes nothing."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faelled.base.audit.models import Entry
from faelled.base.people.actors import actor_for
from faelled.base.people.models import Authority, Employee, Position, Unit, User
from faelled.base.people.starting import StartRefused, read_start, start_authority
from tests.cast import NOW, Cast

EXAMPLE = Path(__file__).parents[5] / "content" / "start" / "kommune.toml"
SOURCE = EXAMPLE.read_text("utf-8")


def imported(source: str = SOURCE) -> list[str]:
    return start_authority(read_start(source.encode()), now=NOW)


def test_the_example_makes_a_caseworker_and_her_leader(db: None) -> None:
    assert imported() == [
        "Oprettet: Vores Kommune (prøve)",
        "Oprettet: Borgercenter",
        "Oprettet: ida",
        "Oprettet: leo",
    ]
    ida, leo = User.objects.get(username="ida"), User.objects.get(username="leo")
    assert actor_for(ida, NOW).roles == {"caseworker"}
    assert actor_for(leo, NOW).roles == {"manager"}
    assert {one.value for one in actor_for(leo, NOW).capabilities} == {
        "publish-process",
        "manage-people",
    }
    assert ida.employee is not None and ida.employee.email == "ida@kommune.example"
    assert not ida.has_usable_password()
    made = Entry.objects.filter(action="grant-position")
    assert {entry.actor_id for entry in made} == {"system"}


def test_read_twice_it_changes_nothing(db: None) -> None:
    imported()
    logged = Entry.objects.count()
    assert imported() == [
        "Findes: Vores Kommune (prøve)",
        "Findes: Borgercenter",
        "Findes, og er ikke ændret: ida",
        "Findes, og er ikke ændret: leo",
    ]
    assert Entry.objects.count() == logged
    counts = [rows.objects.count() for rows in (Authority, Unit, Employee, Position)]
    assert counts == [1, 1, 2, 2]


def test_a_file_that_grows_adds_what_is_new_and_gives_nobody_more(db: None) -> None:
    imported()
    more = SOURCE.replace('capabilities = ["publish-process", "manage-people"]', "") + (
        '[[units]]\nkey = "below"\nname = "Sekretariat"\nparent = "centre"\n'
        '[[employees]]\nusername = "eva"\nname = "Eva Ny"\npositions = ["below:caseworker"]\n'
    )
    more = more.replace('"centre:caseworker"', '"centre:caseworker", "centre:manager"')
    assert [line for line in imported(more) if line.startswith("Oprettet")] == [
        "Oprettet: Sekretariat",
        "Oprettet: eva",
    ]
    assert actor_for(User.objects.get(username="ida"), NOW).roles == {"caseworker"}
    assert Unit.objects.get(name="Sekretariat").parent == Unit.objects.get(name="Borgercenter")


def test_all_that_is_wrong_is_said_with_its_place(db: None) -> None:
    wrong = """
[authority]
name = "X"
cvr = "12"
municipality_code = 999
[[units]]
key = "a"
[[units]]
key = "a"
name = "A"
parent = "b"
[[employees]]
username = "ida"
name = "Ida"
positions = ["c:caseworker", "a:"]
capabilities = ["everything"]
email = "ida@x\\nBcc: leo@x"
salary = 1
[[employees]]
username = "ida"
name = "Ida"
"""
    with pytest.raises(StartRefused) as caught:
        read_start(wrong.encode())
    places = [problem.split(":")[0] for problem in caught.value.problems]
    assert places == [
        "authority.cvr",
        "authority.municipality_code",
        "units[1].name",
        "units[2].key",
        "units[2].parent",
        "employees[1].salary",
        "employees[1].positions",
        "employees[1].positions",
        "employees[1].capabilities",
        "employees[1].email",
        "employees[2].username",
        "employees[2].positions",
    ]


@pytest.mark.parametrize("source", [b"", b"\xff", b"[[", b"authority = 1", b"[authority]\ncvr = 1"])
def test_what_is_no_such_file_is_refused(db: None, source: bytes) -> None:
    with pytest.raises(StartRefused):
        read_start(source)


def test_a_username_of_another_authority_stops_it_whole(cast: Cast) -> None:
    taken = SOURCE.replace('username = "leo"', f'username = "{cast.bo.user.username}"')
    with pytest.raises(StartRefused):
        imported(taken)
    assert Authority.objects.count() == 1


def test_the_command_says_what_it_did_and_what_it_could_not(db: None, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("people", "import", str(EXAMPLE), stdout=out)
    assert "Oprettet: Borgercenter" in out.getvalue()
    bad = tmp_path / "bad.toml"
    bad.write_text("[authority]\n", "utf-8")
    with pytest.raises(CommandError, match="authority"):
        call_command("people", "import", str(bad))
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("people", "import", str(tmp_path / "none.toml"))
