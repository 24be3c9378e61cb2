"""The provider of sign-in, OpenID Connect: its metadata and keys, the way there, and who it names.

Authorization code flow with PKCE. What the provider says is believed only after its id token has
been verified: signature under an algorithm of ours, issuer, audience, nonce, and time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from server.identity.service import Attempt
from server.kit import clock
from server.kit.codes import CodeRefused, plain_line
from server.kit.settings import Settings, is_loopback

SCOPE: Final = "openid email profile"
# Signatures by a key that only the provider has; never "none", nor HMAC under a shared secret.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
TIMEOUT: Final = 5.0  # seconds for each request to the provider
KEPT: Final = 3600.0  # seconds for which metadata and keys are remembered
SILENT: Final = 5.0  # seconds for which one that did not answer is not asked again
LEEWAY: Final = 60  # seconds by which the two clocks may differ
LONGEST: Final = {"sub": 255, "label": 200}  # characters; OpenID Connect Core § 2 for sub
NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL: Final = ("userinfo_endpoint", "end_session_endpoint")


class ProviderDown(Exception):
    """The provider cannot be reached, or does not answer as a provider does."""


class Untrusted(Exception):
    """What came back does not prove who it is. ``reason`` is for the log and tells no person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is; ``email`` only when it says that it has verified it."""

    subject: str
    label: str
    email: str | None
    id_token: str


@dataclass(frozen=True)
class _Known:
    """Metadata and keys, and until when they hold on the monotonic clock."""

    metadata: Mapping[str, Any]
    keys: KeySet
    until: float


class Provider:
    """One provider, as its issuer's discovery document describes it. One per process."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = clock.now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer = settings.oidc_issuer
        self.callback = f"{settings.base_url}/auth/callback"
        self._client = settings.oidc_client_id, settings.oidc_client_secret
        self._now = now
        self._ticks = ticks
        self._known: _Known | None = None
        self._silent_until = float("-inf")
        self._asking = asyncio.Lock()

    @property
    def origin(self) -> str:
        """Scheme and host of the issuer, where sign-in and sign-out happen."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    async def address(self, attempt: Attempt, language: str) -> str:
        """Where to send a browser to sign in. Raises ProviderDown."""
        known = await self._metadata()
        async with self._session(known) as session:
            address, _ = session.create_authorization_url(
                known.metadata["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                ui_locales=language,
            )
        return str(address)

    async def identity(self, code: str, attempt: Attempt, issuer: str | None) -> Identity:
        """Who came back with a code. Raises ProviderDown and Untrusted.

        ``issuer`` is the ``iss`` of the answer's address: RFC 9207 tells one provider's answer
        from another's by it, and who announces it must give it.
        """
        known = await self._metadata()
        announced = known.metadata.get("authorization_response_iss_parameter_supported") is True
        if issuer != self.issuer and (announced or issuer is not None):
            raise Untrusted("issuer of the answer")
        async with self._session(known) as session, _reached():
            answer = await session.fetch_token(
                known.metadata["token_endpoint"], code=code, code_verifier=attempt.verifier
            )
            id_token, access_token = answer.get("id_token"), answer.get("access_token")
            if not isinstance(id_token, str):
                raise Untrusted("no id token")
            claims = await self._verified(id_token, access_token, attempt.nonce)
            if "email" not in claims and known.metadata.get("userinfo_endpoint"):
                claims = claims | await self._userinfo(session, known, claims["sub"])
        return _identity(claims, id_token)

    async def sign_out_address(self, id_token: str | None, language: str) -> str | None:
        """Where to end the provider's own session; None when it offers that nowhere we may go.

        A form of ours may lead to the issuer's own host only. The language is the ``state`` that
        the provider brings back (OpenID Connect RP-Initiated Logout 1.0, section 2).
        """
        try:
            known = await self._metadata()
        except ProviderDown:
            return None
        address = str(known.metadata.get("end_session_endpoint") or "")
        if not address.startswith(f"{self.origin}/"):
            return None
        base = self.callback.removesuffix("/auth/callback")
        told = {
            "client_id": self._client[0],
            "post_logout_redirect_uri": f"{base}/auth/signed-out",
            "state": language,
            "ui_locales": language,
        }
        if id_token:
            told["id_token_hint"] = id_token
        return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}"

    async def _verified(
        self, id_token: str, access_token: str | None, nonce: str
    ) -> dict[str, Any]:
        """The claims of an id token that is what it should be. Raises Untrusted."""
        try:
            token = await self._decoded(id_token)
            must = {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self._client[0]},
                "exp": {"essential": True},
                "sub": {"essential": True},
            }
            asked = {"nonce": nonce, "client_id": self._client[0], "access_token": access_token}
            claims = CodeIDToken(token.claims, token.header, must, asked)
            claims.validate(now=int(self._now().timestamp()), leeway=LEEWAY)
        except JoseError as error:
            raise Untrusted(type(error).__name__) from error
        except (ValueError, TypeError) as error:
            raise Untrusted("id token") from error
        return dict(claims)

    async def _decoded(self, id_token: str) -> jwt.Token:
        known = await self._metadata()
        try:
            return jwt.decode(id_token, known.keys, algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            # The provider may have changed its keys since we asked for them.
            known = await self._metadata(older=known)
            return jwt.decode(id_token, known.keys, algorithms=ALGORITHMS)

    async def _userinfo(
        self, session: AsyncOAuth2Client, known: _Known, subject: object
    ) -> dict[str, Any]:
        """What the provider tells beside the id token. Raises Untrusted when it is of another."""
        answer = await session.get(known.metadata["userinfo_endpoint"])
        told = answer.raise_for_status().json()
        if not isinstance(told, dict) or told.get("sub") != subject:
            raise Untrusted("subject of userinfo")
        return {name: told[name] for name in _TOLD if name in told}

    def _session(self, known: _Known) -> AsyncOAuth2Client:
        offered = known.metadata.get("token_endpoint_auth_methods_supported")
        basic = not isinstance(offered, list) or "client_secret_basic" in offered
        return AsyncOAuth2Client(
            *self._client,
            token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
            scope=SCOPE,
            redirect_uri=self.callback,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )

    async def _metadata(self, older: _Known | None = None) -> _Known:
        """What is known of the provider, asked anew after an hour or when it is no newer."""
        async with self._asking:
            known = self._known
            if known is None or known is older or self._ticks() >= known.until:
                self._known = known = await self._fetched()
            return known

    async def _fetched(self) -> _Known:
        """The provider's answer. While it is silent nobody waits for it again for a moment."""
        if self._ticks() < self._silent_until:
            raise ProviderDown("silent a moment ago")
        try:
            async with httpx2.AsyncClient(timeout=TIMEOUT) as client, _reached():
                return await self._asked(client)
        except ProviderDown:
            self._silent_until = self._ticks() + SILENT
            raise

    async def _asked(self, client: httpx2.AsyncClient) -> _Known:
        found = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = (await client.get(found)).raise_for_status().json()
        if metadata.get("issuer") != self.issuer:
            raise ProviderDown("the discovery document is another issuer's")
        told = [name for name in OPTIONAL if metadata.get(name)]
        for name in (*NEEDED, *told):
            _require_safe(str(metadata.get(name) or ""), name)
        answer = (await client.get(metadata["jwks_uri"])).raise_for_status()
        keys = KeySet.import_key_set(answer.json())
        return _Known(metadata, keys, self._ticks() + KEPT)


_TOLD: Final = ("email", "email_verified", "name", "preferred_username")


def _identity(claims: Mapping[str, Any], id_token: str) -> Identity:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST["sub"]:
        raise Untrusted("subject")
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Identity(
        subject, _label(claims) or subject, email if isinstance(email, str) else None, id_token
    )


def _label(claims: Mapping[str, Any]) -> str:
    """What the provider calls the person; empty when it calls them nothing that can be shown."""
    for name in ("name", "preferred_username"):
        try:
            said = plain_line(str(claims.get(name) or ""))
        except CodeRefused:
            continue
        if said:
            return said[: LONGEST["label"]]
    return ""


def _require_safe(address: str, name: str) -> None:
    parts = urlsplit(address)
    local = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not (parts.scheme == "https" and parts.hostname) and not local:
        raise ProviderDown(f"{name} is no https address")


@asynccontextmanager
async def _reached() -> AsyncIterator[None]:
    """Turn whatever goes wrong on the way into ProviderDown, and a refused code into Untrusted."""
    try:
        yield
    except OAuthError as error:
        raise Untrusted("code refused") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise ProviderDown(type(error).__name__) from error
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderDown("not a provider's answer") from error
