"""SQLite for Tortoise with a writer that takes its lock at BEGIN.

Tortoise opens deferred transactions: a read followed by a write then fails at once when another
process has committed in between, whatever the busy time-out. ``BEGIN IMMEDIATE`` waits instead.
"""

from __future__ import annotations

from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first statement."""

    @translate_exceptions
    async def begin(self) -> None:
        self._finalized = False
        await self._connection.execute("BEGIN IMMEDIATE")


class ImmediateContext(SqliteTransactionContext):
    """Gives the connection's lock back when BEGIN fails, which the original forgets."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            self.token = get_connections().set(self.connection_name, self.connection)
            try:
                await self.connection.begin()
            except BaseException:
                get_connections().reset(self.token)
                raise
        except BaseException:
            self._trxlock.release()
            raise
        return self.connection


class ImmediateClient(SqliteClient):
    """The one writing connection of the process."""

    def _in_transaction(self) -> Any:
        return ImmediateContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
