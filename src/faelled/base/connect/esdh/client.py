"""A foreign case system (ESDH) as a list of matters to approve, and a place to post the verdict.

Four calls (docs/modules/connect.md). Every one says who asks and with whose rights, so that the
neighbour shows no more than it would show that person, and can log both names.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from faelled.base.connect.client import GuardedSession, session_to
from faelled.base.connect.errors import ConnectError
from faelled.base.connect.esdh.model import (
    ForeignMatter,
    UnreadableError,
    read_list,
    read_matter,
)
from faelled.base.connect.systems import SYSTEMS, System

Read = TypeVar("Read")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
# What may be shown in a browser as it comes; everything else is only saved.
MEDIA_TYPES = frozenset({"application/pdf", "text/plain", "image/png", "image/jpeg"})
DOCUMENT_BYTES = 10 * 1024 * 1024


def own_hosts() -> tuple[str, ...]:
    """The one address that is set for it: on the inside only where the setting says so."""
    origin = settings.ESDH_URL
    return (f"private {origin}" if settings.ESDH_PRIVATE else origin,) if origin else ()


ESDH = SYSTEMS.register(
    System("esdh", "Sagssystemet", own_hosts=own_hosts, max_bytes=DOCUMENT_BYTES)
)


class EsdhError(Exception):
    """The case system gave no usable answer; the message is for people. ``refused``: it answered,
    and said no.
    """

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Asker:
    """User names: whose rights count (the responsible), and who reads."""

    rights_of: str
    reader: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is posted: user name and shown name of who decided, and what they wrote."""

    verdict: str
    version: str
    by: str
    name: str
    comment: str


@dataclass(frozen=True, slots=True)
class EsdhClient:
    """``client_from_settings().matters(Asker("anna", "anna"))``."""

    origin: str
    token: str
    system: System = ESDH

    def matters(self, asker: Asker) -> tuple[ForeignMatter, ...]:
        """What waits for approval and the asker may send."""
        return self._read(read_list, self._get("/matters", asker))

    def matter(self, id: str, asker: Asker) -> ForeignMatter | None:
        """One matter with its text and documents; None where there is none for the asker."""
        answer = self._get(f"/matters/{checked_id(id)}", asker)
        if answer.status_code == 404:
            return None
        found = self._read(read_matter, answer)
        if found.id != id:
            raise EsdhError(_("Sagssystemet svarede om en anden sag. Intet er vist."))
        return found

    def document(self, id: str, document: str, asker: Asker) -> tuple[bytes, str] | None:
        """A document's bytes and kind."""
        path = f"/matters/{checked_id(id)}/documents/{checked_id(document)}"
        answer = self._get(path, asker)
        if answer.status_code == 404:
            return None
        self._require_ok(answer)
        kind = str(answer.headers.get("Content-Type", "")).split(";")[0].strip().lower()
        return answer.content, kind if kind in MEDIA_TYPES else "application/octet-stream"

    def post_verdict(self, id: str, verdict: Verdict, *, key: str) -> None:
        """Tell the verdict; the same ``key`` twice is one verdict."""
        body = {
            "verdict": verdict.verdict,
            "version": verdict.version,
            "by": verdict.by,
            "name": verdict.name,
            "comment": verdict.comment,
        }
        headers = self._headers(Asker(verdict.by, verdict.by)) | {
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        url = f"{self.origin}/matters/{checked_id(id)}/verdict"
        with session_to(self.system) as session:
            answer = self._send(session, "POST", url, headers, json.dumps(body).encode())
        if answer.status_code in (409, 422):
            raise EsdhError(_reason(answer), refused=True)
        self._require_ok(answer)

    def _get(self, path: str, asker: Asker) -> Any:
        with session_to(self.system) as session:
            return self._send(session, "GET", f"{self.origin}{path}", self._headers(asker))

    def _headers(self, asker: Asker) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/json, */*;q=0.1",
            "X-Rights-Of": asker.rights_of,
            "X-Reader": asker.reader,
        }

    def _send(
        self,
        session: GuardedSession,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Any:
        try:
            return session.request(method, url, headers=headers, data=body)
        except ConnectError as error:
            raise EsdhError(str(error)) from None

    def _read(self, reader: Callable[[object], Read], answer: Any) -> Read:
        self._require_ok(answer)
        try:
            return reader(json.loads(answer.content))
        except (UnreadableError, ValueError):
            raise EsdhError(_("Sagssystemets svar kan ikke læses. Sig det til it.")) from None

    def _require_ok(self, answer: Any) -> None:
        if answer.status_code != 200:
            raise EsdhError(_("Sagssystemet kan ikke svare lige nu. Prøv igen om lidt."))


def checked_id(id: str) -> str:
    """An id as it may stand in an address; EsdhError for anything else."""
    if not ID.fullmatch(id):
        raise EsdhError(_("Den sag findes ikke."), refused=True)
    return id


def _reason(answer: Any) -> str:
    """Why the system said no, in its own words where it has some."""
    try:
        said = json.loads(answer.content).get("reason")
    except (ValueError, AttributeError):
        said = None
    text = said if isinstance(said, str) and said.strip() else _("Den kan ikke afgøres nu.")
    return _("Sagssystemet siger nej: %(reason)s") % {"reason": text[:300]}
