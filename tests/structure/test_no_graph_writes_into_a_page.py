"""Stored XSS in a published type (casework.md 8.6): a graph's words are text on every page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from faelled.casework.cases.actions import NewParty, open_case, use_process
from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast
from tests.structure.world import at_the_page

EVIL = "</text><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7|add:7 }}"
GRAPH = f"""
id = "ond"
version = "{EVIL}"
title = "{EVIL}"
language = "da"
source = "{EVIL}"
licence = "MPL-2.0"
summary = "{EVIL}"
case_title = "{EVIL}"
phases = [{{ id = "one", label = "{EVIL}" }}]
roles = [{{ id = "citizen", label = "{EVIL}" }}, {{ id = "caseworker", label = "Sagsbehandler" }}]
groups = [{{ id = "box", label = "{EVIL}" }}]

[[events]]
id = "apply"
label = "{EVIL}"
help = "{EVIL}"
roles = ["citizen", "caseworker"]
phase = "one"
group = "box"
pending = "P4W"
cites = ["{EVIL} § 1"]
fields = [
  {{ id = "why", label = "{EVIL}", help = "{EVIL}", type = "choice", required = true, options = [
    {{ value = "a", label = "{EVIL}" }}, {{ value = "b", label = "B" }} ] }},
  {{ id = "more", label = "{EVIL}", type = "longtext", show_if = "why = 'a'" }},
]

[[events]]
id = "decide"
label = "{EVIL}"
roles = ["caseworker"]

[[relations]]
is = "apply -->* decide"
why = "{EVIL}"
cites = ["{EVIL} § 2"]
"""


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def test_a_graph_s_words_are_shown_and_never_run(cast: Cast, quiet: None) -> None:
    frida, dorthe = cast.actor(cast.frida), cast.actor(cast.dorthe)
    version = publish(GRAPH.encode(), by=frida, now=NOW)
    kind = use_process(version.process, cast.disability, by=frida, now=NOW, open_to_citizens=True)
    party = NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = open_case(kind, by=dorthe, now=NOW, parties=[party])
    pages = {
        "anna": ["/sager/?omfang=enhed", "/processer/", "/processer/ond/1/", "/sager/ny/"],
        "dorthe": ["/selvbetjening/", "/selvbetjening/ond/", "/mine-sager/"],
        "frida": ["/sager/typer/"],
    }
    pages["anna"] += [f"/sager/{case.uuid}/{part}" for part in ("", "kort/", "trin/apply/")]
    pages["anna"] += [f"/sager/{case.uuid}/trin/decide/"]
    pages["dorthe"] += [f"/mine-sager/{case.uuid}/", f"/mine-sager/{case.uuid}/trin/apply/"]
    for who, urls in pages.items():
        client = at_the_page(getattr(cast, who))
        for url in urls:
            response = client.get(url)
            assert response.status_code == 200, url
            text = response.content.decode()
            assert "<script>alert" not in text, url
            assert "<img src=x" not in text, url
            assert "14" not in text.partition("alert(1)")[2][:60], url
    assert "&lt;script&gt;" in at_the_page(cast.anna).get(f"/sager/{case.uuid}/kort/").text
