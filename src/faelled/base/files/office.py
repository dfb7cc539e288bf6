"""Office files are zip archives: no macros, no bombs, no names that lead elsewhere."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from faelled.base.files.problems import Source, not_what_it_says
from faelled.lib.text.safe_xml import BadXml, parse_xml

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 200
# A small file may be packed hard without being a bomb.
FREE_BYTES = 20 * 1024 * 1024
PEEK_BYTES = 2 * 1024 * 1024
TYPES = "[Content_Types].xml"
# Said of a part, whatever its name: a document with macros, and the macros themselves.
MACRO_TYPES = ("macroenabled", "vbaproject", "activex")
# Programs, and documents with macros, that lie inside as something to press on.
RUNS_INSIDE = tuple(
    f".{extension}"
    for extension in (
        "exe com bat cmd scr pif msi msp ps1 vbs vbe js jse wsf wsh hta lnk jar app dll cpl reg sh "  # noqa: SIM905
        "docm xlsm pptm dotm xltm xlam iso img vhd".split()
    )
)
DAMAGED = (
    KeyError,
    RuntimeError,  # also of an entry with a password
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)


def check_ooxml(source: Source, part: str) -> Iterator[str]:
    """Word, Excel and PowerPoint (``part`` is ``"word/"``, ``"xl/"`` or ``"ppt/"``)."""
    archive = _archive(source)
    if archive is None:
        yield not_what_it_says()
        return
    with archive:
        yield from _bomb(archive)
        names = [entry.filename.lower() for entry in archive.infolist()]
        types = _types(archive)
        if not any(name.startswith(part) for name in names) or types is None:
            yield not_what_it_says()
        elif (
            any(word in said for word in MACRO_TYPES for said in types)
            or any("vbaproject" in name or "/activex/" in name for name in names)
            or any(name.endswith(RUNS_INSIDE) for name in names)
        ):
            yield _macros()


def _types(archive: zipfile.ZipFile) -> list[str] | None:
    """What kind each part says it is; None where that cannot be read for certain: as XML, so that
    another encoding hides nothing, and once, for of two each reader chooses its own.
    """
    if [entry.filename.lower() for entry in archive.infolist()].count(TYPES.lower()) != 1:
        return None
    try:
        root = parse_xml(_peek(archive, TYPES), most_bytes=PEEK_BYTES)
    except BadXml:
        return None
    return [str(element.get("ContentType", "")).lower() for element in root.iter()]


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
        elif any(
            name.startswith(("basic/", "scripts/")) or name.endswith(RUNS_INSIDE) for name in names
        ):
            yield _macros()


def _macros() -> str:
    return _("Filen indeholder makroer. Gem den uden makroer eller som PDF.")


def _archive(source: Source) -> zipfile.ZipFile | None:
    source.seek(0)
    if source.read(4) != b"PK\x03\x04":
        return None
    try:
        return zipfile.ZipFile(source)
    except DAMAGED:
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
    except DAMAGED:
        return b""
