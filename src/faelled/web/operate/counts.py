"""Counters of one machine's server processes, in files they share: no process has all of them.

Each process adds to a file of its own, mapped into memory: fixed rows of a key and a double.
Whoever is asked sums the files of its machine. A process that has ended leaves its file; the next
one that starts folds it into the file of the ended, so that no total ever falls.
"""

import fcntl
import mmap
import os
import socket
import struct
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

KEY_BYTES = 184
ROW = struct.Struct(f"{KEY_BYTES}sd")
ROWS = 4096
ENDED = "ended"


class Counts:
    """``Counts(folder).add({"requests|ui:log_in|2xx": 1})``; ``total()`` sums the machine's files.

    Keys are at most 184 bytes of UTF-8, and 4,096 of them: what comes after is not counted.
    """

    def __init__(self, folder: Path, *, machine: str = "") -> None:
        self.folder = folder
        self.machine = machine or socket.gethostname()
        self._lock = threading.Lock()
        self._owner = 0
        self._rows: dict[str, int] = {}
        self._map: mmap.mmap | None = None

    def add(self, amounts: Mapping[str, float]) -> None:
        with self._lock:
            memory = self._opened()
            for key, amount in amounts.items():
                place = self._place(memory, key)
                if place is not None:
                    name, value = ROW.unpack_from(memory, place)
                    ROW.pack_into(memory, place, name, value + amount)

    def total(self) -> dict[str, float]:
        """Every key's sum over the processes of this machine, those that have ended included."""
        found: dict[str, float] = defaultdict(float)
        with self._locked_folder():
            for path in self.folder.glob(f"{self.machine}.*.counts"):
                for key, value in read(path):
                    found[key] += value
        return found

    def _opened(self) -> mmap.mmap:
        """This process's own file; a child made by fork does not write into its parent's."""
        if self._map is None or self._owner != os.getpid():
            self._map, self._owner, self._rows = None, os.getpid(), {}
            with self._locked_folder():
                self._fold_the_ended()
                self._map = mapped(self._path(str(self._owner)))
        return self._map

    def _place(self, memory: mmap.mmap, key: str) -> int | None:
        row = self._rows.get(key)
        if row is None:
            name = key.encode()
            if len(self._rows) == ROWS or len(name) > KEY_BYTES:
                return None
            row = self._rows[key] = len(self._rows)
            ROW.pack_into(memory, row * ROW.size, name, 0.0)
        return row * ROW.size

    def _fold_the_ended(self) -> None:
        own = self._path(str(self._owner))  # of a process that had our number before us
        files = self.folder.glob(f"{self.machine}.*.counts")
        gone = [path for path in files if path == own or not alive(path)]
        sums: dict[str, float] = defaultdict(float)
        for path in [*gone, self._path(ENDED)]:
            for key, value in read(path):
                sums[key] += value
        draft = self._path(ENDED).with_suffix(".part")
        rows = [ROW.pack(key.encode(), value) for key, value in sums.items()]
        draft.write_bytes(b"".join(rows))
        draft.replace(self._path(ENDED))
        for path in gone:
            path.unlink()

    def _path(self, process: str) -> Path:
        return self.folder / f"{self.machine}.{process}.counts"

    def _locked_folder(self) -> "FolderLock":
        return FolderLock(self.folder)


class FolderLock:
    """One process at a time sums or folds; adding needs no lock, for each file has one writer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = (self.folder / "lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_error: object) -> None:
        self._file.close()


def mapped(path: Path) -> mmap.mmap:
    """The file as memory, empty rows; OSError when there is no room for it.

    All of it is taken on the disk now (0.8 MB): a page of memory that finds no room later would end
    the process with a signal, and not with an error.
    """
    with path.open("w+b") as file:
        os.posix_fallocate(file.fileno(), 0, ROW.size * ROWS)
        return mmap.mmap(file.fileno(), ROW.size * ROWS)


def read(path: Path) -> Iterator[tuple[str, float]]:
    """The rows in use; a file that is not there has none."""
    if not path.exists():
        return
    data = path.read_bytes()
    for name, value in ROW.iter_unpack(data[: len(data) // ROW.size * ROW.size]):
        if not name.strip(b"\0"):
            return
        yield name.rstrip(b"\0").decode(), value


def alive(path: Path) -> bool:
    """Whether the process that writes ``host.123.counts`` runs; the file of the ended stays."""
    process = path.name.split(".")[-2]
    return process == ENDED or Path(f"/proc/{process}").exists()
