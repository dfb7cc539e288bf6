"""One walk: what a page shows, hides and asks for is what the server takes and misses. On random
answers to random forms; `FAELLED_EFFORT=50` tries 10,000 posts on each of 50 times as many forms.
"""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from faelled.lib.dcr.form import FieldType
from faelled.lib.dcr.graph import Event
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.values import Value, rows_of
from faelled.lib.fields import FieldState, every, inputs_of, pages_of, parse, state, taken
from faelled.lib.fields.tests.random_forms import form, post

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
EFFORT = int(os.environ.get("FAELLED_EFFORT", "1"))
FORMS = 12 * EFFORT
POSTS = 40 if EFFORT == 1 else 10_000


def nothing(name: str) -> Value:
    raise Unset(name)


def posts(seed: int) -> Iterator[tuple[Event, dict[str, list[str]]]]:
    """One random form, and posts to it."""
    of = random.Random(seed)
    event = form(of)
    return ((event, post(of, event)) for _ in range(POSTS))


@pytest.mark.parametrize("seed", range(FORMS))
def test_what_is_shown_and_required_is_what_is_taken_and_missed(seed: int) -> None:
    for event, raw in posts(seed):
        states = state(event.asked, raw, scope=nothing, now=NOW)
        parsed = parse(event.asked, raw, scope=nothing, now=NOW)
        assert parsed == taken(states)
        live = list(every(states))
        assert parsed.hidden == {one.name for one in live if not one.shown}
        assert parsed.errors.keys() == {one.name for one in live if one.error or one.missing}
        assert not parsed.errors.keys() & parsed.hidden
        assert parsed.values.keys() == {one.field.id for one in states if one.value is not None}
        assert all(one.shown for one in states if one.field.id in parsed.values)


@pytest.mark.parametrize("seed", range(FORMS))
def test_every_question_is_on_one_page_and_a_page_that_does_not_apply_asks_nothing(
    seed: int,
) -> None:
    for event, raw in posts(seed):
        states = state(event.asked, raw, scope=nothing, now=NOW)
        pages = pages_of(event, states)
        asked = [one.name for page in pages for one in page.states if one.shown]
        assert sorted(asked) == sorted(one.name for one in states if one.shown)
        assert all(page.done for page in pages) == taken(states).ok
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("seed", range(FORMS))
def test_nothing_hidden_is_taken_whatever_is_sent_for_it(seed: int) -> None:
    for event, raw in posts(seed):
        states = state(event.asked, raw, scope=nothing, now=NOW)
        hidden = {one.name for one in every(states) if not one.shown}
        emptied = {name: texts for name, texts in raw.items() if name not in hidden}
        again = parse(event.asked, emptied, scope=nothing, now=NOW)
        before = taken(states)
        assert (again.values, again.errors) == (before.values, before.errors)


@pytest.mark.parametrize("seed", range(FORMS))
def test_what_was_taken_is_taken_again_when_it_is_sent_back(seed: int) -> None:
    for event, raw in posts(seed):
        first = parse(event.asked, raw, scope=nothing, now=NOW)
        if first.ok:
            sent = inputs_of(event.asked, first.values)
            assert parse(event.asked, sent, scope=nothing, now=NOW).values == first.values


@pytest.mark.parametrize("seed", range(FORMS))
def test_a_row_holds_its_own_answers_and_only_those_it_asks_for(seed: int) -> None:
    for event, raw in posts(seed):
        for one in state(event.asked, raw, scope=nothing, now=NOW):
            if one.field.type is FieldType.GROUP and one.shown:
                given = [answers(row.fields) for row in one.rows]
                assert list(rows_of(one.value)) == [row for row in given if row]


def answers(fields: tuple[FieldState, ...]) -> dict[str, object]:
    return {one.field.id: one.value for one in fields if one.shown and one.value is not None}
