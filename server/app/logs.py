"""Structured logs: one JSON object a line, with the request's id and without personal data.

Refusals are INFO, faults ERROR. Addresses, names, query strings, variables and bound values are
never logged; of an exception its class and the lines it passed, since its message may quote data.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, Processor, WrappedLogger

from server.app.request_id import current_request

_encode = json.JSONEncoder(ensure_ascii=False, default=repr).encode
_requests: list[Any] = []
"""The logger of request lines, bound once for all of them by ``configure``."""


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send the logs of the product and of its libraries to ``stream``, standard error if None."""
    target = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_request,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_message,
    ]
    structlog.configure(
        processors=[*shared, _rendered],
        logger_factory=structlog.WriteLoggerFactory(target),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    _requests[:] = [structlog.get_logger(source="request").bind()]
    _catch_libraries(level, target, [*shared, _source], _rendered)


def _catch_libraries(
    level: str, target: TextIO, shared: list[Processor], render: Processor
) -> None:
    """Give what libraries log through the standard library the same form."""
    handler = logging.StreamHandler(target)
    finish = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=finish)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers.clear()
        # The line of each request comes from RequestLog; uvicorn's would carry the query string.
        library.propagate = name != "uvicorn.access"
    for name in ("httpx2", "httpcore2", "authlib", "tortoise", "aiosqlite"):
        # They write whole addresses, with the codes and tokens of a sign-in, and bound values.
        logging.getLogger(name).setLevel(logging.WARNING)


class RequestLog:
    """Middleware: one line a request, with method, path without its query, status and time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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

        try:
            await self.app(scope, receive, watched)
        finally:
            spent = (time.perf_counter() - begun) * 1000
            log = _requests[0] if _requests else structlog.get_logger(source="request")
            log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=round(spent, 1),
            )


def _with_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Name the request under way, if any."""
    if request_id := current_request.get():
        event.setdefault("request_id", request_id)
    return event


def _rendered(_: WrappedLogger, __: str, event: EventDict) -> str:
    """The line as JSON; what JSON does not know as Python shows it."""
    return _encode(event)


def _source(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Name the library that wrote a line, where our own name theirs themselves."""
    event["source"] = event["_record"].name
    return event


def _without_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and the places it passed, and those of its causes."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    if given:
        error = given if isinstance(given, BaseException) else sys.exception()
        event["exceptions"] = [_passed(found) for found in _chain(error)]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what caused it, the outermost first."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _passed(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "class": f"{type(error).__module__}.{type(error).__qualname__}",
        "passed": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
