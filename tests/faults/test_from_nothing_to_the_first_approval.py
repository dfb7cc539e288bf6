"""docs/first-approval.md, done as it stands there: by commands and on the pages, and timed.

`pytest -s` prints the seconds; only that it works is tested, for each machine has its own pace.
"""

import re
import time
from html import unescape
from pathlib import Path

from tests.faults.person import Person
from tests.faults.site import Site, site_on

CVR = "99999998"
APPROVAL = re.compile(r'href="(/til-godkendelse/[0-9a-f-]{36}/[a-z_]+/)"')
# One person on the demo's log-in page: the address of the button, and the name on it.
CAST = re.compile(r'action="/log-ind/([0-9a-f-]{36})/".*?<strong>([^<]+)</strong>', re.DOTALL)


def come_in(site_url: str, name: str) -> Person:
    person = Person(site_url)
    known = {said: user_id for user_id, said in CAST.findall(person.get("/log-ind/").text)}
    return person.log_in(known[name])


def option(page: str, label: str) -> str:
    """The value of the choice that is called ``label``, in a list or beside a button."""
    text = unescape(page)
    listed = re.search(rf'<option value="([^"]+)"[^>]*>\s*{re.escape(label)}', text)
    if listed:
        return listed[1]
    beside = re.search(rf'value="([^"]+)"[^>]*>\s*<label[^>]*>\s*{re.escape(label)}', text)
    assert beside, f"{label} is not among the choices"
    return beside[1]


def put_to_use(leo: Person) -> None:
    """Leo, Sagstyper: the process in the unit."""
    path = "/sager/typer/"
    page = leo.get(path).text
    chosen = {
        "process": option(page, "Indstilling til godkendelse"),
        "unit": option(page, "Borgercenter"),
        "number_pattern": "{year}-{serial:05}",
        "open_to_citizens": "false",
    }
    assert leo.post(path, leo.form(path) | chosen).status == 302


def propose(ida: Person) -> str:
    """Ida, Ny sag, Skriv indstillingen; the case's address."""
    path = "/sager/ny/"
    chosen = {"case_type": option(ida.get(path).text, "Indstilling til godkendelse")}
    opened = ida.post(path, ida.form(path) | chosen | {"title": "Nye stole"})
    assert opened.status == 302, opened.text
    case = opened.headers["Location"]
    step = f"{case}trin/propose/"
    said = {"what": "Nye stole for 4.000 kr.", "why": "De gamle er gået i stykker."}
    assert ida.post(step, ida.form(step) | said).status == 302
    return str(case)


def approve_first(leader: Person) -> str:
    """What waits first on the list, approved; its address."""
    found = APPROVAL.search(leader.get("/til-godkendelse/").text)
    assert found, "nothing waits"
    answer = leader.post(found[1], leader.form(found[1]) | {"verdict": "approve"})
    assert answer.status == 302, answer.text
    assert "Godkendt" in leader.get(found[1]).text
    return found[1]


def own_municipality(site: Site) -> None:
    site.faelled("graph", "check", "content/start/godkendelse.toml")
    site.faelled("people", "import", "content/start/kommune.toml")
    site.faelled("graph", "import", "content/start/godkendelse.toml", "--authority", CVR)
    url = site.serve(workers=1)
    leo, ida = come_in(url, "Leo Leder"), come_in(url, "Ida Sagsbehandler")
    put_to_use(leo)
    case = propose(ida)
    approve_first(leo)
    assert "Godkend indstillingen" in ida.get(f"{case}journal/").text


def test_the_demo(tmp_path: Path) -> None:
    began = time.monotonic()
    with site_on("sqlite", tmp_path) as site:
        site.faelled("demo")
        bo = come_in(site.serve(workers=1), "Bo Lind")
        approve_first(bo)
        print(f"\nthe demo, to Bo's first approval: {time.monotonic() - began:.0f} s")


def test_one_s_own_municipality(tmp_path: Path) -> None:
    began = time.monotonic()
    with site_on("sqlite", tmp_path) as site:
        own_municipality(site)
        print(f"\none's own, to Leo's first approval: {time.monotonic() - began:.0f} s")
