"""SQLite for Tortoise with a writer that takes its lock at BEGIN.

Tortoise opens deferred transactions: a read followed by a write then fails at once when another
process has committed in between, whatever the busy time-out. ``BEGIN IMMEDIATE`` waits instead.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first statement."""

    async def begin(self) -> None:
        """Take the write lock. Raises OperationalError when another process keeps it too long."""
        self._finalized = False
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


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
        await self.connection._connection.rollback()


class ImmediateClient(SqliteClient):
    """The one writing connection of the process."""

    def _in_transaction(self) -> Any:
        return ImmediateContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
