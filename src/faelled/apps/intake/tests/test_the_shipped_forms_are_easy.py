"""The shipped forms as a citizen meets them: no sum of nothing, nothing known asked, easy words."""

from pathlib import Path

import pytest
from django.conf import settings

from faelled.lib.dcr import Event, Graph
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.values import Value
from faelled.lib.fields import Given, exits_now, state, taken, with_known
from faelled.lib.text.lix import lix
from tests.cast import NOW

OPEN = ("aktindsigt", "skoleskift", "tabt-arbejdsfortjeneste", "tilskud")
# Five words are counted as one long word or none: of so few a number says nothing.
FEWEST_WORDS = 8
HARDEST_QUESTION, HARDEST_SUMMARY = 50, 44


def graph_of(key: str) -> Graph:
    return loads((Path(settings.CONTENT) / "graphs" / f"{key}.toml").read_text())


def nothing(name: str) -> Value:
    raise Unset(name)


def money(**cost: list[str]) -> tuple[Event, dict[str, list[str]]]:
    event = graph_of("tilskud").event("apply_grant")
    return event, {"expenses": ["0"], "expenses.0.what": ["Træ"], "amount": ["20.000"], **cost}


def test_the_sum_of_the_expenses_is_told_when_there_is_one() -> None:
    event, before = money()
    states = state(event.asked, before, scope=nothing, now=NOW)
    assert not next(one for one in states if one.field.id == "total").shown
    assert exits_now(event, taken(states).values, scope=nothing, now=NOW) == ()
    _event, after = money(**{"expenses.0.cost": ["12.000"]})
    states = state(event.asked, after, scope=nothing, now=NOW)
    assert next(one for one in states if one.field.id == "total").value == 12_000
    exits = exits_now(event, taken(states).values, scope=nothing, now=NOW)
    assert [way.id for way in exits] == ["more-than-it-costs"]


def test_a_parent_whose_child_is_known_is_not_asked_who_else_has_custody() -> None:
    event = graph_of("tabt-arbejdsfortjeneste").event("apply")
    known = {"other_holder": Given(("false",), "Fra CPR")}
    fields, raw = with_known(event.asked, {"other_holder": ["true"]}, known)
    states = {one.field.id: one for one in state(fields, raw, scope=nothing, now=NOW)}
    assert states["other_holder"].value is False and not states["other_holder"].field.typed
    assert not states["other_holder_informed"].shown
    fields, raw = with_known(event.asked, {"other_holder": ["true"]}, {})
    states = {one.field.id: one for one in state(fields, raw, scope=nothing, now=NOW)}
    assert states["other_holder"].field.typed and states["other_holder_informed"].shown


@pytest.mark.parametrize("key", OPEN)
def test_what_a_citizen_is_asked_can_be_read(key: str) -> None:
    graph = graph_of(key)
    summary = lix(graph.summary)
    assert summary is not None and summary.value <= HARDEST_SUMMARY, summary
    hard = []
    for event in graph.events:
        if {"citizen", "other_parent"} & set(event.roles):
            hard += [(event.id, text) for text in questions_of(event) if is_hard(text)]
    assert hard == []


def questions_of(event: Event) -> list[str]:
    return [part for field in event.fields for part in (field.label, field.help) if part]


def is_hard(text: str) -> bool:
    found = lix(text)
    return found is not None and found.words >= FEWEST_WORDS and found.value > HARDEST_QUESTION
