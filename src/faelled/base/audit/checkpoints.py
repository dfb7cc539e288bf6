"""Checkpoints: what every chain looked like, kept in a folder outside the database.

One line per checkpoint in ``checkpoints.jsonl``. A line holds the streams that grew since the line
before (count and last digest), the number of all streams, a hash over all of them, and a MAC over
the line and the MAC before. Whoever holds a copy of the file can tell that a chain is gone.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from faelled.base.audit import chain
from faelled.base.audit.chain import Json

FILE = "checkpoints.jsonl"


class BrokenCheckpointError(ValueError):
    """A line cannot be read, does not fit its MAC, or does not follow the one before."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Checkpoint {number}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Point:
    count: int
    digest: str


@dataclass(slots=True)
class Known:
    """Every stream as the checkpoints together know it."""

    points: dict[str, Point] = field(default_factory=dict)
    lines: int = 0
    mac: str = ""

    def heads(self) -> str:
        """One hash over all streams in order: equal only when every head is."""
        text = hashlib.sha256()
        for stream in sorted(self.points):
            point = self.points[stream]
            text.update(f"{stream} {point.count} {point.digest}\n".encode())
        return text.hexdigest()


def read(folder: Path, key: str) -> Known:
    """Follow the file from its first line; raises BrokenCheckpointError at the first bad one."""
    known = Known()
    for number, line in enumerate(_lines(folder / FILE), start=1):
        try:
            body = json.loads(line)
            claimed = body.pop("mac")
            points = {s: Point(int(c), str(d)) for s, (c, d) in body["grown"].items()}
            expected = chain.mac(key, "checkpoint", known.mac, chain.canonical(body))
            fits = body["number"] == number and chain.same(str(claimed), expected)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenCheckpointError(number) from error
        known.points.update(points)
        if not fits or body["streams"] != len(known.points) or body["heads"] != known.heads():
            raise BrokenCheckpointError(number)
        known.lines, known.mac = number, expected
    return known


def append(
    folder: Path, key: str, heads: Iterable[tuple[str, int, str]], now: datetime
) -> tuple[int, int]:
    """Add one line for ``heads`` (stream, count, digest); gives (streams, entries) it stands for.

    Streams that have vanished from the database stay in the file: that is what it is for.
    The line is on the disk when this returns.
    """
    known = read(folder, key)
    grown: dict[str, Json] = {}
    for stream, count, digest in heads:
        point = Point(count, digest)
        if known.points.get(stream) != point:
            grown[stream] = [count, digest]
            known.points[stream] = point
    body: dict[str, Json] = {
        "number": known.lines + 1,
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "streams": len(known.points),
        "heads": known.heads(),
        "grown": grown,
    }
    line = {**body, "mac": chain.mac(key, "checkpoint", known.mac, chain.canonical(body))}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(chain.canonical(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return len(known.points), sum(point.count for point in known.points.values())


def _lines(path: Path) -> Iterator[str]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        yield from file
