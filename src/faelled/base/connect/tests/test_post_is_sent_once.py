"""A letter is handed over whole and once; who cannot get Digital Post gets paper."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from faelled.base.connect.digitalpost.fake import FakeDigitalPost
from faelled.base.connect.digitalpost.letters import About, Addressee, letter
from faelled.base.connect.digitalpost.memo_xml import MemoError, from_xml
from faelled.base.connect.digitalpost.model import File, IdType, Message
from faelled.base.connect.digitalpost.outbox import (
    Channel,
    DigitalPostAdapter,
    FileOutbox,
    LetterOutbox,
    PostError,
    Receipt,
)
from faelled.base.connect.digitalpost.post import Post, post_from_settings

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
NAME = "5b1f4c1e-6d7c-4df1-9c1c-0a8a3f6b1d11"
DORTHE = Addressee("4102680004", IdType.CPR, "Dorthe Friis")


def a_letter(content: bytes = b"%PDF-1.7", media_type: str = "application/pdf") -> Message:
    file = File(media_type=media_type, name="Brev.pdf", language="da", content=content)
    return letter(
        uuid=UUID(NAME),
        cvr="12345678",
        authority="Fælleskøbing Kommune",
        to=DORTHE,
        label="Brev",
        files=[file, file],
        about=About("sag"),
        now=NOW,
    )


@pytest.fixture(params=["file", "fake", "letter"])
def carrier(request: pytest.FixtureRequest, tmp_path: Path) -> DigitalPostAdapter:
    """Every adapter keeps the same contract."""
    kinds: dict[str, DigitalPostAdapter] = {
        "file": FileOutbox(tmp_path),
        "fake": FakeDigitalPost(tmp_path),
        "letter": LetterOutbox(tmp_path),
    }
    return kinds[request.param]


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_the_same_message_again_is_not_sent_again(
    carrier: DigitalPostAdapter, tmp_path: Path
) -> None:
    first = carrier.send(a_letter(), now=NOW)
    files = files_in(tmp_path)
    again = carrier.send(a_letter(), now=LATER)
    assert again == first
    assert again.accepted_at == NOW
    assert files_in(tmp_path) == files


def test_the_same_message_is_not_sent_again_after_the_transport_took_it(
    carrier: DigitalPostAdapter, tmp_path: Path
) -> None:
    first = carrier.send(a_letter(), now=NOW)
    for name in files_in(tmp_path):
        (tmp_path / name).unlink()
    assert carrier.send(a_letter(), now=LATER) == first
    assert files_in(tmp_path) == set()


def test_another_letter_under_the_same_number_is_refused(carrier: DigitalPostAdapter) -> None:
    carrier.send(a_letter(), now=NOW)
    with pytest.raises(PostError):
        carrier.send(a_letter(b"another"), now=NOW)


def test_a_send_that_was_cut_off_before_its_receipt_is_finished_by_the_next(
    carrier: DigitalPostAdapter, tmp_path: Path
) -> None:
    carrier.send(a_letter(), now=NOW)
    (tmp_path / "receipts" / f"{NAME}.json").unlink()
    with pytest.raises(PostError):
        carrier.send(a_letter(b"another"), now=LATER)
    assert carrier.send(a_letter(), now=LATER).accepted_at == LATER


def test_what_became_of_a_message_can_be_asked(carrier: DigitalPostAdapter, tmp_path: Path) -> None:
    assert carrier.find(NAME) is None
    receipt = carrier.send(a_letter(), now=NOW)
    assert carrier.find(NAME) == receipt
    (tmp_path / "receipts" / f"{NAME}.json").unlink()
    found = carrier.find(NAME)
    assert found is not None
    assert found.sha256 == receipt.sha256
    assert carrier.send(a_letter(), now=LATER) == found


def test_many_senders_at_once_leave_one_message_and_get_one_receipt(
    carrier: DigitalPostAdapter, tmp_path: Path
) -> None:
    receipts: list[Receipt] = []
    moments = [NOW + timedelta(seconds=second) for second in range(8)]
    threads = [
        threading.Thread(target=lambda at=at: receipts.append(carrier.send(a_letter(), now=at)))
        for at in moments
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 8
    assert len(set(receipts)) == 1
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".part")]


def test_a_message_that_is_wrong_leaves_nothing_behind(
    carrier: DigitalPostAdapter, tmp_path: Path
) -> None:
    with pytest.raises(MemoError):
        carrier.send(a_letter(b""), now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_full_or_missing_disk_is_an_error_to_try_again_later(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(PostError):
        FileOutbox(blocked / "outbox").send(a_letter(), now=NOW)


def test_the_outbox_holds_the_message_for_its_owner_only(tmp_path: Path) -> None:
    FileOutbox(tmp_path / "out").send(a_letter(), now=NOW)
    path = tmp_path / "out" / f"{NAME}.xml"
    assert from_xml(path.read_bytes()) == a_letter()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_letter_on_paper_is_a_pdf_to_print_and_its_enclosures(tmp_path: Path) -> None:
    LetterOutbox(tmp_path).send(a_letter(), now=NOW)
    assert files_in(tmp_path) == {f"{NAME}.pdf", f"{NAME}-1.pdf"}
    with pytest.raises(PostError):
        LetterOutbox(tmp_path / "b").send(a_letter(media_type="text/plain"), now=NOW)


def test_who_is_exempt_or_not_connected_gets_paper(tmp_path: Path) -> None:
    """BEK 2017/2021 § 13: no letter is lost because a citizen has no Digital Post."""
    digital = FakeDigitalPost(tmp_path / "digital", not_connected=frozenset({"4204680004"}))
    post = Post(digital, LetterOutbox(tmp_path / "paper"))
    exempt = Addressee(DORTHE.id, IdType.CPR, "Dorthe Friis", exempt=True)
    unconnected = Addressee("4204680004", IdType.CPR, "Emil Friis")
    assert post.channel_for(DORTHE) is Channel.DIGITAL_POST
    assert post.channel_for(exempt) is Channel.LETTER
    assert post.channel_for(unconnected) is Channel.LETTER
    assert post.send(a_letter(), Channel.LETTER, now=NOW).channel is Channel.LETTER
    assert digital.sent == []
    assert post.send(a_letter(), Channel.DIGITAL_POST, now=NOW).channel is Channel.DIGITAL_POST


def test_a_neighbour_that_breaks_down_takes_the_letter_later(tmp_path: Path) -> None:
    post = FakeDigitalPost(tmp_path, breakdowns=1)
    with pytest.raises(PostError):
        post.send(a_letter(), now=NOW)
    assert list(tmp_path.iterdir()) == []
    assert post.send(a_letter(), now=LATER).accepted_at == LATER


def test_no_mode_chosen_is_an_error_and_never_a_pretended_success() -> None:
    for mode in ("", "none", "FILE"):
        with override_settings(DIGITAL_POST=mode), pytest.raises(ImproperlyConfigured):
            post_from_settings()


def test_the_mode_chooses_the_carrier(tmp_path: Path) -> None:
    with override_settings(DIGITAL_POST="file", DIGITAL_POST_OUTBOX=tmp_path):
        assert isinstance(post_from_settings().digital, FileOutbox)
    with override_settings(DIGITAL_POST="fake", DIGITAL_POST_OUTBOX=tmp_path):
        assert isinstance(post_from_settings().digital, FakeDigitalPost)
