"""A database of each release that was ever made, taken to the program of today."""

import gzip
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.faults.make_release import HERE, KEYS, KINDS, released
from tests.faults.person import Person
from tests.faults.site import Site, database_of, environment, static_files

RELEASES = sorted({path.name.split(".")[0].removeprefix("release_") for path in HERE.glob("*.gz")})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("release", RELEASES)
def test_the_database_of_a_release_opens_today(release: str, kind: str, tmp_path: Path) -> None:
    text = gzip.decompress(released(release, kind).read_bytes()).decode()
    with database_of(kind, tmp_path) as url:
        load(text, url, kind)
        site = Site(tmp_path, environment(url, tmp_path) | KEYS)
        static_files(site)
        site.faelled("migrate", "--verbosity", "0")
        assert site.faelled("audit", "verify").startswith("Hel:")
        assert "is filled" not in site.faelled("demo")
        try:
            assert_pages_open(site)
        finally:
            site.kill()


def load(text: str, url: str, kind: str) -> None:
    if kind == "sqlite":
        database = sqlite3.connect(url.removeprefix("sqlite:///"))
        database.executescript(text)
        database.close()
        return
    subprocess.run(
        ["psql", "--quiet", "--set=ON_ERROR_STOP=1", url],
        input=text,
        text=True,
        check=True,
        capture_output=True,
    )


def assert_pages_open(site: Site) -> None:
    """Each of the cast finds what they had: cases, approvals, their own page."""
    url = site.serve(workers=1)
    ids = dict(re.findall(r'action="/log-ind/([0-9a-f-]{36})/".*?<strong>([^<]+)<', people(url)))
    by_name = {name: user for user, name in ids.items()}
    for name, path, has_some in (
        ("Anna Dam", "/sager/", True),
        ("Bo Lind", "/til-godkendelse/", True),
        ("Dorthe Friis", "/mine-sager/", False),  # she has not applied yet
    ):
        person = Person(url).log_in(by_name[name])
        page = person.get(path)
        assert page.status == 200, f"{name}: {path}"
        links = set(re.findall(rf'href="({path}[0-9a-f-]{{36}}/[^"?#]*)"', page.text))
        assert links or not has_some, f"{name} has nothing left at {path}"
        for link in links:
            assert person.get(link).status == 200, f"{name}: {link}"


def people(url: str) -> str:
    return re.sub(r"\s+", " ", Person(url).get("/log-ind/").text)
