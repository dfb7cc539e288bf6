"""Settings that the program starts with, and those it refuses."""

from pathlib import Path

import pytest

from faelled.web import environment
from faelled.web.environment import SettingError


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc\n")
    assert environment.text("X", env={"X_FILE": str(tmp_path / "secret")}) == "abc"


def test_both_a_value_and_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        environment.text("X", env={"X": "a", "X_FILE": "b"})


@pytest.mark.parametrize(("word", "truth"), [("1", True), ("no", False), ("ON", True), ("", False)])
def test_true_and_false_have_several_words(word: str, truth: bool) -> None:
    assert environment.boolean("X", not truth, env={"X": word}) is truth


def test_a_word_that_is_neither_stops_the_program() -> None:
    with pytest.raises(SettingError, match="X='maybe'"):
        environment.boolean("X", False, env={"X": "maybe"})


def test_a_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = environment.key("X_KEY", tmp_path / "keys", env={})
    assert environment.key("X_KEY", tmp_path / "keys", env={}) == first
    assert len(first) >= 43
    assert (tmp_path / "keys" / "x_key").stat().st_mode & 0o777 == 0o600


def test_a_given_key_is_taken_and_none_is_made(tmp_path: Path) -> None:
    assert environment.key("X_KEY", tmp_path, env={"X_KEY": "given"}) == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("raw", ["{", '[{"id": "x"}]', '"x"', "[1]"])
def test_a_log_in_provider_that_is_not_whole_stops_the_program(raw: str) -> None:
    with pytest.raises(SettingError):
        environment.oidc_providers(env={"FAELLED_OIDC": raw})


def test_a_log_in_form_may_be_sent_on_to_the_providers_alone() -> None:
    raw = """[{"id": "nem", "name": "NemLog-in", "client_id": "x", "secret": "y",
               "server": "https://login.example.dk/oidc"}]"""
    providers = environment.oidc_providers(env={"FAELLED_OIDC": raw})
    assert environment.origins(providers) == ["https://login.example.dk"]
    assert environment.origins([]) == []
