"""A PDF is taken when it only shows: no scripts, no programs, no locks, nothing hidden inside."""

import time
from collections.abc import Iterator

from django.utils.translation import gettext as _
from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

from faelled.base.files.problems import Source, not_what_it_says

# Actions that run, send or fetch something (ISO 32000-2, 12.6.4).
ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/OnInstantiate"}
HIDDEN_KEYS = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}
# A file of 300 KB can be made so that reading it takes minutes and gigabytes: parts that unpack to
# nothing but blanks, or references that lead nowhere and are looked for in the whole file.
MAX_OBJECTS = 400_000
MAX_STREAM_BYTES = 8 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_SECONDS = 8.0  # of this thread's own work


class TooMuch(Exception):
    """The file asks for more work than any paper that people send."""


def check_pdf(source: Source) -> Iterator[str]:
    """Each reason to refuse; every object that can be reached is looked at once."""
    source.seek(0)
    if b"%PDF-" not in source.read(1024):
        yield not_what_it_says()
        return
    source.seek(0)
    try:
        with apply_configuration(zlib_maximum_output_length=MAX_STREAM_BYTES):
            yield from _read(PdfReader(source, xref_stream_maximum_entries=MAX_OBJECTS))
    except (TooMuch, LimitReachedError, MemoryError):
        yield _("PDF-filen har for mange dele til at kunne kontrolleres.")
    except Exception:  # noqa: BLE001
        # pypdf meets broken files with many kinds of error; to us they all mean the same.
        yield _("PDF-filen er beskadiget og kan ikke læses. Gem den igen.")


def _read(reader: PdfReader) -> list[str]:
    if reader.is_encrypted:
        return [_("PDF-filen er beskyttet med adgangskode. Gem den uden adgangskode.")]
    return sorted(_active_parts(reader))


def _active_parts(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    work = _Work(reader)
    waiting: list[PdfObject | None] = [reader.trailer]
    while waiting:
        thing = waiting.pop()
        work.one_more()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) not in seen:
                seen.add((thing.idnum, thing.generation))
                work.unpack(thing)
                waiting.append(thing.get_object())
        elif isinstance(thing, DictionaryObject):
            found |= _problems_of(thing)
            waiting += [value for _key, value in thing.items() if not _plain(value)]
        elif isinstance(thing, ArrayObject):
            waiting += [value for value in thing if not _plain(value)]
    return found


class _Work:
    """What the reading of one file has cost until now; TooMuch where it is more than it may."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._until = time.thread_time() + MAX_SECONDS
        self._objects = 0
        self._streams: set[int] = set()
        self._unpacked = 0

    def one_more(self) -> None:
        self._objects += 1
        if self._objects > MAX_OBJECTS or time.thread_time() > self._until:
            raise TooMuch

    def unpack(self, thing: IndirectObject) -> None:
        """Where the object lies packed with others: unpack these, and count what comes out."""
        stream, _place = self._reader.xref_objStm.get(thing.idnum, (None, 0))
        if stream is None or stream in self._streams:
            return
        self._streams.add(stream)
        packed = IndirectObject(stream, 0, self._reader).get_object()
        self._unpacked += len(packed.get_data()) if isinstance(packed, StreamObject) else 0
        if self._unpacked > MAX_UNPACKED_BYTES:
            raise TooMuch


def _plain(thing: object) -> bool:
    return not isinstance(thing, IndirectObject | DictionaryObject | ArrayObject)


def _problems_of(part: DictionaryObject) -> set[str]:
    keys = set(part.keys())
    # Looked up, for the kind of an action may stand elsewhere and be referred to.
    if str(part["/S"]) in ACTIVE if "/S" in keys else False:
        return {_("PDF-filen indeholder programkode eller kan starte noget. Gem den uden.")}
    if keys & ACTIVE_KEYS:
        return {_("PDF-filen indeholder programkode eller kan starte noget. Gem den uden.")}
    if keys & HIDDEN_KEYS:
        return {_("PDF-filen har andre filer gemt i sig. Send dem hver for sig.")}
    return set()
