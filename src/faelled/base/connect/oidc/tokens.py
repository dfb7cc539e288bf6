"""An id token is believed only when every part of it fits (OpenID Connect Core 1.0, 3.1.3.7)."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Signed with a key pair: never "none", and never with a secret that two sides share.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
KEY_TYPES = {"RSA", "EC"}
SKEW = timedelta(seconds=60)
REQUIRED = ("iss", "aud", "exp", "iat", "sub", "nonce")


class TokenRefusedError(OAuth2Error):  # type: ignore[misc]  # allauth is untyped
    """The log-in's proof does not hold; the text is for the log and holds no claim's value."""


def nonce_for(verifier: str) -> str:
    """The nonce of one log-in, tied to its PKCE verifier, which only the session knows."""
    return hashlib.sha256(b"faelled nonce " + verifier.encode("ascii")).hexdigest()


def verify(
    token: str,
    keys: Sequence[Mapping[str, Any]],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    now: datetime,
) -> dict[str, Any]:
    """The claims of an id token; raises ``TokenRefusedError`` unless signature, issuer, audience,
    time and nonce all fit. ``keys`` is the list of the provider's JWKS.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            # The clock is an argument; time is checked below.
            options={
                "require": list(REQUIRED),
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.PyJWTError as error:
        raise TokenRefusedError(f"The id token does not hold: {type(error).__name__}") from None
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if len(audiences) > 1 and claims.get("azp") != client_id:
        raise TokenRefusedError("The id token was made for several, and not for us.")
    if not hmac.compare_digest(str(claims["nonce"]), nonce):
        raise TokenRefusedError("The id token belongs to another log-in.")
    _check_time(claims, now)
    return claims


def _key(token: str, keys: Sequence[Mapping[str, Any]]) -> jwt.PyJWK:
    kid = jwt.get_unverified_header(token).get("kid")
    fitting = [
        key
        for key in keys
        if key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig" and key.get("kid") == kid
    ]
    if len(fitting) != 1:
        raise TokenRefusedError("The id token was signed with a key the provider does not show.")
    return jwt.PyJWK.from_dict(dict(fitting[0]))


def _check_time(claims: Mapping[str, Any], now: datetime) -> None:
    at, skew = now.timestamp(), SKEW.total_seconds()
    times = [claims["exp"], claims["iat"], claims.get("nbf", 0)]
    if not all(isinstance(one, int | float) for one in times):
        raise TokenRefusedError("The id token has no readable times.")
    expires, issued, not_before = times
    if at >= expires + skew or issued > at + skew or not_before > at + skew:
        raise TokenRefusedError("The id token is too old or from the future.")
