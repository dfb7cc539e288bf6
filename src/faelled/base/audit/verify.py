"""The verifier: reads the rows, computes the chains anew and compares. It writes nothing.

Kept apart from the code that writes: it stands on the rows, on ``chain`` and on the checkpoints.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from faelled.base.audit import chain, checkpoints
from faelled.base.audit.models import Entry, EntrySubject, Head

CHUNK = 2000


class What(StrEnum):
    ALTERED = "altered"
    MISSING = "missing"
    CUT_OFF = "cut-off"
    HEAD = "head"
    NOT_IN_HEAD = "not-in-head"
    CHAIN_GONE = "chain-gone"
    REWRITTEN = "rewritten"
    SUBJECTS = "subjects"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Fault:
    """``seq`` is the place in the stream (for CHECKPOINT: the line), 0 when it has none."""

    stream: str
    seq: int
    what: What

    @property
    def text(self) -> str:
        return str(SENTENCES[self.what]) % {"stream": self.stream, "seq": self.seq}


SENTENCES = {
    What.ALTERED: _("%(stream)s: post %(seq)d er ændret eller er ikke skrevet med nøglen."),
    What.MISSING: _("%(stream)s: post %(seq)d mangler."),
    What.CUT_OFF: _("%(stream)s: kæden er kortet af; post %(seq)d skulle være der."),
    What.HEAD: _("%(stream)s: kædens hoved er ændret eller mangler."),
    What.NOT_IN_HEAD: _("%(stream)s: post %(seq)d ligger efter kædens hoved."),
    What.CHAIN_GONE: _("%(stream)s: hele kæden er væk; den havde %(seq)d poster."),
    What.REWRITTEN: _("%(stream)s: post %(seq)d er en anden end ved kontrolpunktet."),
    What.SUBJECTS: _("%(stream)s: registret over, hvem post %(seq)d handler om, er ændret."),
    What.CHECKPOINT: _("Kontrolpunkt %(seq)d er ændret, mangler eller kan ikke læses."),
}


@dataclass(slots=True)
class Report:
    streams: int = 0
    entries: int = 0
    checkpoints: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults

    def to_json(self) -> dict[str, object]:
        return {
            "whole": self.whole,
            "streams": self.streams,
            "entries": self.entries,
            "checkpoints": self.checkpoints,
            "faults": [{**asdict(fault), "text": fault.text} for fault in self.faults],
        }


def verify() -> Report:
    """Every chain in the database against the site's key and checkpoints."""
    return verify_with(settings.AUDIT_KEY, settings.AUDIT_CHECKPOINTS)


def verify_with(key: str, folder: Path) -> Report:
    """Every chain in the database against ``key`` and against the checkpoints in ``folder``."""
    report = Report()
    try:
        known = checkpoints.read(folder, key)
    except checkpoints.BrokenCheckpointError as error:
        report.faults.append(Fault("", error.number, What.CHECKPOINT))
        known = checkpoints.Known()
    report.checkpoints = known.lines
    heads = {head.stream: head for head in Head.objects.iterator(CHUNK)}
    rows = Entry.objects.order_by("stream", "seq").iterator(CHUNK)
    seen: set[str] = set()
    for stream, entries in groupby(rows, key=lambda entry: entry.stream):
        seen.add(stream)
        report.faults += _follow(key, entries, report, heads.get(stream), known.points.get(stream))
    report.streams = len(seen)
    report.faults += _vanished(heads, known, seen)
    report.faults += _wrong_subjects()
    return report


def _follow(
    key: str,
    entries: Iterator[Entry],
    report: Report,
    head: Head | None,
    point: checkpoints.Point | None,
) -> Iterator[Fault]:
    """One stream from its first entry to its head."""
    previous, place, stream = "", 0, ""
    for entry in entries:
        stream, report.entries = entry.stream, report.entries + 1
        if entry.seq != place + 1:
            yield Fault(stream, place + 1, What.MISSING)
        elif not chain.same(entry.digest, chain.digest(key, previous, entry.link())):
            yield Fault(stream, entry.seq, What.ALTERED)
        if point and entry.seq == point.count and not chain.same(entry.digest, point.digest):
            yield Fault(stream, entry.seq, What.REWRITTEN)
        # Go on from what is written, so that one edit is one fault and not a thousand.
        previous, place = entry.digest, entry.seq
    yield from _ending(key, stream, place, previous, head)
    if point and place < point.count:
        yield Fault(stream, place + 1, What.CUT_OFF)


def _ending(
    key: str, stream: str, place: int, last_digest: str, head: Head | None
) -> Iterator[Fault]:
    if head is None or not _seal_fits(key, head):
        yield Fault(stream, place, What.HEAD)
    elif head.count > place:
        yield Fault(stream, place + 1, What.CUT_OFF)
    elif head.count < place:
        yield Fault(stream, head.count + 1, What.NOT_IN_HEAD)
    elif not chain.same(head.digest, last_digest):
        yield Fault(stream, place, What.HEAD)


def _seal_fits(key: str, head: Head) -> bool:
    return chain.same(head.seal, chain.head_seal(key, head.stream, head.count, head.digest))


def _vanished(heads: dict[str, Head], known: checkpoints.Known, seen: set[str]) -> Iterator[Fault]:
    """Streams that a head or a checkpoint knows and that have no entries."""
    counts = {stream: point.count for stream, point in known.points.items()}
    for stream, head in heads.items():
        counts[stream] = max(head.count, counts.get(stream, 0))
    for stream in sorted(counts.keys() - seen):
        yield Fault(stream, counts[stream], What.CHAIN_GONE)


def _wrong_subjects() -> Iterator[Fault]:
    """Entries whose rows in the subject index are not those the chained text names, at its time."""
    rows = EntrySubject.objects.order_by("entry_id")
    index = rows.values_list("entry_id", "subject", "at")
    found = groupby(index.iterator(CHUNK), key=lambda row: row[0])
    entry_id, subjects = next(found, (None, iter(())))
    for entry in (
        Entry.objects.order_by("pk").only("stream", "seq", "at", "subjects").iterator(CHUNK)
    ):
        while entry_id is not None and entry_id < entry.pk:
            entry_id, subjects = next(found, (None, iter(())))
        there = sorted((s, at) for _id, s, at in subjects) if entry_id == entry.pk else []
        if there != sorted((s, entry.at) for s in json.loads(entry.subjects)):
            yield Fault(entry.stream, entry.seq, What.SUBJECTS)
