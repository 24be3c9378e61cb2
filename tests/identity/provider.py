"""A small provider of OpenID Connect on this machine, which can also answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "yhdyspinta", "a secret of the client, long enough"
PERSON = {
    "sub": "248289761001",
    "name": "Testi Tunnettu",
    "email": "Testi.Tunnettu@kunta.example",
    "email_verified": True,
}


def key() -> ECKey:
    """A new key to sign with, named after itself."""
    made = ECKey.generate_key("P-256", {"use": "sig"})
    made.ensure_kid()
    return made


@dataclass
class SmallProvider:
    """Checks what a client sends as the specifications ask, and answers as it is told to.

    ``claims`` change what the id token says, None leaves a claim out; ``sign`` makes another token
    of the claims; ``asks`` shows a page with a button before anybody is let through.
    """

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    asks: bool = False
    token_status: int = 200
    key: ECKey = field(default_factory=key)
    asked: list[str] = field(default_factory=list)
    ended: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The provider as an application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/userinfo", self.tell),
                Route("/end", self.end),
            ]
        )

    async def discovery(self, _: Request) -> Response:
        self.asked.append("discovery")
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
        }
        return JSONResponse(told | self.metadata)

    async def keys(self, _: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        given = dict(request.query_params)
        assert given["client_id"] == CLIENT
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        assert "openid" in given["scope"].split()
        assert len(given["nonce"]) >= 32
        if self.asks and "go" not in given:
            hidden = "<input type=hidden name={} value='{}'>"
            fields = "".join(hidden.format(name, value) for name, value in given.items())
            return HTMLResponse(f"<form>{fields}<button name=go value=1>Continue</button></form>")
        code = secrets.token_urlsafe(16)
        self.codes[code] = given
        answer = {"code": code, "state": given["state"], "iss": self.issuer} | self.answer
        kept = {name: value for name, value in answer.items() if value is not None}
        return RedirectResponse(f"{given['redirect_uri']}?{urlencode(kept)}", 302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        given = self.codes.pop(str(form["code"]), None)
        if given is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        verifier = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        assert request.headers["authorization"] == f"Basic {basic}"
        assert form["redirect_uri"] == given["redirect_uri"]
        assert challenge == given["code_challenge"]
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": given["nonce"],
            **self.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        id_token = (self.sign or self.signed)(claims)
        said = {"access_token": "an-access-token", "token_type": "Bearer", "id_token": id_token}
        return JSONResponse(said, self.token_status)

    async def tell(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer an-access-token"
        return JSONResponse(self.userinfo)

    async def end(self, request: Request) -> Response:
        given = dict(request.query_params)
        self.ended.append(given)
        state = urlencode({"state": given["state"]})
        return RedirectResponse(f"{given['post_logout_redirect_uri']}?{state}", 302)

    def signed(self, claims: dict[str, Any]) -> str:
        """The claims under this provider's own key."""
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)


def by_a_stranger(claims: dict[str, Any]) -> str:
    """The claims under a key that the provider does not publish."""
    other = key()
    return jwt.encode({"alg": "ES256", "kid": other.kid}, claims, other)


def by_the_secret(claims: dict[str, Any]) -> str:
    """The claims under the secret that the client has too."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def unsigned(claims: dict[str, Any]) -> str:
    """The claims under no key at all."""
    parts = [json.dumps({"alg": "none"}), json.dumps(claims)]
    return ".".join(
        [*(base64.urlsafe_b64encode(p.encode()).rstrip(b"=").decode() for p in parts), ""]
    )
