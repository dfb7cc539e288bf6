"""Nobody is asked what does not apply, and how many questions there are is said beforehand."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faelled.lib.dcr.form import Field, FieldType, Option
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.guards import Unset
from faelled.lib.dcr.values import Value
from faelled.lib.fields import Count, count_as_answered, count_questions, state, taken, visible
from faelled.lib.fields.tests.random_forms import form, post

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GRAPHS = Path(__file__).parents[5] / "content" / "graphs"
FORMS = 60


def nothing(name: str) -> Value:
    raise Unset(name)


@pytest.mark.parametrize("seed", range(FORMS))
def test_only_what_applies_is_asked_and_no_more_than_was_said(seed: int) -> None:
    of = random.Random(seed)
    event = form(of)
    count = count_questions(event.asked, scope=nothing, now=NOW)
    for _ in range(40):
        states = state(event.asked, post(of, event), scope=nothing, now=NOW)
        parsed = taken(states)
        shown = {one.field.id for one in states if one.shown}
        assert shown == visible(event.asked, parsed.values, nothing, NOW)
        if parsed.ok:
            asked = [one for one in states if one.shown and not one.field.value]
            assert count.least <= len(asked) <= count.most


@pytest.mark.parametrize("seed", range(20))
def test_the_count_of_a_form_under_way_holds_and_only_narrows(seed: int) -> None:
    of = random.Random(seed)
    event = form(of)
    count = count_questions(event.asked, scope=nothing, now=NOW)
    for _ in range(10):
        raw = post(of, event)
        states = state(event.asked, raw, scope=nothing, now=NOW)
        now = count_as_answered(event.asked, raw, scope=nothing, now=NOW)
        if taken(states).ok:
            asked = [one for one in states if one.shown and not one.field.value]
            asked = [one for one in asked if not one.field.locked]
            assert now.least <= len(asked) <= now.most <= count.most


def test_each_answer_narrows_what_is_left() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    which = Field("which", "Hvilken?", FieldType.CHOICE, required=True, options=options)
    more = tuple(Field(f"b{n}", "Hvad?", show_if="which = 'b'") for n in range(3))
    amount = Field("amount", "Hvor meget?", FieldType.INTEGER)
    why = Field("why", "Hvorfor?", show_if="amount > 100")

    def left(**typed: str) -> Count:
        raw = {id: [text] for id, text in typed.items()}
        return count_as_answered((which, *more, amount, why), raw, scope=nothing, now=NOW)

    assert left() == Count(2, 6)
    assert left(which="a") == Count(2, 3)
    assert left(which="b", amount="7") == Count(5, 5)
    assert left(which="b", amount="700") == Count(6, 6)


def counted(*fields: Field) -> Count:
    return count_questions(fields, scope=nothing, now=NOW)


def test_of_two_questions_that_shut_each_other_out_one_is_asked() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    which = Field("which", "Hvilken?", FieldType.CHOICE, required=True, options=options)
    first = Field("first", "Hvorfor a?", show_if="which = 'a'")
    second = Field("second", "Hvorfor b?", show_if="which = 'b'")
    assert counted(which, first, second) == Count(2, 2)


def test_what_is_worked_out_is_no_question_and_a_register_saves_one() -> None:
    name = Field("name", "Navn", locked=True, prefill="child.name")
    hours = Field("hours", "Timer", FieldType.INTEGER)
    year = Field("year", "Om året", FieldType.INTEGER, value="hours * 52")
    assert counted(name, hours, year) == Count(1, 2)


def test_what_hangs_on_a_number_may_be_asked_or_not() -> None:
    hours = Field("hours", "Timer", FieldType.INTEGER)
    assert counted(hours, Field("why", "Hvorfor?", show_if="hours > 37")) == Count(1, 2)


@pytest.mark.parametrize(
    ("graph", "event", "count"),
    [
        ("tabt-arbejdsfortjeneste", "apply", Count(10, 17)),
        ("tilskud", "apply_grant", Count(7, 7)),
    ],
)
def test_the_shipped_forms(graph: str, event: str, count: Count) -> None:
    asked = loads((GRAPHS / f"{graph}.toml").read_text("utf-8")).event(event).asked
    assert counted(*asked) == count
