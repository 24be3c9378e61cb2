"""Who sends a request: the bearer of a token, a signed-in browser, or nobody we know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from starlette.requests import cookie_parser

from schema.protocol.port import UnknownToken
from server.identity.actor import Actor, nobody
from server.identity.service.sessions import actor_of_session
from server.identity.service.tokens import actor_of_token
from server.kit import clock
from server.kit.store.readers import Readers

LONGEST_SECRET: Final = 200
"""Characters; ours are shorter, and what is longer need not be looked up."""


def cookie_name(base_url: str) -> str:
    """What the session's cookie is called.

    Over https the name itself forbids browsers to take the cookie from another host or path.
    """
    return "__Host-yhdyspinta" if base_url.startswith("https://") else "yhdyspinta"


@dataclass(frozen=True)
class Callers:
    """Resolves callers. A token counts before a cookie: a program says itself who it is."""

    cookie: str
    readers: Readers
    today: Callable[[], date] = clock.today
    now: Callable[[], datetime] = clock.now

    async def __call__(self, headers: Mapping[str, str], request_id: str) -> Actor:
        """The actor of a request; nobody when it has neither token nor live session.

        Raises UnknownToken for an ``Authorization`` that is no token of ours.
        """
        if (authorization := headers.get("authorization")) is not None:
            return await self._of_token(authorization, request_id)
        secret = cookie_parser(headers.get("cookie", "")).get(self.cookie, "")
        actor = None
        if 0 < len(secret) <= LONGEST_SECRET:
            actor = await actor_of_session(
                secret, at=self.now(), today=self.today(), request_id=request_id
            )
        return actor or nobody(request_id)

    async def _of_token(self, authorization: str, request_id: str) -> Actor:
        scheme, _, secret = authorization.strip().partition(" ")
        secret = secret.strip()
        actor = None
        if scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST_SECRET:
            actor = await actor_of_token(self.readers, secret, at=self.now(), request_id=request_id)
        if actor is None:
            raise UnknownToken
        return actor
