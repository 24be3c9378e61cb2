"""Error pages in the reader's language, and which error gives which."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ExceptionHandler

from ui.api import Fault, RequestRefused
from ui.page import Desk

PAGES = {400, 403, 404, 409, 500}


def error_handlers(desk: Desk) -> dict[int | type[Exception], ExceptionHandler]:
    """Exception handlers for the composition root: HTML for readers, plain text for programs."""

    def answer(request: Request, status: int, request_id: str = "") -> Response:
        if "text/html" not in request.headers.get("accept", "text/html"):
            return PlainTextResponse(f"{status}\n", status)
        shown = status if status in PAGES else 500 if status >= 500 else 400
        context = {"status": shown, "request_id": request_id}
        return desk.answer("errors/error.html", desk.reading(request), context, status=status)

    async def http_error(request: Request, error: Exception) -> Response:
        return answer(request, error.status_code if isinstance(error, HTTPException) else 500)

    async def refused(request: Request, error: Exception) -> Response:
        return answer(request, 400)

    async def fault(request: Request, error: Exception) -> Response:
        return answer(request, 500, getattr(error, "request_id", ""))

    return {HTTPException: http_error, RequestRefused: refused, Fault: fault, 500: fault}
