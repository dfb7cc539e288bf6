"""The contract for sending, and the file outbox: a folder a transport program empties.

Why a folder: the transports (the national API, KOMBIT SF1601) need certificates and agreements of
the municipality. A program that holds them takes the files; Fælled's work is done when a message
lies there whole.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
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
    survive a power cut. ``connected`` answers whether the recipient can receive this way.
    """

    def send(self, message: Message, *, now: datetime) -> Receipt: ...

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

    def put(
        self, message_uuid: str, files: dict[str, bytes], *, digest: str, now: datetime
    ) -> Receipt:
        """Store ``files`` (suffix and content) under the message's UUID, once."""
        name = str(UUID(message_uuid))
        try:
            self._make_folders()
            known = self._receipt(name)
            if known is None:
                for suffix, data in files.items():
                    path = self.folder / f"{name}{suffix}"
                    # Left by a send that was cut off before its receipt, or by one right now?
                    if not _write_once(path, data) and path.read_bytes() != data:
                        raise _taken()
                _write_once(self.receipts / f"{name}.json", _receipt_text(now, digest))
                known = self._receipt(name)
        except OSError as error:
            raise PostError(
                _("Brevet kunne ikke lægges i udbakken. Fælled prøver igen.")
            ) from error
        if known is None or known.sha256 != digest:
            raise _taken()
        return known

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


def _taken() -> PostError:
    return PostError(_("En anden meddelelse er allerede sendt under samme nummer."))


def _receipt_text(now: datetime, digest: str) -> bytes:
    return json.dumps({"accepted_at": now.isoformat(), "sha256": digest}).encode("utf-8")


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
        data = build(message)
        digest = hashlib.sha256(data).hexdigest()
        return self._ledger.put(message.header.uuid, {".xml": data}, digest=digest, now=now)

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
        digest = hashlib.sha256(build(message)).hexdigest()
        files = {
            "" if number == 0 else f"-{number}": file for number, file in enumerate(message.files)
        }
        if any(file.media_type != "application/pdf" for file in files.values()):
            raise PostError(_("Et brev på papir kan kun have PDF-filer vedhæftet."))
        pdfs = {f"{place}.pdf": file.content for place, file in files.items()}
        return self._ledger.put(message.header.uuid, pdfs, digest=digest, now=now)

    def connected(self, recipient_id: str) -> bool:
        """Anyone can be sent a letter."""
        return True
