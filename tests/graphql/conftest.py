"""The real application over a seeded database of each kind, asked by every kind of actor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fixtures.cast import RULE
from server.app import create_app
from server.identity.actor import SYSTEM, Role
from server.identity.service import issue_token
from server.kit import clock
from server.kit.settings import Settings
from server.obligations.models import Obligation
from server.register.models import Organisation
from tests.conftest import SEEDED_ON, Template
from tests.graphql.asking import COUNTY, MUNICIPALITY, OTHER_COUNTY, Api

ACTORS = {
    "municipality_editor": (MUNICIPALITY, Role.EDITOR),
    "county_recorder": (COUNTY, Role.RECORDER),
    "other_county_recorder": (OTHER_COUNTY, Role.RECORDER),
    "steering_viewer": ("ministry:vm", Role.STEERING),
    "municipality_reader_token": (MUNICIPALITY, Role.READER),
    "municipality_recorder": (MUNICIPALITY, Role.RECORDER),
    "municipality_admin": (MUNICIPALITY, Role.ADMIN),
    "neighbour_recorder": ("municipality:291", Role.RECORDER),
    "county_admin": (COUNTY, Role.ADMIN),
}


@pytest.fixture
async def api(seeded_template: Template, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Api]:
    """The application with a token for every actor; one per test, on each kind of database."""
    copied = await seeded_template.copy(tmp_path)
    settings = Settings(database_url=copied.database_url, today=SEEDED_ON)
    app: Any = create_app(settings)
    async with app.router.lifespan_context(app):
        tokens = {name: await _token(*who) for name, who in ACTORS.items()}
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url=settings.base_url) as caller:
            yield Api(caller, tokens)


async def _token(organisation: str, role: Role) -> str:
    issued = await issue_token(
        organisation,
        role,
        days=1,
        label=f"{role.value} of {organisation}",
        by=SYSTEM,
        at=clock.now() - timedelta(minutes=1),
        today=SEEDED_ON,
    )
    return issued.secret


@pytest.fixture
async def obligation(api: Api) -> str:
    """The global id of the present term's obligation of the county and the municipality."""
    municipality = await Organisation.get(organisation_code=MUNICIPALITY)
    row = await Obligation.get(municipality_id=municipality.id, rule__key=RULE)
    return f"Obligation:{row.id}"
