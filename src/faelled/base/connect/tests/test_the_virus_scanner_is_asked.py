"""clamd is asked about each file; an answer that is not clear is no answer."""

import io
import socket

import pytest

from faelled.base.connect.clamav.client import AddressError, Clamd, ClamdError, place_of
from faelled.base.connect.clamav.fake import VIRUS, Mood, clamd


def test_a_clean_file_and_one_with_a_virus_in_its_last_bytes() -> None:
    with clamd() as address:
        assert Clamd(address).find(io.BytesIO(b"x" * 700_000)) == ""
        assert Clamd(address).find(io.BytesIO(b"x" * 700_000 + VIRUS)) == "Faelled-Test"
        assert Clamd(address).find(io.BytesIO(b"")) == ""


def test_the_whole_file_is_asked_about_wherever_it_was_read_to() -> None:
    source = io.BytesIO(VIRUS + b"x" * 100)
    source.read()
    with clamd() as address:
        assert Clamd(address).find(source) == "Faelled-Test"


@pytest.mark.parametrize("mood", ["odd", "hangs-up", "too-large"])
def test_what_is_no_clear_answer_is_none(mood: Mood) -> None:
    with clamd(mood) as address, pytest.raises(ClamdError):
        Clamd(address).find(io.BytesIO(b"x" * 5_000_000))


def test_one_that_never_answers_is_left() -> None:
    with clamd("silent") as address, pytest.raises(ClamdError, match="TimeoutError"):
        Clamd(address, seconds=0.3).find(io.BytesIO(b"x"))


def test_one_that_is_not_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ClamdError, match="ConnectionRefused"):
            Clamd(address).find(io.BytesIO(b"x"))


def test_where_it_is() -> None:
    assert place_of("tcp://127.0.0.1:3310") == (socket.AF_INET, ("127.0.0.1", 3310))
    assert place_of("unix:///run/clamd.ctl") == (socket.AF_UNIX, "/run/clamd.ctl")


@pytest.mark.parametrize("address", ["", "clamd", "tcp://", "tcp://host", "tcp://h:x", "unix://"])
def test_an_address_that_says_nothing_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        place_of(address)
