"""The page that publishes: checked, compared, told why, published; a refusal loses nothing."""

import re
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from faelled.base.access.actor import system_actor
from faelled.base.audit.models import Entry
from faelled.casework.processes.actions import NotPublishable, publish
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.publish_form import MOST_BYTES
from faelled.casework.processes.running import Running
from faelled.casework.processes.tests.graphs import DEAD_END, GOOD, TESTS
from faelled.casework.processes.tests.test_frida_publishes_a_process import XML
from tests.cast import NOW, Cast

PAGE = "/processer/udgiv/"
WHY = "Ombudsmanden mener, at parten skal have længere tid."
CHANGED = GOOD.replace('delay = "P14D"', 'delay = "P21D"')
BROKEN_TEST = TESTS.replace('refuse = "decide"', 'refuse = "apply"').replace("because", "# because")


@pytest.fixture
def frida(client: Client, cast: Cast) -> Client:
    client.force_login(cast.frida.user)
    return client


def file(text: str | bytes, name: str = "tilskud.toml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def checked(client: Client, text: str | bytes, **more: Any) -> HttpResponse:
    return client.post(PAGE, {"fil": file(text), "begrundelse": WHY, **more})  # type: ignore[return-value]


def button_pressed(client: Client, page: HttpResponse, **more: str) -> HttpResponse:
    """What a browser without JavaScript sends when »Udgiv« on ``page`` is pressed."""
    assert 'name="_udgiv"' in page.content.decode()
    inputs = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', words(page))
    return client.post(  # type: ignore[return-value]
        PAGE, {**dict(inputs), "begrundelse": WHY, "_udgiv": "1", **more}
    )


def test_frida_sees_what_her_change_does_and_publishes_it(frida: Client, cast: Cast) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW, tests=TESTS.encode())
    page = checked(frida, CHANGED)
    assert page.status_code == 200
    for said in (
        "Hvad er ændret siden version 1",
        "og der er gået 3 uger.",
        "forvaltningsloven § 19, stk. 1",
        "1 prøve kørt, den holder",
        "0 igangværende sager beholder den version",
        "Udgiv version 2",
        WHY,
    ):
        assert said in words(page)
    assert ProcessVersion.objects.count() == 1

    done = button_pressed(frida, page)
    assert done.status_code == 302
    assert done["Location"] == "/processer/tilskud/2/"
    version = ProcessVersion.objects.get(number=2)
    assert bytes(version.source) == CHANGED.encode()
    assert bytes(version.tests) == TESTS.encode()
    assert (version.reason, version.published_by) == (WHY, cast.frida.id)
    assert WHY in words(frida.get("/processer/tilskud/2/"))  # type: ignore[arg-type]
    entry = Entry.objects.filter(action="process.publish").latest("pk")
    assert entry.actor_id == cast.frida.id
    assert version.sha256 in entry.detail


def test_the_first_version_of_a_new_process_comes_the_same_way(frida: Client) -> None:
    page = checked(frida, GOOD, navn="egen-proces")
    assert "En ny proces" in words(page)
    done = button_pressed(frida, page, navn="egen-proces")
    assert done["Location"] == "/processer/egen-proces/1/"


def test_an_export_of_the_portal_is_published_too(frida: Client) -> None:
    page = frida.post(PAGE, {"fil": file(XML, "Graf.XML"), "begrundelse": WHY})
    done = button_pressed(frida, page)  # type: ignore[arg-type]
    assert done["Location"] == "/processer/portalens-graf/1/"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DEAD_END, "»Umuligt trin« kan aldrig ske."),
        (GOOD.replace("hear -->*", "nobody -->*"), "Trinnet »nobody« findes ikke."),
        (GOOD.replace('version = "1.0.0"', "version = 1"), "linje 3, version: Her skal stå"),
        (b"\xff\x00\xff", "Filen"),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><dcrgraph title="&a;"/>',
            "Filen",
        ),
    ],
)
def test_a_file_with_errors_says_each_of_them_and_the_reason_stays(
    frida: Client, text: str | bytes, says: str
) -> None:
    page = checked(frida, text)
    assert page.status_code == 422
    assert says in words(page)
    assert WHY in words(page)
    assert "root:" not in words(page)
    assert 'name="_udgiv"' not in words(page)
    assert not ProcessVersion.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Vælg en fil."),
        ({"fil": file("x" * (MOST_BYTES + 1))}, "Den må højst fylde 512 kB."),
        ({"fil": file("")}, "Filen er tom."),
        ({"fil": file(GOOD, "graf.py")}, "Den slags fil kan ikke bruges her."),
        ({"fil": file(GOOD), "navn": "Ikke/et navn"}, "Brug kun små bogstaver"),
        ({"_fil": "ikke base64!"}, "Vælg den igen."),
        ({"_fil": b64encode(b"x" * (MOST_BYTES + 1)).decode()}, "Den må højst fylde 512 kB."),
    ],
)
def test_what_is_no_graph_file_is_refused_at_its_field(
    frida: Client, sent: dict[str, Any], says: str
) -> None:
    page = frida.post(PAGE, {**sent, "begrundelse": WHY})
    assert page.status_code == 422
    assert says in words(page)  # type: ignore[arg-type]
    assert WHY in words(page)  # type: ignore[arg-type]


def test_without_a_reason_nothing_is_published_and_the_file_stays(frida: Client) -> None:
    refused = button_pressed(frida, checked(frida, GOOD), begrundelse="  ")
    assert refused.status_code == 422
    assert "Skriv, hvorfor processen ændres." in words(refused)
    assert not ProcessVersion.objects.exists()
    assert button_pressed(frida, refused).status_code == 302


def test_a_model_test_that_no_longer_holds_stops_it_until_it_is_changed_too(
    frida: Client, cast: Cast
) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW, tests=TESTS.encode())
    without = GOOD.replace('[[relations]]\nis = "apply -->* work"\n', "").replace(
        'cites = ["forvaltningsloven § 7, stk. 1"]\n\n[[relations]]\nis = "hear',
        '[[relations]]\nis = "hear',
    )
    page = checked(frida, without)
    assert page.status_code == 422
    assert "Prøve: Der kan ikke afgøres, før der er søgt" in words(page)
    assert "Hvad er ændret siden version 1" in words(page)
    with pytest.raises(NotPublishable, match="før der er søgt"):
        publish(without.encode(), by=cast.actor(cast.frida), now=NOW)

    mended = TESTS.replace("refuse", "possible = [] #").replace("because", "# because")
    again = checked(frida, without, proever=file(mended, "tilskud.tests.toml"))
    assert button_pressed(frida, again).status_code == 302
    assert bytes(ProcessVersion.objects.get(number=2).tests) == mended.encode()


@pytest.mark.parametrize(
    ("tests", "says"),
    [(BROKEN_TEST, "Prøve: "), ("tests = 1", "linje 1"), (b"\xff", "ikke tekst i UTF-8")],
)
def test_model_tests_that_fail_or_cannot_be_read_stop_it(
    frida: Client, tests: str | bytes, says: str
) -> None:
    page = checked(frida, GOOD, proever=file(tests, "tilskud.tests.toml"))
    assert page.status_code == 422
    assert says in words(page)
    assert 'name="_udgiv"' not in words(page)


def test_a_version_that_came_meanwhile_is_shown_before_anything_is_published(
    frida: Client, cast: Cast
) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW)
    page = checked(frida, CHANGED)
    other = GOOD.replace('deadline = "P4W"', 'deadline = "P6W"')
    publish(other.encode(), by=cast.actor(cast.frida), now=NOW)
    late = button_pressed(frida, page)
    assert late.status_code == 422
    assert "En anden har udgivet en version imens." in words(late)
    assert "Hvad er ændret siden version 2" in words(late)
    assert ProcessVersion.objects.count() == 2


def test_a_file_chosen_at_the_last_moment_is_shown_first(frida: Client) -> None:
    page = checked(frida, GOOD)
    again = frida.post(PAGE, {"fil": file(CHANGED), "begrundelse": WHY, "_udgiv": "1"})
    assert (page.status_code, again.status_code) == (200, 200)
    assert not ProcessVersion.objects.exists()


def test_a_shipped_process_becomes_the_municipality_s_own(frida: Client) -> None:
    publish(GOOD.encode(), by=system_actor(0), now=NOW)
    page = checked(frida, CHANGED)
    assert "følger med Fælled. Din fil bliver kommunens egen proces" in words(page)
    assert button_pressed(frida, page).status_code == 302
    assert ProcessVersion.objects.filter(process__authority=None).count() == 1


def test_anna_and_carla_have_no_button_and_no_page(client: Client, cast: Cast) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW)
    for worker in (cast.anna, cast.carla):
        client.force_login(worker.user)
        for path in ("/processer/", "/processer/tilskud/1/"):
            assert PAGE not in client.get(path).content.decode()
        assert client.get(PAGE).status_code == 403
        assert checked(client, CHANGED, _udgiv="1").status_code == 403
    client.force_login(cast.dorthe.user)
    assert client.get(PAGE).status_code == 404
    assert ProcessVersion.objects.count() == 1


def test_frida_is_led_to_the_page_from_the_list_and_from_a_version(
    frida: Client, cast: Cast
) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW)
    assert f'href="{PAGE}"' in frida.get("/processer/").content.decode()
    assert f'href="{PAGE}?proces=tilskud"' in frida.get("/processer/tilskud/1/").content.decode()
    assert 'value="tilskud"' in frida.get(f"{PAGE}?proces=tilskud").content.decode()


def test_the_model_tests_are_downloaded_to_the_byte_and_begin_the_next(
    client: Client, cast: Cast
) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW, tests=TESTS.encode())
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW, tests=b"")
    client.force_login(cast.anna.user)
    response = client.get("/processer/tilskud/1/proever/")
    assert response.content == TESTS.encode()
    assert response["Content-Disposition"] == 'attachment; filename="tilskud-1.tests.toml"'
    assert client.get("/processer/tilskud/2/proever/").status_code == 404


def test_the_page_costs_the_same_whatever_it_checks(
    frida: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW)
    with django_assert_max_num_queries(14):
        checked(frida, CHANGED)


def test_running_cases_are_counted_in_one_way_only(cast: Cast) -> None:
    running = Running()
    assert running.count(1, cast.actor(cast.frida)) == 0
    running.register(lambda process_id, actor: 7)
    assert running.count(1, cast.actor(cast.frida)) == 7
    with pytest.raises(ValueError, match="one way"):
        running.register(lambda process_id, actor: 8)
