"""SQLite for Tortoise with a writer that takes its lock at BEGIN.

Tortoise opens deferred transactions: a read followed by a write then fails at once when another
process has committed in between, whatever the busy time-out. ``BEGIN IMMEDIATE`` waits instead.

What may wait has a thread: BEGIN for the lock, COMMIT for the disk. The statements between wait for
nothing, and of an ordinary act each is looked up by keys; they run here and now, for handing fifty
to a thread and back took longer than running them. Acts on the whole country, such as a merger,
hold other requests up for as long as each of their statements takes.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import aiosqlite
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

# Days as the driver reads them: Tortoise's own parser of any form of ISO 8601 took longer than the
# rest of reading a row. Only a connection that asks for declared types has these.
sqlite3.register_converter("DATE", lambda stored: date.fromisoformat(stored.decode()))
sqlite3.register_converter("TIMESTAMP", lambda stored: datetime.fromisoformat(stored.decode()))

TURN = 0.002
"""Seconds after which an act that runs here lets others have their turn, between two statements."""


class NearConnection(aiosqlite.Connection):
    """A connection whose statements run in its thread, or here while ``near`` is set."""

    near = False
    _turned = 0.0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if not self.near:
            return await aiosqlite.Connection._execute(self, fn, *args, **more)
        if time.monotonic() - self._turned > TURN:
            await asyncio.sleep(0)
            self._turned = time.monotonic()
        return fn(*args, **more)


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first statement."""

    async def begin(self) -> None:
        """Take the write lock. Raises OperationalError when another process keeps it too long."""
        self._finalized = False
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error
        self.stay_near(True)

    async def commit(self) -> None:
        """Commit, waiting for the disk in the thread."""
        self.stay_near(False)
        await super().commit()

    async def rollback(self) -> None:
        """Roll back in the thread."""
        self.stay_near(False)
        await super().rollback()

    def stay_near(self, near: bool) -> None:
        """Run statements here from now on, or in the connection's thread again."""
        connection: Any = self._connection
        connection.near = near


class ImmediateContext(SqliteTransactionContext):
    """Leaves the connection fit for the next act, however this one ended.

    The original forgets the process's own lock when BEGIN fails, leaves a transaction open whose
    BEGIN or COMMIT was cancelled or failed, and so ends all writing.
    """

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            try:
                await self.connection.begin()
            except BaseException:
                await self._undo()
                raise
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        opened: TransactionalDBClient = self.connection
        return opened

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            if exc_type is not None:
                await self._undo()
            elif not self.connection._finalized:
                try:
                    await self.connection.commit()
                except BaseException:
                    await self._undo()
                    raise
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()

    async def _undo(self) -> None:
        """Roll back what is open, if anything is.

        It is queued behind the statement that is running before anything is awaited, so being
        cancelled here changes nothing: the next act's BEGIN comes after it.
        """
        self.connection.stay_near(False)
        await self.connection._connection.rollback()


class ImmediateClient(SqliteClient):
    """The one writing connection of the process."""

    async def create_connection(self, with_db: bool) -> None:
        """Open the file, for whichever thread runs a statement: never two at a time."""
        if self._connection:
            return

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(
                self.filename,
                isolation_level=None,
                check_same_thread=False,
                detect_types=sqlite3.PARSE_DECLTYPES,
            )

        self._connection = await NearConnection(connect, 64)
        self._connection._conn.row_factory = sqlite3.Row
        for pragma, value in self.pragmas.items():
            await (await self._connection.execute(f"PRAGMA {pragma}={value}")).close()

    def _in_transaction(self) -> Any:
        return ImmediateContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
