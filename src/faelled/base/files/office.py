"""Office files are zip archives: no macros, no bombs, no names that lead elsewhere."""

import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from faelled.base.files.problems import Source, not_what_it_says

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 200
# A small file may be packed hard without being a bomb.
FREE_BYTES = 20 * 1024 * 1024
PEEK_BYTES = 512 * 1024


def check_ooxml(source: Source, part: str) -> Iterator[str]:
    """Word, Excel and PowerPoint (``part`` is ``"word/"``, ``"xl/"`` or ``"ppt/"``)."""
    archive = _archive(source)
    if archive is None:
        yield not_what_it_says()
        return
    with archive:
        yield from _bomb(archive)
        names = [entry.filename.lower() for entry in archive.infolist()]
        types = _peek(archive, "[Content_Types].xml")
        if not any(name.startswith(part) for name in names) or not types:
            yield not_what_it_says()
        elif (
            b"macroenabled" in types.lower()
            or any("vbaproject" in name for name in names)
            or any("/activex/" in name or name.endswith((".exe", ".js")) for name in names)
        ):
            yield _macros()


def check_odf(source: Source, media_type: str) -> Iterator[str]:
    """OpenDocument: says its own type in the entry ``mimetype``."""
    archive = _archive(source)
    if archive is None:
        yield not_what_it_says()
        return
    with archive:
        yield from _bomb(archive)
        names = [entry.filename.lower() for entry in archive.infolist()]
        if _peek(archive, "mimetype").strip() != media_type.encode():
            yield not_what_it_says()
        elif any(name.startswith(("basic/", "scripts/")) for name in names):
            yield _macros()


def _macros() -> str:
    return _("Filen indeholder makroer. Gem den uden makroer eller som PDF.")


def _archive(source: Source) -> zipfile.ZipFile | None:
    source.seek(0)
    if source.read(4) != b"PK\x03\x04":
        return None
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def _bomb(archive: zipfile.ZipFile) -> Iterator[str]:
    """By the archive's own table; a table that lies is caught by who unpacks, and we never do."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > FREE_BYTES and unpacked / packed > MAX_RATIO)
    ):
        yield _("Filen fylder for meget, når den pakkes ud.")
    elif any(_leads_elsewhere(entry.filename) for entry in entries):
        yield not_what_it_says()


def _leads_elsewhere(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _peek(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of an entry, or b"" when it is missing, damaged or locked."""
    try:
        with archive.open(name) as entry:
            return entry.read(PEEK_BYTES)
    except (KeyError, RuntimeError, zipfile.BadZipFile, OSError, NotImplementedError):
        return b""
