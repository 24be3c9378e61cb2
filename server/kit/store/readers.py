"""Reading beside the writer: pools of connections that can only read, with a bound on time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

import aiosqlite
import asyncpg

from server.kit.settings import Settings
from server.kit.store.config import SQLITE_PRAGMAS
from server.kit.store.postgres import exact_dates

SECONDS = 5.0
"""How long one reading statement may run before it is interrupted."""

Binds = Sequence[Any] | Mapping[str, Any]
Found = Sequence[Any]
"""One row, its values in the order they were asked for."""
_Reading = asyncio.Future[Found | None]


class ReadFault(Exception):
    """A reading statement failed or ran out of time. The cause is chained; nothing was changed."""


class Readers(Protocol):
    """A pool that answers one statement with one text value."""

    dialect: str

    async def fetch(self, sql: str, binds: Binds) -> str:
        """The only value of the only row. Raises ReadFault."""

    async def row(self, sql: str, binds: Binds) -> Found:
        """The only row. Raises ReadFault."""

    async def glance(self, sql: str, key: str | int) -> Found | None:
        """The row that one key finds, marked ``?`` in the statement; None when there is none.

        For look-ups by a unique index alone: SQLite reads them without handing them to a thread.
        Raises ReadFault.
        """

    async def close(self) -> None:
        """End every connection of the pool."""


class SqliteReaders:
    """Query-only connections to the file; each runs one statement at a time in its own thread."""

    dialect = "sqlite"

    def __init__(self, near: sqlite3.Connection) -> None:
        self._near = near
        self._all: list[aiosqlite.Connection] = []
        self._free: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self._stopping: set[asyncio.Future[None]] = set()

    @classmethod
    async def open(cls, path: Path, size: int = 4) -> SqliteReaders:
        """Open ``size`` connections to an existing file."""
        readers = cls(_near(path))
        try:
            for _ in range(size):
                connection = await aiosqlite.connect(path, isolation_level=None)
                readers._add(connection)
                await connection.create_function("translate", 3, _translated, deterministic=True)
                pragmas = {**SQLITE_PRAGMAS, "query_only": "ON"}
                for pragma, value in pragmas.items():
                    await (await connection.execute(f"PRAGMA {pragma}={value}")).close()
        except BaseException:
            await readers.close()
            raise
        return readers

    def _add(self, connection: aiosqlite.Connection) -> None:
        self._all.append(connection)
        self._free.put_nowait(connection)

    async def fetch(self, sql: str, binds: Binds) -> str:
        """The only value of the only row. Raises ReadFault after SECONDS or on a failure."""
        value: str = (await self.row(sql, binds))[0]
        return value

    async def row(self, sql: str, binds: Binds) -> Found:
        """The only row. Raises ReadFault after SECONDS or on a failure."""
        found = await self._first(sql, binds)
        if found is None:
            raise ReadFault("the statement found no row")
        return found

    async def glance(self, sql: str, key: str | int) -> Found | None:
        """The row that one key finds. Raises ReadFault.

        It is read here and now, which takes a fifth of the way to another thread and back. Only
        while the file is locked, as when another process recovers it, a thread waits instead.
        """
        try:
            # All rows, for a statement that has more to give would hold its view of the file.
            rows = self._near.execute(sql, (key,)).fetchall()
        except sqlite3.OperationalError:
            return await self._first(sql, (key,))
        return rows[0] if rows else None

    async def _first(self, sql: str, binds: Binds) -> Found | None:
        """The first row.

        A caller that goes away takes its statement along; the connection comes back to the pool
        when the statement has ended.
        """
        connection = await self._free.get()
        reading = asyncio.ensure_future(_row(connection, sql, binds))
        reading.add_done_callback(partial(self._give_back, connection))
        try:
            await asyncio.wait({reading}, timeout=SECONDS)
        finally:
            if not reading.done():
                stopping = asyncio.ensure_future(_stopped(connection, reading))
                self._stopping.add(stopping)
                stopping.add_done_callback(self._stopping.discard)
        if not reading.done():
            await asyncio.wait({reading})
        error = reading.exception()
        if isinstance(error, sqlite3.Error | OverflowError):
            raise ReadFault(str(error)) from error
        return reading.result()

    def _give_back(self, connection: aiosqlite.Connection, reading: _Reading) -> None:
        reading.exception()  # The caller may have gone; asyncio wants it looked at all the same.
        self._free.put_nowait(connection)

    async def close(self) -> None:
        """End every connection; their threads would keep the process alive."""
        self._near.close()
        await asyncio.gather(*self._stopping)
        for connection in self._all:
            await connection.close()


def _translated(text: str | None, letters: str, others: str) -> str | None:
    """The text with the others in the place of the letters, as PostgreSQL's ``translate``."""
    return text and text.translate(_table(letters, others))


@lru_cache(maxsize=8)
def _table(letters: str, others: str) -> dict[int, int]:
    return str.maketrans(letters, others)


def _near(path: Path) -> sqlite3.Connection:
    """A connection for glances: it neither waits for locks nor keeps much of the file."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    pragmas = {"mmap_size": SQLITE_PRAGMAS["mmap_size"], "cache_size": -256, "query_only": "ON"}
    for pragma, value in pragmas.items():
        connection.execute(f"PRAGMA {pragma}={value}").close()
    return connection


async def _stopped(connection: aiosqlite.Connection, reading: _Reading) -> None:
    """Interrupt until the statement has ended: one still waiting for its thread does not hear."""
    while not reading.done():
        await connection.interrupt()
        await asyncio.wait({reading}, timeout=0.02)


async def _row(connection: aiosqlite.Connection, sql: str, binds: Binds) -> Found | None:
    rows = await connection.execute_fetchall(sql, binds)
    return next(iter(rows), None)


class KeptConnection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg ships no types
    """A connection that is not reset when it returns to the pool: it only ever reads."""

    def get_reset_query(self) -> str:
        """Nothing to undo."""
        return ""


class PostgresReaders:
    """A pool of read-only connections whose plans stay prepared."""

    dialect = "postgres"

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str, size: int = 8) -> PostgresReaders:
        """Open a pool of at most ``size`` connections."""
        settings = {
            "default_transaction_read_only": "on",
            "jit": "off",
            "random_page_cost": "1.1",
            "plan_cache_mode": "force_generic_plan",
            "statement_timeout": str(int(SECONDS * 1000)),
        }
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            connection_class=KeptConnection,
            server_settings=settings,
            init=exact_dates,
        )
        return cls(pool)

    async def fetch(self, sql: str, binds: Binds) -> str:
        """The only value of the only row. Raises ReadFault after SECONDS or on a failure."""
        value: str = (await self.row(sql, binds))[0]
        return value

    async def row(self, sql: str, binds: Binds) -> Found:
        """The only row. Raises ReadFault after SECONDS or on a failure."""
        found = await self._first(sql, binds)
        if found is None:
            raise ReadFault("the statement found no row")
        return found

    async def glance(self, sql: str, key: str | int) -> Found | None:
        """The row that one key finds. Raises ReadFault."""
        return await self._first(sql.replace("?", "$1"), (key,))

    async def _first(self, sql: str, binds: Binds) -> Found | None:
        try:
            async with self._pool.acquire() as connection:
                found: Found | None = await connection.fetchrow(sql, *binds)
                return found
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise ReadFault(str(error)) from error

    async def close(self) -> None:
        """End every connection."""
        await self._pool.close()


async def open_readers(settings: Settings) -> Readers:
    """The pool for the configured database; the database must exist already."""
    if settings.sqlite_path is not None:
        return await SqliteReaders.open(settings.sqlite_path)
    return await PostgresReaders.open(settings.database_url)
