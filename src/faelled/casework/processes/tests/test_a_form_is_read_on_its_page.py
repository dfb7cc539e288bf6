"""Frida and a jurist read the form of a step: pages, rows, what is known, and the ways out."""

import re

import pytest
from django.conf import settings
from django.test import Client

from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast


def page_of(name: str, client: Client, cast: Cast) -> str:
    path = settings.CONTENT / "graphs" / f"{name}.toml"
    publish(path.read_bytes(), by=cast.actor(cast.frida), now=NOW)
    client.force_login(cast.anna.user)
    answer = client.get(f"/processer/{name}/1/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", answer.content.decode()))


@pytest.fixture
def grant(client: Client, cast: Cast) -> str:
    return page_of("tilskud", client, cast)


@pytest.fixture
def earnings(client: Client, cast: Cast) -> str:
    return page_of("tabt-arbejdsfortjeneste", client, cast)


def test_the_questions_stand_on_their_pages(earnings: str) -> None:
    assert "18 spørgsmål på 5 sider" in earnings
    titles = ("Side 1: Barnet", "Side 3: Dit arbejde og din løn", "Side 5: Papirer")
    places = [earnings.index(title) for title in titles]
    assert places == sorted(places)
    assert places[0] < earnings.index("Hvad hedder barnet?") < places[1]


def test_it_says_for_whom_one_can_apply(earnings: str) -> None:
    assert "Søges af en forælder, om et barn." in earnings


def test_what_a_register_knows_is_said_with_how_fast_it_stands(earnings: str) -> None:
    assert "Står fast: om barnet, i folkeregisteret" in earnings


def test_what_can_be_changed_is_said_to_be_filled_in(grant: str) -> None:
    assert "Udfyldt på forhånd, og kan rettes: om den, der søger, i folkeregisteret" in grant


def test_the_rows_and_what_is_worked_out_of_them(grant: str) -> None:
    assert "Flere linjer. Hver linje (Udgift) spørger om:" in grant
    assert grant.index("Hver linje") < grant.index("Hvad er det?")
    assert "Regnes ud: " in grant


def test_the_ways_out_say_when_and_whether_one_can_send(grant: str) -> None:
    before, _, after = grant.partition("I skal søge i den kommune, hvor det foregår")
    assert "Det siges undervejs" in before
    assert "Så kan man ikke sende." in after and "Man kan sende alligevel." in after
    assert "I stedet: Søg hos den kommune, hvor det foregår /" in after
    assert "Siges, når »Hvor meget søger I om?« er mere end »Udgifter i alt«" in after
