"""What a jurist sends to be published: the file, its model tests, the reason.

The checked file travels in the form to the page that publishes it, so nothing is stored before; it
is checked anew there, so it does not matter who has had it in hand meanwhile.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

FILE, TESTS, KEY, REASON = "fil", "proever", "navn", "begrundelse"
HELD, HELD_TESTS, HELD_NAME, SEEN = "_fil", "_proever", "_filnavn", "_set"
MOST_BYTES, MOST_REASON = 512 * 1024, 2_000
SUFFIXES: Mapping[str, tuple[str, ...]] = {FILE: (".toml", ".xml"), TESTS: (".toml",)}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


class _Unfit(ValueError):
    """The file cannot be taken; says why, in Danish."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came. ``tests`` None: those of the version in force. ``fresh``: a file was chosen now,
    so nobody has seen what it changes. ``seen``: the id of the version it was compared with.
    """

    source: bytes
    tests: bytes | None
    name: str
    key: str
    reason: str
    seen: int
    fresh: bool
    errors: Mapping[str, str]

    @property
    def held(self) -> str:
        return b64encode(self.source).decode("ascii")

    @property
    def held_tests(self) -> str:
        return b64encode(self.tests).decode("ascii") if self.tests is not None else ""


def nothing_sent(key: str) -> Sent:
    """The empty form, for the process of this name."""
    return Sent(b"", None, "", key if _KEY.fullmatch(key) else "", "", 0, False, {})


def sent_in(post: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]") -> Sent:
    """All that was sent, with what is wrong at each field; what was typed is kept either way."""
    errors: dict[str, str] = {}
    source = _bytes_in(FILE, HELD, post, files, errors)
    tests = _bytes_in(TESTS, HELD_TESTS, post, files, errors)
    if not source and FILE not in errors:
        errors[FILE] = _("Vælg en fil.")
    key = post.get(KEY, "").strip()
    if key and not _KEY.fullmatch(key):
        errors[KEY] = _("Brug kun små bogstaver fra a til z, tal og bindestreger.")
    reason = post.get(REASON, "").strip()
    if len(reason) > MOST_REASON:
        errors[REASON] = _("Skriv højst %d tegn.") % MOST_REASON
    seen = post.get(SEEN, "")
    chosen = files.get(FILE)
    return Sent(
        source or b"",
        tests,
        (chosen.name or "") if chosen else post.get(HELD_NAME, "")[:200],
        key,
        reason,
        int(seen) if re.fullmatch(r"[0-9]{1,15}", seen) else 0,
        FILE in files or TESTS in files,
        errors,
    )


def _bytes_in(
    field: str,
    held: str,
    post: QueryDict,
    files: "MultiValueDict[str, UploadedFile[bytes]]",
    errors: dict[str, str],
) -> bytes | None:
    """The file chosen now, or else the one that travelled in the form; None when there is none."""
    chosen, text = files.get(field), post.get(held, "")
    try:
        if chosen is not None:
            return _read(chosen, SUFFIXES[field])
        return _sized(b64decode(text, validate=True)) if text else None
    except NotBase64:
        errors[field] = _("Filen kunne ikke læses. Vælg den igen.")
    except _Unfit as unfit:
        errors[field] = str(unfit)
    return None


def _read(chosen: UploadedFile[bytes], suffixes: tuple[str, ...]) -> bytes:
    if not (chosen.name or "").lower().endswith(suffixes):
        raise _Unfit(_("Den slags fil kan ikke bruges her. Brug: %s.") % ", ".join(suffixes))
    if (chosen.size or 0) > MOST_BYTES:  # before it is read
        raise _too_large()
    return _sized(chosen.read(MOST_BYTES + 1))


def _sized(data: bytes) -> bytes:
    if not data:
        raise _Unfit(_("Filen er tom."))
    if len(data) > MOST_BYTES:
        raise _too_large()
    return data


def _too_large() -> _Unfit:
    return _Unfit(_("Filen er for stor. Den må højst fylde %d kB.") % (MOST_BYTES // 1024))
