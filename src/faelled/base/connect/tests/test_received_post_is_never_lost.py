"""The inbox hands each message over; bad files go aside with a reason and block nothing."""

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from faelled.base.connect.digitalpost.inbox import Emptied, FileInbox
from faelled.base.connect.digitalpost.letters import About, Addressee, letter
from faelled.base.connect.digitalpost.memo_xml import to_xml
from faelled.base.connect.digitalpost.model import File, IdType, Message

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CPR = "4102680004"


def put(folder: Path, number: int, age: int = 0) -> str:
    file = File(media_type="application/pdf", name="Svar.pdf", language="da", content=b"%PDF-1.7")
    message = letter(
        uuid=UUID(int=number),
        cvr="12345678",
        authority="Kommunen",
        to=Addressee(CPR, IdType.CPR, "Dorthe Friis"),
        label="Svar",
        files=[file],
        about=About("sag"),
        now=NOW,
    )
    path = folder / f"{number}.xml"
    path.write_bytes(to_xml(message))
    os.utime(path, (1000 - age, 1000 - age))
    return message.header.uuid


def test_messages_come_oldest_first_and_are_moved_away(tmp_path: Path) -> None:
    young, old = put(tmp_path, 1), put(tmp_path, 2, age=60)
    taken: list[str] = []
    inbox = FileInbox(tmp_path)
    assert inbox.empty(lambda message: taken.append(message.header.uuid)) == Emptied(handled=2)
    assert taken == [old, young]
    assert {path.name for path in inbox.handled.iterdir()} == {"1.xml", "2.xml"}
    assert inbox.empty(lambda message: taken.append("again")) == Emptied()


def test_a_bad_file_goes_to_quarantine_with_the_reason_and_no_personal_data(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path, 1)
    bad = (tmp_path / "1.xml").read_text().replace("<memo:idType>CPR", f"<memo:idType>{CPR}")
    (tmp_path / "bad.xml").write_text(bad)
    inbox = FileInbox(tmp_path)
    assert inbox.empty(lambda message: None) == Emptied(handled=1, quarantined=1)
    reason = (inbox.quarantine / "bad.xml.reason.txt").read_text()
    assert "/MessageHeader/Recipient/idType" in reason
    assert CPR not in reason + caplog.text
    assert (inbox.quarantine / "bad.xml").read_text() == bad


def test_a_message_that_cannot_be_handled_waits_and_holds_nobody_back(tmp_path: Path) -> None:
    put(tmp_path, 1, age=60)
    put(tmp_path, 2)
    inbox = FileInbox(tmp_path)

    def only_the_second(message: Message) -> None:
        if message.header.uuid == str(UUID(int=1)):
            raise RuntimeError("The database is away")

    assert inbox.empty(only_the_second) == Emptied(handled=1, waiting=1)
    assert inbox.empty(lambda message: None) == Emptied(handled=1)


def test_half_written_files_and_links_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".1.xml").write_text("<half")
    (tmp_path / "link.xml").symlink_to("/etc/hostname")
    assert FileInbox(tmp_path).empty(lambda message: None) == Emptied()
