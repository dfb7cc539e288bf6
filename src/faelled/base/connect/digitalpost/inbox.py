"""The file inbox: a folder into which a transport program puts received messages.

Each ``*.xml`` is read, handed on, and moved to ``handled/``. A file that cannot be read, or that is
not for us, goes to ``quarantine/`` with the reason beside it, so that nothing is lost and nothing
blocks the rest.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from faelled.base.connect.digitalpost.memo_xml import MAX_MESSAGE_BYTES, MemoError, from_xml
from faelled.base.connect.digitalpost.model import Message

logger = logging.getLogger(__name__)


class NotTaken(Exception):
    """A message that must never be handed over again: the reason, without a word from it."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many files were handled, set aside with a reason, and left for the next round."""

    handled: int = 0
    quarantined: int = 0
    waiting: int = 0


class FileInbox:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.handled = folder / "handled"
        self.quarantine = folder / "quarantine"

    def empty(self, take: Callable[[Message], None]) -> Emptied:
        """Hand every message to ``take``, oldest first.

        ``take`` must be idempotent by message UUID: a stop between it and the move hands the same
        message over again. `NotTaken` sets the file aside; when it raises anything else, the file
        stays and the next one is tried.
        """
        for folder in (self.folder, self.handled, self.quarantine):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        outcomes = [self._take_one(path, take) for path in self._waiting()]
        return Emptied(
            handled=outcomes.count("handled"),
            quarantined=outcomes.count("quarantined"),
            waiting=outcomes.count("waiting"),
        )

    def _waiting(self) -> list[Path]:
        # A name that starts with a dot is a file still being written; a link leads elsewhere.
        files = (
            path
            for path in self.folder.glob("*.xml")
            if not path.name.startswith(".") and path.is_file() and not path.is_symlink()
        )
        return sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))

    def _take_one(self, path: Path, take: Callable[[Message], None]) -> str:
        try:
            message = from_xml(_read(path))
        except FileNotFoundError:
            return "gone"  # another worker was here first
        except MemoError as error:
            self._set_aside(path, error)
            return "quarantined"
        try:
            take(message)
        except NotTaken as reason:
            self._set_aside(path, reason)
            return "quarantined"
        except Exception:  # one message that fails must not hold back the others
            logger.exception("A received message could not be handled and waits in the inbox")
            return "waiting"
        with suppress(FileNotFoundError):
            path.replace(self.handled / path.name)
        return "handled"

    def forget(self, *, before: datetime) -> int:
        """Remove what was handed over before ``before``: elsewhere it lies sealed."""
        old = [
            path
            for path in self.handled.glob("*.xml")
            if path.lstat().st_mtime < before.timestamp()
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def set_aside_at(self) -> list[datetime]:
        """When each message that could not be taken came into quarantine, the earliest first."""
        return sorted(
            datetime.fromtimestamp(_since(path), UTC) for path in self.quarantine.glob("*.xml")
        )

    def forget_quarantined(self, *, before: datetime) -> int:
        """Remove what could not be taken before ``before``, with its reasons: nobody fetched it."""
        old = [path for path in self.quarantine.glob("*.xml") if _since(path) < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
            _reason_of(path).unlink(missing_ok=True)
        if old:
            logger.warning("Messages that lay in quarantine for too long were removed")
        return len(old)

    def _set_aside(self, path: Path, error: Exception) -> None:
        kept = self._free_name(path.name)
        _reason_of(kept).write_text(str(error) + "\n", encoding="utf-8")
        path.replace(kept)
        logger.warning("A received message could not be taken and lies in quarantine")

    def _free_name(self, name: str) -> Path:
        """A transport may use a name again: the second file does not take the first one's place."""
        kept = self.quarantine / name
        return self.quarantine / f"{uuid4().hex}-{name}" if kept.exists() else kept


def _reason_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.reason.txt")


def _since(path: Path) -> float:
    """A file keeps its own time when it is moved; its reason is written when it is set aside."""
    reason = _reason_of(path)
    return (reason if reason.exists() else path).lstat().st_mtime


def _read(path: Path) -> bytes:
    """At most one byte more than a message may have; the reader refuses the rest."""
    with path.open("rb") as file:
        return file.read(MAX_MESSAGE_BYTES + 1)
