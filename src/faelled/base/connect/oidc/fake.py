"""A small OpenID provider for tests and for trying a log-in by hand: it vouches for anybody.

It keeps the rules a strict provider keeps (client secret, exact return address, PKCE with S256,
a code that works once) and can be told to lie in one respect, to see the lie refused.
"""

import base64
import hashlib
import html
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.types import StartResponse, WSGIEnvironment

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Claims = dict[str, Any]
# One lie each; a claim set to None is left out.
LIES: Mapping[str, Claims] = {
    "aud": {"aud": "somebody-else"},
    "iss": {"iss": "https://evil.example"},
    "nonce": {"nonce": "from-another-login"},
    "no-nonce": {"nonce": None},
    "old": {"exp": 1_000_000, "iat": 999_000},
    "future": {"iat": 99_999_999_999, "exp": 99_999_999_999},
    "many": {"aud": ["faelled", "somebody-else"]},
}


class ProtocolError(Exception):
    """The client broke a rule; the text is the OAuth error code."""


@dataclass
class FakeProvider:
    """``people`` are subject -> claims; ``lie`` is one of LIES, or "key", "userinfo", "issuer"."""

    people: Mapping[str, Claims]
    client_id: str = "faelled"
    secret: str = "kun-til-test"  # noqa: S105  # opens nothing but this fake
    return_to: str = "http://testserver/konto/oidc/mitid/retur/"
    lie: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        pages: Mapping[str, Callable[[WSGIEnvironment], tuple[str, str, str]]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/authorize": self._authorize,
            "/token": self._token,
            "/jwks": self._jwks,
            "/userinfo": self._userinfo,
        }
        page = pages.get(environ["PATH_INFO"])
        try:
            status, kind, body = page(environ) if page else ("404 Not Found", "text/plain", "")
        except ProtocolError as error:
            status, kind, body = _json({"error": str(error)}, "400 Bad Request")
        headers = [("Content-Type", kind)]
        if status.startswith("302"):
            headers, body = [("Location", body)], ""
        start(status, headers)
        return [body.encode()]

    def _discovery(self, environ: WSGIEnvironment) -> tuple[str, str, str]:
        origin = _origin(environ)
        return _json(
            {
                "issuer": "https://evil.example" if self.lie == "issuer" else origin,
                "authorization_endpoint": f"{origin}/authorize",
                "token_endpoint": f"{origin}/token",
                "jwks_uri": f"{origin}/jwks",
                "userinfo_endpoint": f"{origin}/userinfo",
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _authorize(self, environ: WSGIEnvironment) -> tuple[str, str, str]:
        """With ``person`` in the address straight back with a code; without, a page to choose."""
        asked = _fields(environ.get("QUERY_STRING", ""))
        _require(asked.get("client_id") == self.client_id, "unauthorized_client")
        _require(asked.get("redirect_uri") == self.return_to, "invalid_request")
        _require(asked.get("code_challenge_method") == "S256", "invalid_request")
        _require("openid" in asked.get("scope", "").split(), "invalid_scope")
        if "person" not in asked:
            return self._choose(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked.get("state", "")})
        return "302 Found", "", f"{self.return_to}?{back}"

    def _choose(self, asked: dict[str, str]) -> tuple[str, str, str]:
        rows = [
            (urlencode(asked | {"person": subject}), str(claims.get("name", subject)))
            for subject, claims in self.people.items()
        ]
        links = "".join(
            f'<li><a href="?{html.escape(q)}">{html.escape(n)}</a></li>' for q, n in rows
        )
        page = f"<!doctype html><html lang=da><title>Hvem er du?</title><ul>{links}</ul></html>"
        return "200 OK", "text/html; charset=utf-8", page

    def _token(self, environ: WSGIEnvironment) -> tuple[str, str, str]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = _fields(environ["wsgi.input"].read(length).decode())
        known = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        _require(environ.get("HTTP_AUTHORIZATION") == f"Basic {known}", "invalid_client")
        asked = self.codes.pop(form.get("code", ""), None)
        _require(asked is not None, "invalid_grant")
        assert asked is not None
        _require(form.get("redirect_uri") == self.return_to, "invalid_grant")
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        expected = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        _require(asked["code_challenge"] == expected, "invalid_grant")
        token = secrets.token_urlsafe(16)
        self.tokens[token] = asked["person"]
        id_token = self._id_token(_origin(environ), asked)
        return _json({"access_token": token, "token_type": "Bearer", "id_token": id_token})

    def _id_token(self, origin: str, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": origin,
            "aud": self.client_id,
            "sub": asked["person"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **self.people[asked["person"]],
            **LIES.get(self.lie, {}),
        }
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        key = other if self.lie == "key" else self.key
        body = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(body, key, algorithm="RS256", headers={"kid": "1"})

    def _jwks(self, environ: WSGIEnvironment) -> tuple[str, str, str]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return _json({"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]})

    def _userinfo(self, environ: WSGIEnvironment) -> tuple[str, str, str]:
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        _require(token in self.tokens, "invalid_token")
        subject = self.tokens[token]
        shown = "somebody-else" if self.lie == "userinfo" else subject
        return _json({"sub": shown, **self.people[subject]})


def _require(holds: bool, error: str) -> None:
    if not holds:
        raise ProtocolError(error)


def _origin(environ: WSGIEnvironment) -> str:
    return f"http://{environ['HTTP_HOST']}"


def _fields(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _json(value: object, status: str = "200 OK") -> tuple[str, str, str]:
    return status, "application/json", json.dumps(value)
