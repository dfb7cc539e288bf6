"""allauth's OpenID Connect, made strict: nonce, signature, issuer and user info are all checked,
what the visitor writes in the address changes nothing, and no claim is stored.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils import timezone

from faelled.base.connect.oidc.identity import read_identity
from faelled.base.connect.oidc.rules import Rules, read_rules
from faelled.base.connect.oidc.tokens import TokenRefusedError, nonce_for, verify


class StrictAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is untyped
    """The steps after the visitor comes back: code to token, token to claims."""

    nonce = ""

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description, fetched once per step; its issuer is the one we know."""
        config: dict[str, Any] = self._get(self.get_provider().server_url)
        known = self.get_provider().app.settings["server_url"].split("/.well-known/")[0]
        if str(config.get("issuer", "")).rstrip("/") != known.rstrip("/"):
            raise TokenRefusedError("The provider describes another issuer than the one we know.")
        return config

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        if not pkce_code_verifier:
            raise TokenRefusedError("The log-in has no PKCE verifier in this session.")
        self.nonce = nonce_for(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        provider = self.get_provider()
        claims = verify(
            str(kwargs["response"].get("id_token", "")),
            self._get(self.openid_config["jwks_uri"]).get("keys", []),
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=self.nonce,
            now=timezone.now(),
        )
        merged = {**self._user_info(token.token, claims["sub"]), **claims}
        login: SocialLogin = provider.sociallogin_from_response(request, merged)
        login.identity = read_identity(merged, provider.rules.shape, provider.rules.levels)
        return login

    def _user_info(self, access_token: str, subject: str) -> dict[str, Any]:
        """More claims about the same subject; the id token's own win over them."""
        url = self.openid_config.get("userinfo_endpoint")
        if not url:
            return {}
        info = self._get(url, {"Authorization": f"Bearer {access_token}"})
        if info.get("sub") != subject:
            raise TokenRefusedError("The user information is about another subject.")
        return info

    def _get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, headers=headers)
            if answer.status_code != 200:
                raise TokenRefusedError(f"The provider answered {answer.status_code}.")
            try:
                found = answer.json()
            except ValueError:
                raise TokenRefusedError("The provider answered something unreadable.") from None
        if not isinstance(found, dict):
            raise TokenRefusedError("The provider answered something unreadable.")
        return found


class StrictProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth is untyped
    oauth2_adapter_class = StrictAdapter

    @property
    def rules(self) -> Rules:
        return read_rules(self.app.settings.get("rules", {}))

    def get_scope(self) -> list[str]:
        return list(self.rules.shape.scopes)

    def get_pkce_params(self) -> dict[str, str]:
        """The nonce goes out with the PKCE challenge and comes back in the id token."""
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_for(params["code_verifier"])}

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        return str(data[self.rules.shape.subject])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing: the claims hold a CPR number, and this would be stored in clear."""
        return {}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing: a user is never filled from claims."""
        return {}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[Any]:
        return []
