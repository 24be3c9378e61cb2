"""Error pages of the interface, which exist once the database is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.app.refusals import ENDPOINT, on_fault
from ui.api import Fault, RequestRefused

Handler = Callable[[Request, Exception], Awaitable[Response]]
_KINDS: Final = (HTTPException, RequestRefused, Fault)


class ErrorPages:
    """Handlers that Starlette knows from the start and that the pages fill in when they open."""

    def __init__(self) -> None:
        self._pages: dict[Any, Any] = {}

    def open(self, pages: Mapping[Any, Any]) -> None:
        """From now on exceptions are answered by these pages, by the exception's class."""
        self._pages.update(pages)

    @property
    def handlers(self) -> dict[type[Exception], Handler]:
        """One handler for each exception that a page can answer."""
        return {kind: self._handler(kind) for kind in _KINDS}

    def _handler(self, kind: type[Exception]) -> Handler:
        async def handle(request: Request, error: Exception) -> Response:
            if kind not in self._pages or request.url.path == ENDPOINT:
                return await on_fault(request, error)
            response: Response = await self._pages[kind](request, error)
            return response

        return handle
