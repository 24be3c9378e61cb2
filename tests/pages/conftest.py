"""The real application with the demonstration in it, for pages and recipes to be tried on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from schema.protocol.endpoint import Limits
from server.app import create_app
from server.demonstration import load_demo
from server.identity.actor import Role, system
from server.identity.service import issue_token
from server.kit import clock
from server.kit.settings import Settings
from server.kit.store.database import opened
from server.wiring import MODEL_MODULES, wire_up
from tests.conftest import SEEDED_ON, Template, settle
from tests.protocol.served import served


@asynccontextmanager
async def visiting(
    settings: Settings, limits: Limits | None = None
) -> AsyncIterator[httpx2.AsyncClient]:
    """The application of these settings on a socket, and a client that visits it."""
    async with (
        served(create_app(settings, limits=limits)) as address,
        httpx2.AsyncClient(base_url=address.removesuffix("/graphql"), timeout=60) as visitor,
    ):
        yield visitor


async def _tell(settings: Settings) -> str:
    async with opened(settings, MODEL_MODULES):
        wire_up()
        await load_demo(SEEDED_ON)
        issued = await issue_token(
            "county:08",
            Role.RECORDER,
            days=30,
            label="tests",
            by=system("token"),
            at=clock.now(),
            today=SEEDED_ON,
        )
    return issued.secret


@pytest.fixture(scope="session")
def told(sqlite_seeded: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Template, str]:
    """The demonstration's database, and the token of a program of its county's recorder."""
    settings = asyncio.run(sqlite_seeded.copy(tmp_path_factory.mktemp("told")))
    settings = replace(settings, demo=True, today=SEEDED_ON)
    token = asyncio.run(_tell(settings))
    assert settings.sqlite_path is not None
    settle(settings.sqlite_path)
    return Template("sqlite", settings), token


@pytest.fixture
async def demonstration(
    told: tuple[Template, str], tmp_path: Path
) -> AsyncIterator[httpx2.AsyncClient]:
    settings = await told[0].copy(tmp_path)
    async with visiting(replace(settings, demo=True, today=SEEDED_ON)) as visitor:
        yield visitor


@pytest.fixture
async def register_alone(
    sqlite_seeded: Template, tmp_path: Path
) -> AsyncIterator[httpx2.AsyncClient]:
    settings = await sqlite_seeded.copy(tmp_path)
    async with visiting(replace(settings, today=SEEDED_ON)) as visitor:
        yield visitor
