"""A page: a row in the route table, a GraphQL document and a template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ui.api import Data, Site
from ui.documents import document, query_address
from ui.i18n import LANGUAGES
from ui.reading import Reading, compact
from ui.render import Renderer


def nothing(*_: object) -> Data:
    """No variables, or no values beside the data."""
    return {}


@dataclass(frozen=True)
class Page:
    """A page that only shows.

    ``ask`` turns the address into the document's variables; ``shape`` adds what the template
    needs arranged otherwise than the data. ``subject`` names the field the page is about: when
    it is null the page does not exist. ``signed_in`` pages send others to sign in first.
    """

    name: str
    path: str
    template: str
    section: str = ""
    subject: str = ""
    document: str = ""
    ask: Callable[[Reading], Mapping[str, object]] = nothing
    shape: Callable[[Data, Reading], Mapping[str, object]] = nothing
    signed_in: bool = False


class Desk:
    """Runs documents and renders templates for one installation."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self.site = site
        self.renderer = renderer

    def reading(self, request: Request) -> Reading:
        """Read the request's language, day and address."""
        return Reading(request, self.site)

    async def show(self, page: Page, request: Request) -> Response:
        """Answer a page. Raises HTTPException 404 when its subject does not exist."""
        reading = self.reading(request)
        variables = compact(page.ask(reading))
        query = document(page.document or page.name)
        data = await self.site.api.run(query, variables, request=request)
        if page.subject and not data[page.subject]:
            # Null for what is not there, empty for an object of another type.
            raise HTTPException(404)
        if page.signed_in and data["viewer"]["organisation"] is None:
            return RedirectResponse(self.sign_in_address(reading), status_code=303)
        context = {**data, **page.shape(data, reading)}
        context["query_address"] = query_address(query, variables)
        return self.answer(page.template, reading, context, section=page.section)

    def sign_in_address(self, reading: Reading) -> str:
        """Where to sign in before coming back to this page."""
        return self.renderer.link(reading.language.code, "sign-in", next=reading.address_here())

    def answer(
        self,
        template: str,
        reading: Reading,
        context: Mapping[str, object],
        *,
        section: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        """Render a template with the frame every page shares."""
        frame = {
            "section": section,
            "today": reading.today,
            "demo": reading.site.demo,
            "sign_in_at": reading.site.sign_in_at,
            "problems": reading.problems,
            "params": reading.request.query_params,
            "addresses": {code: reading.address(code) for code in LANGUAGES},
            "here": reading.address_here(),
            "query_address": None,
            "viewer": None,
        }
        html = self.renderer.page(template, reading.language.code, {**frame, **context})
        headers = {"Content-Language": reading.language.code}
        return HTMLResponse(html, status_code=status, headers=headers)
