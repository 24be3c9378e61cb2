"""Counts for Prometheus: requests by surface and status, their time, and those in hand now."""

from __future__ import annotations

import time
from collections import Counter
from hmac import compare_digest
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.app.hosts import host_of
from server.kit.settings import is_loopback

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds of the response times, in seconds, inclusive."""
_SURFACES: Final = ("graphql", "static", "auth", "healthz", "readyz", "metrics")


class Metrics:
    """What one process has answered since it started; several processes each tell their own."""

    def __init__(self, token: str = "") -> None:
        self._token = token
        self.in_hand = 0
        self._answered: Counter[tuple[str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._microseconds: Counter[str] = Counter()

    def record(self, path: str, status: int, seconds: float) -> None:
        """Count one answer; status 0 means the caller left before it."""
        surface = path.strip("/").partition("/")[0]
        surface = surface if surface in _SURFACES else "pages"
        self._answered[surface, status] += 1
        bound = next((bound for bound in BUCKETS if seconds <= bound), float("inf"))
        self._within[surface, bound] += 1
        self._microseconds[surface] += round(seconds * 1_000_000)

    def text(self) -> str:
        """Everything counted, in Prometheus' text format."""
        lines = ["# TYPE yhdyspinta_requests_total counter"]
        for (surface, status), count in sorted(self._answered.items()):
            labels = f'surface="{surface}",status="{status}"'
            lines.append(f"yhdyspinta_requests_total{{{labels}}} {count}")
        lines.append("# TYPE yhdyspinta_request_seconds histogram")
        for surface, spent in sorted(self._microseconds.items()):
            lines += self._histogram(surface, spent / 1_000_000)
        lines += [
            "# TYPE yhdyspinta_requests_in_hand gauge",
            f"yhdyspinta_requests_in_hand {self.in_hand}",
        ]
        return "\n".join(lines) + "\n"

    def _histogram(self, surface: str, seconds: float) -> list[str]:
        lines, total = [], 0
        for bound in (*BUCKETS, float("inf")):
            total += self._within[surface, bound]
            le = "+Inf" if bound == float("inf") else f"{bound:g}"
            labels = f'surface="{surface}",le="{le}"'
            lines.append(f"yhdyspinta_request_seconds_bucket{{{labels}}} {total}")
        return [
            *lines,
            f'yhdyspinta_request_seconds_sum{{surface="{surface}"}} {seconds:.6f}',
            f'yhdyspinta_request_seconds_count{{surface="{surface}"}} {total}',
        ]

    async def serve(self, request: Request) -> Response:
        """``/metrics``, for this machine itself and for whoever bears the token."""
        if not (self._is_borne(request.headers) or _is_near(request)):
            return PlainTextResponse("Not Found\n", 404, headers={"Cache-Control": "no-store"})
        kind = "text/plain; version=0.0.4"
        return PlainTextResponse(
            self.text(), media_type=kind, headers={"Cache-Control": "no-store"}
        )

    def _is_borne(self, headers: Headers) -> bool:
        sent = headers.get("authorization", "").encode("utf-8", "replace")
        return bool(self._token) and compare_digest(sent, f"Bearer {self._token}".encode())


def _is_near(request: Request) -> bool:
    """Whether a request began on this machine: by nobody's hand and under no other name."""
    peer = request.client.host if request.client else ""
    handed_on = {"forwarded", "x-forwarded-for", "via"} & set(request.headers)
    return is_loopback(peer) and host_of(request.scope)[1] and not handed_on


class Measured:
    """Middleware: counts every answer into ``metrics``."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        begun = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        self.metrics.in_hand += 1
        try:
            await self.app(scope, receive, watched)
        finally:
            self.metrics.in_hand -= 1
            self.metrics.record(scope["path"], status, time.perf_counter() - begun)
