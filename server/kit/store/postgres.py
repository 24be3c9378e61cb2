"""PostgreSQL for Tortoise, reached by the address as the operator wrote it.

Tortoise takes an address apart and hands on what it knows, which leaves out how TLS is checked.
Here the driver reads the whole of it, as the readers do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContextPooled
from tortoise.connection import get_connections

_ZERO: Final = date(2000, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


async def exact_dates(connection: Any) -> None:
    """Send and read every day as it is.

    asyncpg makes infinity of Python's last day and minus infinity of its first, so that nothing
    would be in force on 31 December 9999 here and everything on SQLite.
    """
    await connection.set_type_codec(
        "date", schema="pg_catalog", encoder=_days, decoder=_day, format="tuple"
    )


def _days(day: date) -> tuple[int]:
    return (day.toordinal() - _ZERO,)


def _day(days: tuple[int]) -> date:
    """The day; PostgreSQL's infinities are the last and the first that Python knows."""
    return date.fromordinal(min(max(days[0] + _ZERO, _FIRST), _LAST))


@dataclass(frozen=True)
class Address:
    """Where the database is; its password does not show when it is printed."""

    url: str = field(repr=False)


class SafeContext(TransactionContextPooled):
    """Gives the connection back when BEGIN fails or is cancelled, which the original forgets."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool: Any = self.client._parent._pool
        self.client._connection = await pool.acquire()
        self.token = get_connections().set(self.connection_name, self.client)
        try:
            await self.client.begin()
        except BaseException:
            get_connections().reset(self.token)
            await pool.release(self.client._connection)
            raise
        return self.client


class PostgresClient(AsyncpgDBClient):
    """The pool of connections that acts are written through."""

    def __init__(self, address: Address, **more: Any) -> None:
        super().__init__(**more)
        self.extra.pop("address", None)
        self._address = address

    async def create_pool(self, **kwargs: Any) -> Any:
        """A pool at the address; what Tortoise took from its own settings is left out."""
        parts = ("host", "port", "user", "database", "password")
        kept = {name: value for name, value in kwargs.items() if name not in parts}
        return await asyncpg.create_pool(self._address.url, init=exact_dates, **kept)

    def _in_transaction(self) -> TransactionContextPooled:
        return SafeContext(TransactionWrapper(self), self._pool_init_lock)


client_class = PostgresClient
