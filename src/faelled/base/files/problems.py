"""Why a file is not taken, in plain Danish, and the checks that need no library of their own."""

import re
from collections.abc import Callable, Iterator
from typing import IO

import filetype
from django.utils.translation import gettext as _

Source = IO[bytes]
Inspect = Callable[[Source], Iterator[str]]
HEAD_BYTES = 8192
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")


class UploadRefusedError(Exception):
    """The file was not stored. ``reasons`` are sentences to show beside the field."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotScannedError(UploadRefusedError):
    """Nothing is wrong with the file but that the virus scanner does not answer: try later."""


def not_what_it_says() -> str:
    return _("Filens indhold passer ikke til filens navn. Gem den igen i det rigtige format.")


def looks_right(media_type: str) -> Inspect:
    """A check that the first bytes are those of ``media_type``."""

    def inspect(source: Source) -> Iterator[str]:
        source.seek(0)
        found = filetype.guess(source.read(HEAD_BYTES))
        if found is None or found.mime != media_type:
            yield not_what_it_says()

    return inspect


def text_only(source: Source) -> Iterator[str]:
    """Text in UTF-8 or Windows-1252 without control characters, and not something else in
    disguise: a page, a program or a picture.
    """
    source.seek(0)
    data = source.read()
    head = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if CONTROLS.search(data) or head.startswith((b"<", b"#!", b"{\\rtf", b"%pdf")):
        yield not_what_it_says()
    else:
        yield from _unreadable(data)


def _unreadable(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
            return
        except UnicodeDecodeError:
            continue
    yield not_what_it_says()
