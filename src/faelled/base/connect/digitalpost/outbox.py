"""The contract for sending, and the file outbox: a folder a transport program empties.

Why a folder: the transports (the national API, KOMBIT SF1601) need certificates and agreements of
the municipality. A program that holds them takes the files; Fælled's work is done when a message
lies there whole.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from faelled.base.connect.digitalpost.checks import build
from faelled.base.connect.digitalpost.model import Message


class Channel(StrEnum):
    DIGITAL_POST = "digital-post"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a message was taken over: when, by which channel, and the hash of what was sent."""

    message_uuid: str
    channel: Channel
    accepted_at: datetime
    sha256: str


class PostError(Exception):
    """A message could not be handed over; the text is Danish and holds nothing of the message."""


class DigitalPostAdapter(Protocol):
    """Any way to send a MeMo.

    ``send`` is idempotent by message UUID: the same message again sends nothing and gives the same
    receipt; another content under the same UUID is refused. It raises ``PostError`` (try again
    later) or ``MemoError`` (the message itself is wrong), and returns only when the message would
    survive a power cut. ``find`` answers what became of a message whose sender was cut off.
    ``connected`` answers whether the recipient can receive this way.
    """

    def send(self, message: Message, *, now: datetime) -> Receipt: ...

    def find(self, message_uuid: str) -> Receipt | None: ...

    def connected(self, recipient_id: str) -> bool: ...


class Ledger:
    """A folder of files written whole or not at all, each with its receipt beside it.

    The file carries the message UUID as its name and becomes visible by a hard link, so that two
    senders at once leave one file. The receipt is written after the file and stays when the
    transport has taken the file away.
    """

    def __init__(self, folder: Path, channel: Channel) -> None:
        self.folder = folder
        self.receipts = folder / "receipts"
        self.channel = channel

    def put(self, message_uuid: str, files: dict[str, bytes], *, now: datetime) -> Receipt:
        """Store ``files`` (suffix: content, the main one last) under the message's UUID, once."""
        name = str(UUID(message_uuid))
        digest = _digest({name + suffix: data for suffix, data in files.items()})
        try:
            self._make_folders()
            known = self._receipt(name)
            if known is None:
                for suffix, data in files.items():
                    path = self.folder / f"{name}{suffix}"
                    # Left by a send that was cut off before its receipt, or by one right now?
                    if not _write_once(path, data) and path.read_bytes() != data:
                        raise _taken()
                known = self._give(name, digest, now)
        except OSError as error:
            raise _not_now() from error
        if known.sha256 != digest:
            raise _taken()
        return known

    def find(self, message_uuid: str, main: str) -> Receipt | None:
        """The receipt of a message that is here; made now when its sender was cut off before it.

        ``main`` is the suffix of the file that is written last, so that its being there means that
        the message is whole.
        """
        name = str(UUID(message_uuid))
        try:
            known = self._receipt(name)
            path = self.folder / f"{name}{main}"
            if known is None and path.exists():
                files = {one.name: one.read_bytes() for one in self.folder.glob(f"{name}*")}
                written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
                known = self._give(name, _digest(files), written)
        except OSError as error:
            raise _not_now() from error
        return known

    def _give(self, name: str, digest: str, at: datetime) -> Receipt:
        """The receipt on disk: this one, or the one another sender wrote first."""
        text = json.dumps({"accepted_at": at.isoformat(), "sha256": digest})
        _write_once(self.receipts / f"{name}.json", text.encode("utf-8"))
        return self._receipt(name) or Receipt(name, self.channel, at, digest)

    def _make_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.receipts.mkdir(exist_ok=True, mode=0o700)

    def _receipt(self, name: str) -> Receipt | None:
        try:
            row = json.loads((self.receipts / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        at = datetime.fromisoformat(row["accepted_at"])
        return Receipt(name, self.channel, at, row["sha256"])


def _digest(files: dict[str, bytes]) -> str:
    """One hash over the files in the order of their names."""
    lines = [f"{name} {hashlib.sha256(data).hexdigest()}\n" for name, data in sorted(files.items())]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def _not_now() -> PostError:
    return PostError(_("Brevet kunne ikke lægges i udbakken. Fælled prøver igen."))


def _taken() -> PostError:
    return PostError(_("En anden meddelelse er allerede sendt under samme nummer."))


def _write_once(path: Path, data: bytes) -> bool:
    """Make ``path`` appear whole, True, or leave the one there, False; on disk at return."""
    draft = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
            written = True
        except FileExistsError:
            written = False
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return written


class FileOutbox:
    """Digital Post as files: ``<uuid>.xml`` in the folder, a receipt in ``receipts/``."""

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(folder, Channel.DIGITAL_POST)

    def send(self, message: Message, *, now: datetime) -> Receipt:
        return self._ledger.put(message.header.uuid, {".xml": build(message)}, now=now)

    def find(self, message_uuid: str) -> Receipt | None:
        return self._ledger.find(message_uuid, ".xml")

    def connected(self, recipient_id: str) -> bool:
        """The register's exemption flag has been asked already; the transport knows no more."""
        return True


class LetterOutbox:
    """Letters on paper: the PDFs of the message, one file each, to be printed and posted.

    The recipient's address stands on the letter itself.
    """

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(folder, Channel.LETTER)

    def send(self, message: Message, *, now: datetime) -> Receipt:
        build(message)
        if any(file.media_type != "application/pdf" for file in message.files):
            raise PostError(_("Et brev på papir kan kun have PDF-filer vedhæftet."))
        enclosed = {f"-{n}.pdf": file.content for n, file in enumerate(message.files) if n}
        files = enclosed | {".pdf": message.files[0].content}
        return self._ledger.put(message.header.uuid, files, now=now)

    def find(self, message_uuid: str) -> Receipt | None:
        return self._ledger.find(message_uuid, ".pdf")

    def connected(self, recipient_id: str) -> bool:
        """Anyone can be sent a letter."""
        return True
