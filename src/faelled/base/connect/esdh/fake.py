"""A foreign case system with invented matters: for tests and for the demo.

A WSGI program that keeps the contract of `client`, and its verdicts in a folder, so that what was
decided is still decided when it starts anew. ``down`` makes it fail as a neighbour does.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

STATUS = {
    200: "200 OK",
    401: "401 Unauthorized",
    404: "404 Not Found",
    409: "409 Conflict",
    503: "503 Service Unavailable",
}
PLAIN = "text/plain; charset=utf-8"
Reply = tuple[int, str, bytes]

MATTERS: tuple[Mapping[str, Any], ...] = (
    {
        "id": "F-2041",
        "version": "3",
        "title": "Tilskud til Havnebadet",
        "number": "2026-2041",
        "party": "Foreningen Havnebadet",
        "deadline": None,
        "prepared_by": ["gitte"],
        "blocked": [],
        "readers": ["anna", "gitte"],
        "kle": "99.03.01",
        "facet": "G01",
        "decision": "granted",
        "amount": "40000.00",
        "lines": [
            {"label": "Indstilling", "text": "Tilskud på 40.000 kr. til nye trin og en rampe"},
            {"label": "Hvorfor", "text": "Rampen gør badet til at bruge med kørestol."},
            {"label": "Penge", "text": "Puljen har 65.000 kr. tilbage i år."},
        ],
        "text": (
            "Foreningen Havnebadet søger om 40.000 kr. til nye trin og en rampe ved sydmolen.\n\n"
            "Teknik og Miljø har set på stedet og har ikke noget imod det. Puljen til fritid har "
            "65.000 kr. tilbage i år.\n\nDet indstilles, at foreningen får tilskuddet."
        ),
        "documents": [
            {"id": "indstilling", "title": "Indstilling", "media_type": "text/plain"},
            {"id": "ansoegning", "title": "Ansøgning fra foreningen", "media_type": "text/plain"},
        ],
    },
    {
        "id": "F-2077",
        "version": "1",
        "title": "Svar til Borgerrådet om busruter",
        "number": "2026-2077",
        "party": "Borgerrådet i Fælleskøbing",
        "deadline": None,
        "prepared_by": ["gitte"],
        "blocked": ["Partshøringen er ikke slut."],
        "readers": ["anna", "gitte"],
        "lines": [{"label": "Indstilling", "text": "Rute 12 bliver, som den er, året ud"}],
        "text": "Borgerrådet spørger, om rute 12 kan køre hver halve time.",
        "documents": [],
    },
)
PAPERS = {
    ("F-2041", "indstilling"): "Indstilling: Foreningen Havnebadet får 40.000 kr. til en rampe.",
    ("F-2041", "ansoegning"): "Vi søger om 40.000 kr. til nye trin og en rampe.",
}


@dataclass
class FakeEsdh:
    """``with serve(FakeEsdh(folder)) as origin:`` answers at ``origin``."""

    folder: Path
    token: str
    matters: tuple[Mapping[str, Any], ...] = MATTERS
    down: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        code, kind, body = self._answer(environ)
        start(STATUS[code], [("Content-Type", kind)])
        return [body]

    def verdict_on(self, id: str) -> Mapping[str, Any] | None:
        """What was decided about a matter, with the key it was posted under."""
        path = self.folder / f"{id}.json"
        return dict(json.loads(path.read_text("utf-8"))) if path.exists() else None

    def _answer(self, environ: WSGIEnvironment) -> Reply:
        path = str(environ.get("PATH_INFO", "")).strip("/").split("/")
        rights = str(environ.get("HTTP_X_RIGHTS_OF", ""))
        self.asked.append(("/".join(path), rights, str(environ.get("HTTP_X_READER", ""))))
        if self.down:
            return 503, PLAIN, b""
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {self.token}":
            return 401, PLAIN, b""
        if environ["REQUEST_METHOD"] == "POST" and path[2:] == ["verdict"]:
            return self._take_verdict(path[1], environ)
        open_ones = [m for m in self.matters if rights in m["readers"]]
        if path == ["matters"]:
            waiting = [m for m in open_ones if self.verdict_on(m["id"]) is None]
            return _json({"matters": [_shown(m, short=True) for m in waiting]})
        found = next((m for m in open_ones if m["id"] == path[1]), None)
        if found is None:
            return 404, PLAIN, b""
        if len(path) == 4:
            paper = PAPERS.get((path[1], path[3]))
            return (404, PLAIN, b"") if paper is None else (200, PLAIN, paper.encode())
        return _json(_shown(found))

    def _take_verdict(self, id: str, environ: WSGIEnvironment) -> Reply:
        body = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        key = str(environ.get("HTTP_IDEMPOTENCY_KEY", ""))
        found = next((m for m in self.matters if m["id"] == id), None)
        if found is None:
            return 404, PLAIN, b""
        earlier = self.verdict_on(id)
        if earlier is not None:
            same = earlier["key"] == key
            return _json({}) if same else _json({"reason": "Sagen er afgjort."}, 409)
        if found["blocked"]:
            return _json({"reason": " ".join(found["blocked"])}, 409)
        if body["version"] != found["version"]:
            return _json({"reason": "Sagen er ændret, siden den blev læst."}, 409)
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**body, "key": key}, ensure_ascii=False)
        (self.folder / f"{id}.json").write_text(text, encoding="utf-8")
        return _json({})


def _shown(matter: Mapping[str, Any], *, short: bool = False) -> Mapping[str, Any]:
    """A matter as it is sent; a list has neither text nor papers."""
    left_out = {"readers"} | ({"lines", "text", "documents"} if short else set())
    shown = {name: value for name, value in matter.items() if name not in left_out}
    if not short:
        shown["documents"] = [
            {**paper, "size": len(PAPERS[matter["id"], paper["id"]].encode())}
            for paper in matter["documents"]
        ]
    return shown


def _json(data: Mapping[str, Any], code: int = 200) -> Reply:
    return code, "application/json", json.dumps(data).encode()
