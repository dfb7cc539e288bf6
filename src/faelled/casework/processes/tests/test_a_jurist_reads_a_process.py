"""The pages: the list, a version with its map and every rule, the file, and who may see them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from faelled.base.access.actor import system_actor
from faelled.casework.processes.actions import publish
from faelled.casework.processes.engines import engine_for
from faelled.casework.processes.maps import ProcessMap, marked_map, process_map
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.pages import version_page
from faelled.casework.processes.tests.graphs import GOOD
from faelled.lib.dcr import Marking
from faelled.lib.dcr.map import Status
from tests.cast import NOW, Cast, authority_named

PAGE = "/processer/tilskud/1/"


@pytest.fixture
def version(cast: Cast) -> ProcessVersion:
    return publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW)


@pytest.fixture
def anna(client: Client, cast: Cast) -> Client:
    client.force_login(cast.anna.user)
    return client


def text(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_leads_to_the_newest_version(
    anna: Client, cast: Cast, version: ProcessVersion
) -> None:
    publish(GOOD.replace("1.0.0", "1.1.0").encode(), by=cast.actor(cast.frida), now=NOW)
    page = text(anna, "/processer/")
    assert '<a href="/processer/tilskud/2/">Tilskud til tegnebøger</a>' in page
    assert "Kommunens egen" in page


def test_an_empty_list_says_how_to_publish(anna: Client) -> None:
    assert "faelled graph import" in text(anna, "/processer/")


def test_the_page_says_every_step_with_roles_help_and_law(
    anna: Client, version: ProcessVersion
) -> None:
    page = text(anna)
    for words in (
        "Søg om tilskud",
        "Gøres af: Borger",
        "Skriv, hvad du søger om.",
        "forvaltningsloven § 7, stk. 1",
        "1 spørgsmål",
        "(skal udfyldes)",
    ):
        assert words in page


def test_the_page_says_every_rule_as_a_sentence_with_its_law_and_why(
    anna: Client, version: ProcessVersion
) -> None:
    page = text(anna)
    for words in (
        "Alle trin i »Sagsbehandling« kan først ske, når »Søg om tilskud« er sket.",
        "Hvis »Beløb« er mere end 1.000: »Træf afgørelse« kan først ske, når »Hør parten« er sket",
        ", og der er gået 2 uger.",
        "Parten skal have tid til at svare.",
        "forvaltningsloven § 19, stk. 1",
        "Når »Søg om tilskud« er sket, skal »Træf afgørelse« ske inden 4 uger.",
        "Når »Søg om tilskud« er sket, kan det ikke ske igen.",
        "Gælder: Hør parten, Træf afgørelse",
    ):
        assert words in page


def test_every_rule_of_the_graph_stands_on_the_page_once(version: ProcessVersion) -> None:
    page = version_page(version)
    said = [
        rule
        for section in page.sections
        for step in section.steps
        for rule in (*step.before, *step.after)
    ]
    assert len(said) == page.rule_count == 4
    assert page.laws == ("forvaltningsloven",)


def test_findings_are_shown(anna: Client, version: ProcessVersion) -> None:
    assert "Reglen har ingen henvisning til lov eller vejledning." in text(anna)


def test_the_map_has_a_box_for_every_step_and_the_same_in_a_table(
    anna: Client, version: ProcessVersion
) -> None:
    page = text(anna)
    picture, table = re.search(r"<svg class=\"map__picture.*?</svg>", page), page.split("<table")[1]
    assert picture is not None
    assert picture[0].count('class="map-box ') == 3
    assert 'role="img" aria-labelledby="map-title map-about"' in picture[0]
    for label in ("Søg om tilskud", "Hør parten", "Træf afgørelse"):
        assert f'<th scope="row">{label}</th>' in table
    assert "Afgørelse" in picture[0]


def test_the_page_has_no_style_or_script_of_its_own(anna: Client, version: ProcessVersion) -> None:
    main = text(anna).split("<main")[1]
    assert " style=" not in main
    assert "<script" not in main
    assert "<style" not in main


def test_every_anchor_on_the_page_leads_somewhere(anna: Client, version: ProcessVersion) -> None:
    page = text(anna)
    targets = set(re.findall(r'href="#([^"]+)"', page))
    ids = re.findall(r' id="([^"]+)"', page)
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_file_is_downloaded_to_the_byte(anna: Client, version: ProcessVersion) -> None:
    response = anna.get(f"{PAGE}kilde/")
    assert response.content == GOOD.encode()
    assert response["Content-Disposition"] == 'attachment; filename="tilskud-1.toml"'
    assert response["Content-Type"] == "application/octet-stream"


def test_older_versions_can_be_read(anna: Client, cast: Cast, version: ProcessVersion) -> None:
    publish(
        GOOD.replace("Tilskud til", "Støtte til").encode(),
        by=cast.actor(cast.frida),
        now=NOW + timedelta(days=1),
    )
    page = text(anna)
    assert "Version 2 (5. maj 2026)" in page
    assert "<h1>Tilskud til tegnebøger</h1>" in page


@pytest.mark.parametrize("path", ["/processer/", PAGE, f"{PAGE}kilde/"])
def test_only_employees_read_processes(
    client: Client, cast: Cast, version: ProcessVersion, path: str
) -> None:
    assert client.get(path).status_code == 302
    client.force_login(cast.dorthe.user)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/processer/tilskud/2/", "/processer/andet/1/"])
def test_a_version_that_is_not_there_is_not_found(
    anna: Client, version: ProcessVersion, path: str
) -> None:
    assert anna.get(path).status_code == 404


def test_carla_in_another_municipality_sees_nothing(anna: Client) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    publish(GOOD.encode(), by=system_actor(other.pk), now=NOW)
    assert "Tilskud til tegnebøger" not in text(anna, "/processer/")
    assert anna.get(PAGE).status_code == 404


def test_the_list_costs_the_same_for_one_process_and_for_many(
    anna: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW, key=f"tilskud-{number}")
    with django_assert_max_num_queries(10):
        text(anna, "/processer/")


def laid_over(version: ProcessVersion, *events: str, days: int = 0) -> ProcessMap:
    engine, now = engine_for(version.pk), NOW
    marking = engine.initial(now)
    for event in events:
        value = {"amount": 10} if event == "apply" else None
        now += timedelta(minutes=1)
        marking = engine.execute(marking, event, at=now, value=value)
    return marked_map(version.pk, marking.to_json(), at=now + timedelta(days=days))


def status(shown: ProcessMap) -> dict[str, tuple[str, str]]:
    return {box.box.id: (box.tone, box.said) for box in shown.boxes}


def test_a_case_on_the_map_says_where_each_step_stands(version: ProcessVersion) -> None:
    assert status(laid_over(version)) == {
        "apply": (Status.POSSIBLE, "Kan ske nu"),
        "hear": (Status.WAITING, ""),
        "decide": (Status.WAITING, ""),
    }
    assert status(laid_over(version, "apply")) == {
        "apply": (Status.DONE, "Gjort"),
        "hear": (Status.POSSIBLE, "Kan ske nu"),
        "decide": (Status.PENDING, "Skal ske"),
    }
    assert status(laid_over(version, "apply", days=60))["decide"] == (
        Status.OVERDUE,
        "Overskredet",
    )


def test_the_way_a_case_took_is_numbered_and_drawn(version: ProcessVersion) -> None:
    shown = laid_over(version, "apply", "decide")
    order = {box.box.id: box.box.standing.order for box in shown.boxes if box.box.standing}
    assert order == {"apply": 1, "decide": 2, "hear": None}
    taken = {(line.rule.source, line.rule.target) for line in shown.picture.lines if line.taken}
    assert taken == {("apply", "decide")}
    assert next(key.kind for key in shown.keys) == "taken"


def test_a_step_that_is_owed_but_barred_is_missing(version: ProcessVersion) -> None:
    engine = engine_for(version.pk)
    marking = Marking(pending={"decide": None}, included=frozenset({"apply", "hear", "decide"}))
    assert not engine.check(marking, "decide", at=NOW)
    shown = marked_map(version.pk, marking.to_json(), at=NOW)
    assert status(shown)["decide"] == (Status.PENDING, "Mangler")


def test_without_a_case_nothing_is_said_about_one(version: ProcessVersion) -> None:
    shown = process_map(version.pk)
    assert not shown.in_case
    assert {box.tone for box in shown.boxes} == {"plain"}
