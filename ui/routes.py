"""The route table of the pages: every page and every form, under ``/fi``, ``/sv`` and ``/en``."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from ui import account, calendar_file
from ui.api import Data, Site
from ui.assets import Assets
from ui.errors import Answering, with_error_pages
from ui.forms import ACTS
from ui.forms.act import Act, open_form, submit_form
from ui.i18n import chosen_language
from ui.page import Desk, Page
from ui.reading import Reading
from ui.recipes import recipes
from ui.render import Renderer
from ui.views import (
    actions,
    catalogue,
    country,
    county,
    duties,
    lists,
    meetings,
    municipality,
    register,
    rounds,
)

Handler = Callable[[Desk, Request], Awaitable[Response]]


def access_table(_: Data, reading: Reading) -> Data:
    """Who may do what, as the policy holds it."""
    return {"access": reading.site.access}


def cookbook(_: Data, __: Reading) -> Data:
    """The recipes of the developers' page."""
    return {"recipes": recipes()}


PAGES = (
    Page("home", "/", "home/home.html", "home", shape=country.home),
    Page("counties", "/counties", "counties/list.html", "counties", shape=country.counties),
    Page(
        "county",
        "/counties/{code}",
        "counties/county.html",
        "counties",
        subject="county",
        ask=county.ask,
        shape=county.shape,
    ),
    Page(
        "municipalities",
        "/municipalities",
        "municipalities/list.html",
        "municipalities",
        ask=lists.municipalities,
        shape=lists.filters,
    ),
    Page(
        "municipality",
        "/municipalities/{code}",
        "municipalities/municipality.html",
        "municipalities",
        subject="municipality",
        ask=municipality.ask,
        shape=municipality.shape,
    ),
    Page(
        "obligations",
        "/obligations",
        "obligations/list.html",
        "obligations",
        ask=lists.obligations,
        shape=lists.obligation_list,
    ),
    Page(
        "obligation",
        "/obligations/{id}",
        "obligations/obligation.html",
        "obligations",
        subject="node",
        ask=lists.by_id,
        shape=meetings.obligation,
    ),
    Page(
        "rules",
        "/rules",
        "rules/list.html",
        "obligations",
        ask=catalogue.ask,
        shape=catalogue.shape,
    ),
    Page(
        "rule",
        "/rules/{key}",
        "rules/rule.html",
        "obligations",
        subject="obligationRule",
        ask=catalogue.by_key,
    ),
    Page(
        "duties",
        "/duties",
        "duties/list.html",
        "duties",
        ask=duties.ask,
        shape=duties.shape,
    ),
    Page(
        "duty",
        "/duties/{id}",
        "duties/duty.html",
        "duties",
        subject="node",
        ask=lists.by_id,
        shape=duties.duty,
    ),
    Page(
        "rounds",
        "/rounds",
        "rounds/list.html",
        "rounds",
        ask=lists.rounds,
        shape=lists.round_list,
    ),
    Page(
        "round",
        "/rounds/{id}",
        "rounds/round.html",
        "rounds",
        subject="node",
        ask=lists.by_id,
        shape=rounds.negotiation_round,
    ),
    Page(
        "round-summary",
        "/rounds/{id}/summary",
        "rounds/summary.html",
        "rounds",
        subject="node",
        document="round",
        ask=lists.by_id,
        shape=rounds.summary,
    ),
    Page(
        "negotiations",
        "/negotiations",
        "negotiations/list.html",
        "negotiations",
        ask=lists.negotiations,
        shape=lists.filters,
    ),
    Page(
        "negotiation",
        "/negotiations/{id}",
        "negotiations/negotiation.html",
        "negotiations",
        subject="node",
        ask=lists.by_id,
        shape=meetings.negotiation,
    ),
    Page("bodies", "/bodies", "bodies/list.html", ask=register.ask_bodies, shape=register.bodies),
    Page(
        "body",
        "/bodies/{id}",
        "bodies/body.html",
        subject="node",
        ask=lists.by_id,
        shape=register.body,
    ),
    Page(
        "organisation",
        "/organisations/{code}",
        "organisations/organisation.html",
        subject="organisation",
        ask=register.by_organisation,
        shape=register.organisation,
    ),
    Page(
        "contacts",
        "/contacts/{code}",
        "organisations/contacts.html",
        subject="organisation",
        ask=register.by_organisation,
        shape=register.contacts,
    ),
    Page(
        "memo",
        "/negotiations/{id}/memo",
        "papers/memo.html",
        "negotiations",
        subject="node",
        ask=lists.by_id,
        shape=meetings.negotiation,
    ),
    Page(
        "invitation",
        "/negotiations/{id}/invitation",
        "papers/invitation.html",
        "negotiations",
        subject="node",
        ask=lists.by_id,
        shape=calendar_file.letters,
    ),
    Page(
        "actions",
        "/actions",
        "actions/list.html",
        "actions",
        ask=actions.ask,
        shape=actions.shape,
    ),
    Page("search", "/search", "search/search.html", "search", ask=lists.search, shape=lists.found),
    Page("register", "/register", "register/register.html"),
    Page("access", "/access", "account/access.html", document="frame", shape=access_table),
    Page("developers", "/developers", "developers/cookbook.html", document="frame", shape=cookbook),
    Page("accessibility", "/accessibility", "developers/accessibility.html", document="frame"),
    account.SIGN_IN,
    account.CHOOSE,
)
OTHERS: tuple[tuple[str, str, str, Handler], ...] = (
    ("my-work", "/my-work", "GET", account.my_work),
    ("sign-in", "/sign-in", "POST", account.sign_in),
    ("choose-organisation", "/organisation", "POST", account.choose),
    ("sign-out", "/sign-out", "POST", account.sign_out),
)
FILES: tuple[tuple[str, str, Handler], ...] = (
    ("invitation-event", "/negotiations/{id}/invitation.ics", calendar_file.answer),
)


class LanguageConvertor(Convertor[str]):
    """The three languages, as the first part of every page's path."""

    regex = "fi|sv|en"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", LanguageConvertor())


def all_paths() -> dict[str, str]:
    """Every page's, form's and file's name → its path without the language."""
    named: list[Page | Act] = [*PAGES, *ACTS]
    files = {name: path for name, path, _ in FILES}
    return {p.name: p.path for p in named} | {name: path for name, path, _, _ in OTHERS} | files


def new_desk(site: Site, assets: Assets) -> Desk:
    """The pages of one installation, ready to be routed to."""
    return Desk(site, Renderer(all_paths(), assets))


def routes(desk: Desk, assets: Assets) -> list[BaseRoute]:
    """All routes of the pages, their static files and addresses without a language.

    The last one takes every other address, so these come after all other routes.
    """

    def _route(path: str, handler: Answering, method: str) -> Route:
        return Route(path, with_error_pages(desk, handler), methods=[method])

    pages = [
        *(_route(p.path, partial(desk.show, p), "GET") for p in PAGES),
        *(_route(a.path, partial(open_form, desk, a), "GET") for a in ACTS),
        *(_route(a.path, partial(submit_form, desk, a), "POST") for a in ACTS),
        *(_route(path, partial(handle, desk), method) for _, path, method, handle in OTHERS),
        *(_route(path, partial(handle, desk), "GET") for _, path, handle in FILES),
    ]
    lost = Route("/{path:path}", with_error_pages(desk, missing))
    return [
        *(Route(page.path, in_readers_language) for page in PAGES),
        Route("/static/{name}", assets.serve),
        Route("/{language:language}", slash),
        Mount("/{language:language}", routes=[*pages, lost]),
        lost,
    ]


async def missing(_: Request) -> Response:
    """No page has this address. Raises HTTPException 404."""
    raise HTTPException(404)


async def in_readers_language(request: Request) -> Response:
    """Send whoever asks for a page without a language to the best of our languages."""
    code = chosen_language(request.headers.get("accept-language", ""))
    there = request.url.replace(scheme="", netloc="", path=f"/{code}{request.url.path}")
    return RedirectResponse(str(there), status_code=302, headers={"Vary": "Accept-Language"})


async def slash(request: Request) -> Response:
    """``/fi`` is the front page ``/fi/``."""
    return RedirectResponse(f"{request.url.path}/", status_code=308)
