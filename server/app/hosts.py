"""Requests name the service they are for: a Host that is none of our names is turned away.

Otherwise a page of another site, whose name is made to lead to this machine, could read what its
visitor's browser may read here, and a link built from the request could lead elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.protocol.refusals import Refusal
from server.app.refusals import refusal_of
from server.kit.settings import is_loopback

_PROBES: Final = ("/healthz", "/readyz")
"""They tell nothing that is anybody's, and those who ask know a process by its address alone."""

_LONGEST: Final = 300
"""Bytes of a ``Host``; names are no longer than 253."""

_log = structlog.get_logger(source="hosts")


class Hosts:
    """Middleware: lets in what is sent to one of ``names`` or to this machine by itself."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in _PROBES or self._is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            _log.info("refused", code="HOST_UNKNOWN", path=scope["path"])
            await refusal_of(scope, Refusal("HOST_UNKNOWN"))(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        name, near = host_of(scope)
        return near or name in self._names


def host_of(scope: Scope) -> tuple[str, bool]:
    """The name in a request's ``Host``, lower case and without its port, and if it is loopback's.

    The name is empty when there is none, or none that can be read.
    """
    sent = next((value for key, value in scope["headers"] if key == b"host"), b"")
    return _name(sent) if len(sent) <= _LONGEST else ("", False)


@lru_cache(maxsize=256)
def _name(sent: bytes) -> tuple[str, bool]:
    try:
        name = urlsplit(f"//{sent.decode('latin-1')}").hostname or ""
    except ValueError:
        return "", False
    return name, is_loopback(name)
