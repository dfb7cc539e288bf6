"""Everything asked of a file before it is taken; all reasons are found before any is said."""

from collections.abc import Iterator

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from faelled.base.files.kinds import KINDS, RUNS, FileKind
from faelled.base.files.names import extensions
from faelled.base.files.problems import NotScannedError, Source, UploadRefusedError
from faelled.base.files.scanning import Scanner, ScannerDownError


def check_upload(upload: File[bytes], name: str, scanner: Scanner) -> FileKind:
    """The kind of file this is; ``UploadRefusedError`` with every reason when it is not taken.

    Size first, then the name, then the content: a file too large is never opened.
    """
    size = upload.size or 0
    if size == 0:
        raise UploadRefusedError((_("Filen er tom."),))
    if size > settings.UPLOAD_LIMIT_BYTES:
        limit = filesizeformat(settings.UPLOAD_LIMIT_BYTES)
        raise UploadRefusedError((_("Filen er for stor. Den må højst fylde %s.") % limit,))
    kind = _kind_by_name(name)
    wrong = tuple(kind.inspect(_source(upload)))
    try:
        reasons = (*wrong, *_scanned(upload, scanner))
    except ScannerDownError:
        away = _("Filen kan ikke kontrolleres for virus lige nu. Prøv igen om lidt.")
        raise (UploadRefusedError if wrong else NotScannedError)((*wrong, away)) from None
    if reasons:
        raise UploadRefusedError(tuple(dict.fromkeys(reasons)))
    return kind


def accepted() -> str:
    """For the ``accept`` attribute of a file field: ``".pdf,.docx,…"``."""
    return ",".join(f".{extension}" for extension in KINDS)


def _kind_by_name(name: str) -> FileKind:
    parts = extensions(name)
    kind = KINDS.get(parts[-1]) if parts else None
    if kind is None or RUNS.intersection(parts):
        kinds = ", ".join(sorted(KINDS))
        raise UploadRefusedError((_("Den slags fil kan vi ikke tage imod. Brug: %s.") % kinds,))
    return kind


def _source(upload: File[bytes]) -> Source:
    upload.open("rb")
    assert upload.file is not None
    return upload.file


def _scanned(upload: File[bytes], scanner: Scanner) -> Iterator[str]:
    verdict = scanner.scan(_source(upload))
    if not verdict.clean:
        yield _("Filen indeholder virus og er ikke taget imod.")
