"""Error pages in the reader's language, and which error gives which."""

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ui.api import Fault, RequestRefused, TooMany
from ui.page import Desk

Answering = Callable[[Request], Awaitable[Response]]
SHOWN = (400, 403, 404, 409, 429, 500)


def with_error_pages(desk: Desk, handler: Answering) -> Answering:
    """The same handler, answering what goes wrong with a page that says so.

    What nobody foresaw passes through: it is logged and answered by the application.
    """

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except HTTPException as error:
            return error_page(desk, request, error.status_code)
        except TooMany as error:
            page = error_page(desk, request, 429, wait=error.seconds)
            page.headers["Retry-After"] = str(error.seconds)
            return page
        except RequestRefused:
            return error_page(desk, request, 400)
        except Fault as error:
            return error_page(desk, request, 500, error.request_id)

    return answer


def error_page(
    desk: Desk, request: Request, status: int, request_id: str = "", *, wait: int = 0
) -> Response:
    """The page for a status; one that has no page of its own is shown as 400 or 500.

    ``wait`` is after how many seconds asking again helps; 0 when that is not the point.
    """
    shown = status if status in SHOWN else 500 if status >= 500 else 400
    context = {"status": shown, "request_id": request_id, "wait": wait}
    return desk.answer("errors/error.html", desk.reading(request), context, status=status)
