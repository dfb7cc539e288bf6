"""Anna tries a process before anybody works by it, and reads what a new version changes."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from faelled.casework.processes.actions import publish
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.tests.graphs import GOOD
from faelled.casework.processes.trying import MOST_MOVES, Move, moves_to_text, walk
from tests.cast import NOW, Cast

PAGE = "/processer/tilskud/1/proev/"
START = "2027-01-04"
LIMIT = """
[[roles]]
id = "system"
label = "Systemet"
[[events]]
id = "over"
label = "Fristen er gået"
roles = ["system"]
[[relations]]
is = "apply *--> over"
[[relations]]
is = "hear -->* over"
delay = "P14D"
[[relations]]
is = "decide -->% over"
"""


@pytest.fixture
def version(cast: Cast) -> ProcessVersion:
    return publish(GOOD.encode(), by=cast.actor(cast.frida), now=NOW)


@pytest.fixture
def anna(client: Client, cast: Cast, version: ProcessVersion) -> Client:
    client.force_login(cast.anna.user)
    return client


def pressed(client: Client, moves: list[Move], **buttons: str) -> str:
    response = client.post(PAGE, {"_run": moves_to_text(moves), "_start": START, **buttons})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def run_in(page: str) -> list[dict[str, object]]:
    found = re.search(r'name="_run" value="([^"]*)"', page)
    assert found
    read: list[dict[str, object]] = json.loads(found[1].replace("&quot;", '"'))
    return read


APPLIED = Move("apply", {"amount": ["2.000"]})


def test_at_first_she_may_apply_and_reads_why_not_decide(anna: Client) -> None:
    page = re.sub(r"\s+", " ", anna.get(PAGE).content.decode())
    assert '<button class="button button-secondary" name="_do" value="apply">' in page
    assert 'value="decide"' not in page
    assert "Kan ikke ske nu, og hvorfor" in page and "forvaltningsloven § 7, stk. 1" in page


def test_a_question_that_a_rule_reads_is_asked_first(anna: Client) -> None:
    page = pressed(anna, [], _do="apply")
    assert 'name="amount"' in page and run_in(page) == []
    page = pressed(anna, [], _did="apply", amount="2.000")
    assert run_in(page) == [APPLIED.to_json()]
    assert "skal ske senest 1. februar 2027" in page


def test_what_must_be_answered_in_a_case_must_be_answered_here(anna: Client) -> None:
    page = pressed(anna, [], _did="apply", amount="")
    assert run_in(page) == [] and 'name="amount"' in page and "form-error" in page


def test_days_pass_and_a_rule_that_waited_lets_go(anna: Client) -> None:
    moves = [APPLIED, Move("hear", {})]
    assert 'name="_do" value="decide"' not in pressed(anna, moves)
    page = pressed(anna, moves, _pass="1", _days="15")
    assert run_in(page)[-1] == {"days": 15}
    assert 'name="_do" value="decide"' in page and "19. januar 2027" in page


def test_too_late_is_said(anna: Client) -> None:
    page = pressed(anna, [APPLIED, Move("hear", {}), Move(days=40)])
    assert "fristen er gået" in page
    assert "efter fristen" in pressed(
        anna, [APPLIED, Move("hear", {}), Move(days=40)], _do="decide"
    )


def test_one_step_back(anna: Client) -> None:
    assert run_in(pressed(anna, [APPLIED, Move(days=3)], _back="1")) == [APPLIED.to_json()]


@pytest.mark.parametrize("days", ["", "-3", "mange", "99999", "²"])
def test_days_that_are_no_number_lose_nothing(anna: Client, days: str) -> None:
    page = pressed(anna, [APPLIED], _pass="1", _days=days)
    assert "Skriv et helt antal dage" in page and run_in(page) == [APPLIED.to_json()]


@pytest.mark.parametrize(
    "run",
    [
        "{",
        "7",
        "[7]",
        '[{"do": "no-such"}]',
        '[{"do": "no-such", "answers": {}}]',
        '[{"do": "decide", "answers": {}}]',
        '[{"days": -1}]',
        '[{"days": 9999999999}]',
        '[{"do": "apply", "answers": {"amount": ["meget"]}}]',
        "[" * 5_000,
        json.dumps([{"days": 1}] * (MOST_MOVES + 1)),
    ],
)
def test_a_run_that_is_none_begins_anew(anna: Client, run: str) -> None:
    page = anna.post(PAGE, {"_run": run, "_start": START}).content.decode()
    assert "begynde forfra" in page and run_in(page) == []


@pytest.mark.parametrize("start", ["i dag", "2027-02-31", "9999-12-31"])
def test_a_day_that_is_none_begins_anew(anna: Client, start: str) -> None:
    page = anna.post(PAGE, {"_run": '[{"days": 3000}]', "_start": start}).content.decode()
    assert "begynde forfra" in page


def test_the_systems_steps_come_by_themselves(cast: Cast) -> None:
    version = publish((GOOD + LIMIT).encode(), by=cast.actor(cast.frida), now=NOW)
    heard = [APPLIED, Move("hear", {})]
    assert [one.event.id for one in walk(version.pk, heard, start=NOW).happened] == [
        "apply",
        "hear",
    ]
    later = walk(version.pk, [*heard, Move(days=15)], start=NOW)
    assert [(one.event.id, one.by_itself) for one in later.happened][-1] == ("over", True)
    assert later.now == NOW + timedelta(days=15)


def test_she_reads_what_a_new_version_changes(anna: Client, cast: Cast) -> None:
    changed = (
        GOOD.replace("1.0.0", "1.1.0")
        .replace('delay = "P14D"', 'delay = "P21D"')
        .replace('help = "Skriv, hvad du søger om."', 'help = "Skriv, hvad pengene går til."')
    )
    publish(changed.encode(), by=cast.actor(cast.frida), now=NOW)
    assert "/processer/tilskud/2/mod/1/" in anna.get("/processer/tilskud/2/").content.decode()
    page = re.sub(r"\s+", " ", anna.get("/processer/tilskud/2/mod/1/").content.decode())
    assert "gået 3 uger" in page and "gået 2 uger" in page
    assert "<del>Skriv, hvad du søger om.</del>" in page
    assert "<ins>Skriv, hvad pengene går til.</ins>" in page


def test_two_versions_that_say_the_same_say_so(anna: Client, cast: Cast) -> None:
    publish(GOOD.replace("1.0.0", "1.0.1").encode(), by=cast.actor(cast.frida), now=NOW)
    assert "er de samme" in anna.get("/processer/tilskud/2/mod/1/").content.decode()


def test_an_address_without_a_version_is_not_found(anna: Client) -> None:
    for path in ("/processer/tilskud/9/proev/", "/processer/tilskud/1/mod/9/"):
        assert anna.get(path).status_code == 404
