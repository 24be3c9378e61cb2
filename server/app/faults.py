"""The last net: what nobody caught is logged with the request's id and answered briefly."""

from __future__ import annotations

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.app.refusals import fault_of

_log = structlog.get_logger(source="fault")


class Faults:
    """Middleware: answers 500 for an exception, and hands on one that struck mid-answer.

    An answer cut short cannot be mended; the server closes its connection, and the caller sees
    that it is incomplete.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = complete = False

        async def watched(message: Message) -> None:
            nonlocal started, complete
            started = started or message["type"] == "http.response.start"
            body = message["type"] == "http.response.body"
            complete = complete or (body and not message.get("more_body", False))
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            _log.exception("fault", method=scope["method"], path=scope["path"])
            if not started:
                await fault_of(scope)(scope, receive, send)
            elif not complete:
                raise
