"""Connections that wait for nobody for ever: headers in time and bounds, from a bounded crowd.

Uvicorn bounds none of the three while headers are still coming; a few hundred callers who send a
byte now and then would make everybody else wait.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.app.headers import ALWAYS


class Connection(HttpToolsProtocol):
    """One connection, given to uvicorn as its ``http`` protocol.

    Headers must be complete ``header_seconds`` after they began, within ``header_bytes``. Beyond
    ``crowd`` connections in this process a new one is told to come again and closed.
    """

    header_seconds = 10.0
    header_bytes = 64 * 1024
    crowd = 1000

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        if len(self.connections) > self.crowd:
            self._close_with("503 Service Unavailable", "Too many connections.", "retry-after: 1")
        else:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_are_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._deadline is not None:
            self._unread += len(data)
            if self._unread > self.header_bytes:
                self._headers_are_here()
                self.send_400_response("The headers are too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_headers()

    def on_headers_complete(self) -> None:
        self._headers_are_here()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, with the headers every answer has."""
        self._headers_are_here()
        self._close_with("400 Bad Request", msg)

    def _await_headers(self) -> None:
        if self._deadline is None:
            self._unread = 0
            self._deadline = self.loop.call_later(self.header_seconds, self._give_up)

    def _headers_are_here(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        answering = self.cycle is not None and not self.cycle.response_complete
        # Someone who sends requests ahead of the answers still gets those under way.
        if not answering:
            self.transport.close()

    def _close_with(self, status: str, sentence: str, *headers: str) -> None:
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name.lower()}: {value}" for name, value in ALWAYS.items()),
            *headers,
            "content-type: text/plain; charset=utf-8",
            f"content-length: {len(sentence)}",
            "connection: close",
        ]
        self.transport.write("\r\n".join([*lines, "", sentence]).encode("ascii"))
        self.transport.close()
