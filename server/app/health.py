"""Whether the process lives and whether it can serve."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Check = Callable[[], Awaitable[None]]
"""Returns when its part can serve. Raises, or does not return in time, when it cannot."""

CHECK_SECONDS = 2.0

_log = structlog.get_logger(source="health")
_HEADERS = {"Cache-Control": "no-store"}


def routes(checks: Mapping[str, Check], seconds: float = CHECK_SECONDS) -> list[Route]:
    """``/healthz``: the process answers. ``/readyz``: every check holds, else 503 and which not."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "alive"}, headers=_HEADERS)

    async def ready(_: Request) -> Response:
        found = await asyncio.gather(
            *(_holds(name, check, seconds) for name, check in checks.items())
        )
        states = dict(zip(checks, found, strict=True))
        holds = all(states.values())
        shown = {name: "ok" if state else "failed" for name, state in states.items()}
        return JSONResponse(
            {"status": "ready" if holds else "not ready", "checks": shown},
            200 if holds else 503,
            _HEADERS,
        )

    return [Route("/healthz", alive), Route("/readyz", ready)]


async def _holds(name: str, check: Check, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await check()
    except Exception:
        _log.exception("check failed", check=name)
        return False
    return True
