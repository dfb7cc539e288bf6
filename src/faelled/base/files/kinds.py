"""The kinds of file we take: what they are called, and how each proves that it is what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

from faelled.base.files.office import RUNS_INSIDE, check_odf, check_ooxml
from faelled.base.files.pdf import check_pdf
from faelled.base.files.problems import Inspect, looks_right, text_only

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file by its extension; ``inspect`` yields each reason to refuse it."""

    media_type: str
    inspect: Inspect


def _sniffed(media_type: str) -> FileKind:
    return FileKind(media_type, looks_right(media_type))


def _office(family: str, part: str) -> FileKind:
    media_type = OOXML + family
    return FileKind(media_type, lambda source: check_ooxml(source, part))


def _open_document(family: str) -> FileKind:
    media_type = ODF + family
    return FileKind(media_type, lambda source: check_odf(source, media_type))


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", check_pdf),
    "docx": _office("wordprocessingml.document", "word/"),
    "xlsx": _office("spreadsheetml.sheet", "xl/"),
    "pptx": _office("presentationml.presentation", "ppt/"),
    "odt": _open_document("text"),
    "ods": _open_document("spreadsheet"),
    "odp": _open_document("presentation"),
    "txt": FileKind("text/plain", text_only),
    "csv": FileKind("text/csv", text_only),
    "jpg": _sniffed("image/jpeg"),
    "jpeg": _sniffed("image/jpeg"),
    "png": _sniffed("image/png"),
    "gif": _sniffed("image/gif"),
    "tif": _sniffed("image/tiff"),
    "tiff": _sniffed("image/tiff"),
    "heic": _sniffed("image/heic"),
}
# What opens or runs by itself: refused also in front of the last extension ("regning.exe.pdf").
RUNS = frozenset(
    {"html", "htm", "xhtml", "svg", "xml", "mht"} | {one.removeprefix(".") for one in RUNS_INSIDE}
)
