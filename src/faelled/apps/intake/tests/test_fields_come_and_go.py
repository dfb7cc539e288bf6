"""The questions follow the answers, live by htmx; and the server decides by the very same rules."""

import re

import hypothesis
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.graphs import camp
from faelled.apps.intake.tests.journey import Journey, form_of
from faelled.casework.cases.answers import scope_of
from faelled.lib import fields
from faelled.lib.dcr import Event, Marking
from faelled.lib.dcr.formats.native import loads
from tests.cast import NOW

ROW = re.compile(r'<div id="row-([a-z_]+)" hx-swap-oob="true"( hidden)?>')


def test_an_answer_brings_its_question_and_leaves_the_others_alone(dorthe: Journey) -> None:
    draft = dorthe.begin()
    typed = {"shown": dorthe.shown(form_of(draft)), "needed": ["camp", "price"], "camp": "club"}
    page = dorthe.post(form_of(draft), typed, status=200, htmx=True)
    assert ROW.findall(page) == [("club_name", "")]
    assert "Hvilken forening?" in page and "<html" not in page


def test_another_answer_takes_it_away_again(dorthe: Journey) -> None:
    draft = dorthe.begin()
    shown = dorthe.shown(form_of(draft))
    dorthe.post(form_of(draft), {"shown": shown, "camp": "club"}, status=200, htmx=True)
    typed = {"shown": [*shown, "club_name"], "camp": "own", "club_name": "Spejderne"}
    page = dorthe.post(form_of(draft), typed, status=200, htmx=True)
    assert ("club_name", " hidden") in ROW.findall(page)
    assert "Hvilken forening?" not in page


def test_what_was_typed_in_it_comes_back_with_it(dorthe: Journey) -> None:
    draft = dorthe.begin()
    url, shown = form_of(draft), dorthe.shown(form_of(draft))
    dorthe.post(url, {"shown": shown, "camp": "club"}, status=200, htmx=True)
    more = [*shown, "club_name"]
    dorthe.post(url, {"shown": more, "camp": "own", "club_name": "Sø"}, status=200, htmx=True)
    page = dorthe.post(url, {"shown": shown, "camp": "club"}, status=200, htmx=True)
    assert 'value="Sø"' in page


def test_a_question_that_must_be_answered_now_says_so(dorthe: Journey) -> None:
    draft = dorthe.begin()
    shown = dorthe.shown(form_of(draft))
    typed = {"shown": shown, "needed": ["camp", "price"], "camp": "own"}
    page = dorthe.post(form_of(draft), typed, status=200, htmx=True)
    assert ROW.findall(page) == [("why", "")]
    assert "(frivilligt)" not in page


def test_a_box_with_something_in_it_is_left_alone(dorthe: Journey) -> None:
    draft = dorthe.begin()
    shown = dorthe.shown(form_of(draft))
    typed = {"shown": shown, "needed": ["camp", "price"], "camp": "own", "why": "Hun er ved"}
    assert ROW.findall(dorthe.post(form_of(draft), typed, status=200, htmx=True)) == []


def test_every_change_is_kept_on_the_way(dorthe: Journey) -> None:
    draft = dorthe.begin()
    shown = dorthe.shown(form_of(draft))
    dorthe.post(form_of(draft), {"shown": shown, "price": "1.2"}, status=200, htmx=True)
    assert Draft.objects.get().answers == {"price": ["1.2"]}
    assert 'value="1.2"' in dorthe.page(form_of(draft))


TYPED = st.sampled_from(["", " ", "ja", "true", "0", "1.200", "37,5", "14.02.2018", "14 dage", "x"])


def forms() -> list[Event]:
    """Everything a citizen can be asked in the graphs we ship, and in the tests' own."""
    files = sorted((settings.CONTENT / "graphs").glob("*.toml"))
    texts = [path.read_text("utf-8") for path in files if ".tests." not in path.name]
    graphs = [loads(text) for text in (*texts, camp().decode())]
    return [e for graph in graphs for e in graph.events if "citizen" in e.roles and e.fields]


def answers_to(event: Event) -> st.SearchStrategy[dict[str, list[str]]]:
    """Random posts: some right, some wrong, some to fields that are not there."""
    options = [option.value for field in event.fields for option in field.options] or ["x"]
    texts = st.lists(TYPED | st.sampled_from(options) | st.text(max_size=12), max_size=3)
    names = st.sampled_from([*(field.id for field in event.fields), "unknown"])
    return st.dictionaries(names, texts, max_size=len(event.fields) + 1)


@pytest.mark.parametrize("event", forms(), ids=lambda event: str(event.id))
def test_the_page_and_the_server_agree_on_every_answer(event: Event) -> None:
    """What the live page shows and asks for is what the server takes and misses."""

    @hypothesis.settings(max_examples=150, deadline=None)
    @given(answers_to(event))
    def agree(raw: dict[str, list[str]]) -> None:
        scope = scope_of(Marking())
        live = fields.state(event.asked, raw, scope=scope, now=NOW)
        taken = fields.parse(event.asked, raw, scope=scope, now=NOW)
        every = list(fields.every(live))
        assert taken.hidden == {row.name for row in every if not row.shown}
        assert not taken.errors.keys() & taken.hidden
        assert set(taken.errors) == {row.name for row in every if row.error or row.missing}
        assert taken.values == {row.field.id: row.value for row in live if row.value is not None}
        assert not taken.values.keys() & taken.hidden

    agree()
