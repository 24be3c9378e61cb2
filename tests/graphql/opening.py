"""The application over a copy of a seeded database, with a token for each actor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import httpx2

from server.app import create_app
from server.identity.actor import SYSTEM, Role
from server.identity.service import issue_token
from server.kit import clock
from server.kit.settings import Settings
from tests.graphql.asking import Api


@asynccontextmanager
async def opened_api(
    database_url: str, today: date, actors: Mapping[str, tuple[str, Role]]
) -> AsyncIterator[Api]:
    """The application as it is on a day, asked with a token for each actor by name."""
    settings = Settings(database_url=database_url, today=today)
    app: Any = create_app(settings)
    async with app.router.lifespan_context(app):
        tokens = {name: await _token(*who, today) for name, who in actors.items()}
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url=settings.base_url) as caller:
            yield Api(caller, tokens)


async def _token(organisation: str, role: Role, today: date) -> str:
    issued = await issue_token(
        organisation,
        role,
        days=1,
        label=f"{role.value} of {organisation}",
        by=SYSTEM,
        at=clock.now() - timedelta(minutes=1),
        today=today,
    )
    return issued.secret
