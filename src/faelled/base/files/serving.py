"""Giving a stored file back: whole and unchanged, or not at all."""

import hashlib

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from faelled.base.files.models import StoredFile


class FileDamagedError(Exception):
    """The bytes are gone or are not those that were stored. The text is for people."""


def read_file(stored: StoredFile) -> bytes:
    """The bytes, when they are the ones that were stored; ``FileDamagedError`` otherwise."""
    try:
        with default_storage.open(stored.storage_name) as file:
            data: bytes = file.read()
    except OSError as error:
        raise FileDamagedError(_("Filen kan ikke hentes. Kontakt systemets drift.")) from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileDamagedError(_("Filen er ændret, siden den blev gemt, og vises ikke."))
    return data


def serve(stored: StoredFile) -> HttpResponse:
    """The file as a download. Who may have it has been asked already.

    A browser must neither guess its type, nor show it in our name, nor keep it.
    """
    response = HttpResponse(read_file(stored), content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
