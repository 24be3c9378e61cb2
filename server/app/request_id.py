"""A name for every request, in its answer and in every line it logs."""

from __future__ import annotations

import re
from contextvars import ContextVar
from secrets import token_hex
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.protocol.port import REQUEST_ID

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The name of the request under way, for the lines it logs; empty outside of one."""

_HEADER: Final = b"x-request-id"
_SANE: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Middleware: takes the proxy's ``X-Request-Id`` when it is sane, else makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == _HEADER), b"")
        request_id = given.decode("ascii") if _SANE.fullmatch(given) else token_hex(16)
        scope[REQUEST_ID] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = (pair for pair in message.get("headers", ()) if pair[0] != _HEADER)
                message["headers"] = [*own, (_HEADER, request_id.encode("ascii"))]
            await send(message)

        token = current_request.set(request_id)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            current_request.reset(token)
