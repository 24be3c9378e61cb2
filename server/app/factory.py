"""The application: opened database, wired acts, API, pages, and the layers around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.protocol.admission import Quota, Rates
from schema.protocol.documents import Documents
from schema.protocol.endpoint import GraphQLEndpoint, Limits
from schema.protocol.sdl import PrintedSchema
from schema.root import printed
from server import wiring
from server.app import health
from server.app.admission import Admission
from server.app.body_limit import FormLimit
from server.app.callers import Callers, cookie_name
from server.app.crosssite import CrossSiteGuard
from server.app.faults import Faults
from server.app.headers import SecurityHeaders
from server.app.hosts import Hosts
from server.app.kept import KEPT_BYTES
from server.app.logs import RequestLog
from server.app.metrics import Measured, Metrics
from server.app.pages import DemoSessions, InProcess
from server.app.provider import Provider
from server.app.reading import Reading
from server.app.refusals import on_fault
from server.app.request_id import RequestId
from server.app.signing_in import BrowserSessions, SigningIn
from server.identity import policy
from server.kit import clock
from server.kit.settings import Settings, is_loopback
from server.kit.store.database import Database, opened
from server.kit.store.migrate import unapplied
from ui.api import Site
from ui.assets import Assets
from ui.graphiql import editor_page
from ui.recipes import recipes
from ui.routes import new_desk
from ui.routes import routes as page_routes

TRYING_OUT: Final = Quota(30_000_000)


def create_app(
    settings: Settings, *, limits: Limits | None = None, kept: int = KEPT_BYTES
) -> ASGIApp:
    """The whole service as one ASGI application; its database is opened when it starts up.

    ``limits`` stand in the place of those that follow from the settings, and ``kept`` is how many
    bytes of answers are kept to be given again.
    """
    wiring.wire_up()
    metrics = Metrics(settings.metrics_token)

    def today() -> date:
        return clock.today(settings.today)

    provider = Provider(settings) if settings.oidc_issuer else None

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with opened(settings, wiring.MODEL_MODULES) as database:
            callers = Callers(cookie_name(settings.base_url), database.readers, today)
            app.router.routes[:] = _routes(
                settings,
                database,
                callers,
                metrics,
                provider,
                limits=limits or _limits(settings),
                kept=kept,
            )
            yield

    return Starlette(
        lifespan=lifespan,
        exception_handlers={500: on_fault},
        middleware=layers(settings, metrics, provider),
    )


def layers(
    settings: Settings, metrics: Metrics, provider: Provider | None = None
) -> list[Middleware]:
    """What stands around every request, the outermost first."""
    parts = urlsplit(settings.base_url)
    return [
        Middleware(
            SecurityHeaders,
            base_url=settings.base_url,
            # Signing out is a form, and browsers follow it only where forms may lead.
            form_targets=(provider.origin,) if provider else (),
        ),
        Middleware(RequestId),
        Middleware(RequestLog),
        Middleware(Measured, metrics=metrics),
        Middleware(Faults),
        Middleware(Hosts, names=(parts.hostname or "", *settings.hosts)),
        Middleware(CrossSiteGuard, origins=(f"{parts.scheme}://{parts.netloc}",)),
        Middleware(FormLimit),
    ]


def _routes(
    settings: Settings,
    database: Database,
    callers: Callers,
    metrics: Metrics,
    provider: Provider | None,
    *,
    limits: Limits,
    kept: int,
) -> list[BaseRoute]:
    rates = Rates()
    admission = Admission(rates, limits)
    reading = Reading(database, demonstration=settings.demo, kept=kept)
    assets = Assets()
    sessions = (
        DemoSessions(settings, callers)
        if settings.demo
        else BrowserSessions(settings, callers, provider)
    )
    site = Site(
        api=InProcess(reading, callers, admission),
        sessions=sessions,
        today=callers.today,
        demo=settings.demo,
        sign_in_at="/auth/login" if provider else "",
        access=policy.printed(),
    )
    desk = new_desk(site, assets)
    signing_in = SigningIn(settings, provider, sessions, admission) if provider else None

    async def browse(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await editor_page(desk, request)(scope, receive, send)

    endpoint = GraphQLEndpoint(
        executor=reading,
        resolve=callers,
        day=callers.today,
        browse=browse if assets.has("graphiql-editor.js") else None,
        documents=Documents(recipe.query for recipe in recipes()),
        limits=limits,
        rates=rates,
    )
    return [
        Route("/graphql", endpoint),
        Route("/schema.graphql", PrintedSchema(printed())),
        Route("/metrics", metrics.serve),
        *health.routes(_checks(settings, database)),
        *(signing_in.routes(desk) if signing_in else ()),
        *page_routes(desk, assets),
    ]


def _limits(settings: Settings) -> Limits:
    """A service on its own machine has one caller, whoever tries it out: let them try hard."""
    if is_loopback(urlsplit(settings.base_url).hostname or ""):
        return Limits(anonymous=TRYING_OUT, signed_in=TRYING_OUT)
    return Limits()


def _checks(settings: Settings, database: Database) -> dict[str, health.Check]:
    async def reads() -> None:
        await database.readers.fetch("SELECT 'here'", [])

    async def migrated() -> None:
        if await unapplied(settings, wiring.MODEL_MODULES):
            raise RuntimeError("the database lacks migrations")

    return {"database": reads, "migrations": migrated}
