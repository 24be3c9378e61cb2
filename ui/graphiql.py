"""The query editor at ``/graphql`` for browsers: GraphiQL from this host's own files."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ui.headers import EDITOR_POLICY
from ui.page import Desk
from ui.recipes import recipes


def editor_page(desk: Desk, request: Request) -> HTMLResponse:
    """The editor, opening with the query of the address or the first recipe."""
    reading = desk.reading(request)
    context = {"example": recipes()[0].query}
    response = desk.answer("developers/graphiql.html", reading, context)
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response
