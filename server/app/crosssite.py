"""Requests that change something come from our own pages or from programs, not from other sites."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.protocol.refusals import Refusal
from server.app.refusals import refusal_of

_SAFE = ("GET", "HEAD", "OPTIONS")
_TELLING = (b"sec-fetch-site", b"origin")

_log = structlog.get_logger(source="crosssite")


class CrossSiteGuard:
    """Middleware: refuses what a browser says another site has sent.

    Browsers mark every request with ``Sec-Fetch-Site``; older ones send ``Origin`` with those that
    change something. Programs send neither and carry their own token. Requests without a cookie
    are judged alike: signing a visitor in as somebody else needs none. ``origins`` are trusted
    beside our own host, for a proxy that rewrites it.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        self.app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        harmless = scope["type"] == "lifespan" or scope.get("method") in _SAFE
        if harmless or self._is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            _log.info("refused", code="CROSS_SITE", path=scope["path"])
            await refusal_of(scope, Refusal("CROSS_SITE"))(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if not any(name in _TELLING for name, _ in scope["headers"]):
            return True
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if origin in self._origins:
            return True
        if site is not None:
            return site in ("same-origin", "none")
        return origin is None or urlsplit(origin).netloc == headers.get("host")
