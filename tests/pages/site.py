"""The pages of a made-up installation, as an ASGI application."""

from dataclasses import dataclass
from datetime import date

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from server.app.headers import SecurityHeaders
from tests.pages.fake_api import FakeApi
from tests.pages.world import TODAY
from ui.api import SignInRefused, Site
from ui.assets import Assets
from ui.routes import new_desk, routes


@dataclass(frozen=True)
class Row:
    key: str
    cells: tuple[str, ...]


ACCESS = (
    Row("read_public", ("yes",) * 7),
    Row("read_drafts", ("no", "party", "party", "party", "party", "no", "no")),
    Row("start_round", ("no", "no", "county", "county", "county", "no", "no")),
    Row("confirm_or_dispute", ("no", "no", "no", "own", "own", "no", "no")),
    Row("manage_register", ("no", "no", "no", "no", "no", "no", "yes")),
)


class CookieSessions:
    """Whoever has the cookie is signed in: enough to look at pages."""

    async def sign_in(
        self, request: Request, response: Response, *, organisation: str, role: str
    ) -> None:
        if not organisation.startswith(("county:", "municipality:")):
            raise SignInRefused
        response.set_cookie("acting", organisation)

    async def switch(self, request: Request, *, organisation: str) -> None:
        if organisation != request.cookies.get("acting"):
            raise SignInRefused

    async def sign_out(self, request: Request, response: Response, *, language: str) -> None:
        response.delete_cookie("acting")


def fake_site(api: FakeApi, *, demo: bool = True) -> Starlette:
    """An application of the pages alone, over a stand-in for the schema."""
    site = Site(
        api=api,
        sessions=CookieSessions(),
        today=lambda: date.fromisoformat(TODAY),
        demo=demo,
        access=ACCESS,
    )
    assets = Assets()
    desk = new_desk(site, assets)
    return Starlette(
        routes=routes(desk, assets),
        middleware=[Middleware(SecurityHeaders)],
    )
