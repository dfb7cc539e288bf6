"""The drill: a site with letters is copied while it runs, and stands up again in an empty place."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.person import Person
from tests.faults.site import Site, database_of, environment, site_on, static_files

# The drill itself, on a small site; a guard against something growing with the square.
LONGEST_SECONDS = 30.0


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_site_stands_up_again_from_its_backup(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, copy = tmp_path / "old", tmp_path / "new", tmp_path / "copy"
    old.mkdir()
    new.mkdir()
    with site_on(database, old) as site:
        world = site.script("prepare", "3")
        ask_for_papers(site, world)
        site.script("account")  # sends the letter
        site.faelled("audit", "checkpoint")
        before = site.script("account")
        started = time.monotonic()
        said = site.faelled("backup", str(copy))
        copied = time.monotonic() - started
    assert "Nøglerne er IKKE med" in said
    assert keys_in(old)
    assert not keys_in(copy)
    with database_of(database, new) as url:
        site = Site(new, environment(url, new) | keys_of(old))
        started = time.monotonic()
        site.faelled("restore", str(copy))
        static_files(site)
        site.faelled("migrate", "--verbosity", "0")
        verify = site.faelled("audit", "verify")
        restored = time.monotonic() - started
        assert verify.startswith("Hel:")
        assert "1 kontrolpunkter" in verify
        after = site.script("account")
        assert after == before
        assert_opens(site, world)
        site.kill()
        refused = site.faelled("restore", str(copy), code=1)
    assert refused == ""
    assert max(copied, restored) < LONGEST_SECONDS
    with capsys.disabled():
        print(
            f"\n{database}: backup {copied:.1f} s, restore with migrate and verify {restored:.1f} s"
        )


def ask_for_papers(site: Site, world: dict[str, Any]) -> None:
    """A letter leaves the site: there is a document, a file, and a message in the outbox."""
    anna = Person(site.serve(workers=1)).log_in(world["people"]["anna"])
    path = f"/sager/{world['cases'][0]}/trin/request_information/"
    form = anna.form(path) | {"what": "Send lønsedler.", "time_limit": "2 uger"}
    assert anna.post(path, form).status == 302


def assert_opens(site: Site, world: dict[str, Any]) -> None:
    """Anna reads the case, and the letter in it as the file it was."""
    anna = Person(site.serve(workers=1)).log_in(world["people"]["anna"])
    page = anna.get(f"/sager/{world['cases'][0]}/")
    assert page.status == 200
    assert "Dorthe Friis" in page.text
    assert anna.get("/sager/").status == 200


def keys_of(var: Path) -> dict[str, str]:
    """The old site's keys, as an operator gives them: from where they were kept apart."""
    return {f"{path.name.upper()}_FILE": str(path) for path in (var / "keys").iterdir()}


def keys_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "_key" in path.name]
