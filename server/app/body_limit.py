"""How large the forms of the pages may be."""

from __future__ import annotations

from typing import Final

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.protocol.reading import MAX_BODY
from server.app.refusals import ENDPOINT

LARGEST_FORM: Final = MAX_BODY
"""Bytes; a form says what a GraphQL request says, so it may be as large."""


class FormLimit:
    """Middleware: Starlette's limit for everything but the endpoint, which counts for itself.

    Starlette answers in plain text, also where the application has answered otherwise; at the
    endpoint every answer is a GraphQL response.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._limited = RequestBodyLimitMiddleware(app, LARGEST_FORM)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = scope["type"] == "http" and scope["path"] == ENDPOINT
        await (self.app if endpoint else self._limited)(scope, receive, send)
