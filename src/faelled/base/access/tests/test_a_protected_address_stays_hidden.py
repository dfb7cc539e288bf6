"""A protected address cannot be written anywhere by accident (CPR-loven § 28)."""

import copy
import json
import logging
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from string import Template as StringTemplate

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from faelled.base.access.protected import ProtectedText, RevealRefused, Seal
from faelled.base.access.tests.someone import ANNA, BO, DORTHE

SECRET = "Kanarievej 13"
TODAY = date(2026, 5, 4)

WAYS: dict[str, Callable[[ProtectedText], str]] = {
    "str": str,
    "repr": repr,
    "format": lambda text: f"{text}",
    "format with width": lambda text: f"{text:>40}",
    "repr in a list": lambda text: repr([text, {"address": text}]),
    "percent": lambda text: "%s %r" % (text, text),  # noqa: UP031
    "str.format": lambda text: "{} {!r}".format(text, text),  # noqa: UP032
    "string template": lambda text: StringTemplate("$a").substitute(a=text),
    "django template": lambda text: Template("{{ a }} {{ a|upper }} {{ a|safe }}").render(
        Context({"a": text})
    ),
    "attributes": lambda text: repr([name for name in dir(text) if SECRET in str(name)]),
    "an exception": lambda text: repr(ValueError(text)),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_writing_it_shows_it(way: str) -> None:
    assert "kanarie" not in WAYS[way](ProtectedText(SECRET)).lower()


def test_what_is_written_instead_says_why() -> None:
    assert str(ProtectedText(SECRET)) == "beskyttet adresse"


def test_it_is_not_stored_or_sent_as_it_stands() -> None:
    text = ProtectedText(SECRET)
    for write in (json.dumps, pickle.dumps, lambda t: json.dumps(t, cls=DjangoJSONEncoder)):
        with pytest.raises(TypeError) as refusal:
            write(text)
        assert SECRET not in str(refusal.value)


def test_it_has_nothing_that_a_debugger_or_vars_would_print() -> None:
    text = ProtectedText(SECRET)
    with pytest.raises(TypeError):
        vars(text)
    with pytest.raises(TypeError):
        len(text)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        text.more = "x"  # type: ignore[attr-defined]


def test_a_log_line_with_it_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("faelled").warning("moved to %s", ProtectedText(SECRET))
    assert SECRET not in caplog.text
    assert "beskyttet adresse" in caplog.text


def test_only_the_capability_reveals_it() -> None:
    text = ProtectedText(SECRET)
    assert text.reveal(BO) == SECRET
    for other in (ANNA, DORTHE, ANNA.acting_for(BO)):
        with pytest.raises(RevealRefused) as refusal:
            text.reveal(other)
        assert SECRET not in str(refusal.value)


def test_it_opens_for_all_the_day_after_the_protection_ends() -> None:
    text = ProtectedText(SECRET)
    assert text.open_unless_protected(None, TODAY) == SECRET
    assert text.open_unless_protected(TODAY - timedelta(days=1), TODAY) == SECRET
    for until in (TODAY, TODAY + timedelta(days=1)):
        with pytest.raises(RevealRefused):
            text.open_unless_protected(until, TODAY)


def test_only_the_column_takes_it_to_storage() -> None:
    with pytest.raises(RevealRefused):
        ProtectedText(SECRET).for_storage(Seal("faelled.apps.intake"))


@given(st.text(min_size=12))
def test_equal_texts_are_equal_and_copies_too(secret: str) -> None:
    text = ProtectedText(secret)
    assert text == ProtectedText(secret)
    assert hash(text) == hash(ProtectedText(secret))
    assert text != secret
    assert copy.deepcopy(text) == copy.copy(text) == text
    assert repr(text) == "<ProtectedText>"
