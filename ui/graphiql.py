"""The query editor at ``/graphql`` for browsers: GraphiQL from this host's own files."""

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ui.page import Desk
from ui.recipes import recipes

# The query editor writes style elements as it runs; its script stays in files of this host.
EDITOR_POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
)


def editor_page(desk: Desk, request: Request) -> HTMLResponse:
    """The editor, opening with the query of the address or the first recipe."""
    reading = desk.reading(request)
    context = {"example": recipes()[0].query}
    response = desk.answer("developers/graphiql.html", reading, context)
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response
