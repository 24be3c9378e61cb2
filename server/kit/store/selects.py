"""Statements of SQL for what every act reads, and for what it writes besides its records.

Tortoise spends four times as long on writing a statement and making objects of its rows as either
database on answering it. Records that an act changes are still loaded as what they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, overload

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.connection import get_connection, get_connections


async def select(statement: str, *binds: Any) -> Sequence[Any]:
    """The rows of a statement, their values in the order they are asked for.

    Each ``?`` stands for one bind; a collection becomes the list that ``IN`` asks for, and an empty
    one finds nothing. A statement holds no other ``?``. Truth values come as the database keeps
    them, and so do days that it computes: see ``day``. Raises ValueError for more or fewer binds
    than marks.
    """
    client = _client()
    _, rows = await client.execute_query(*_bound(client, statement, binds))
    return rows


async def write(statement: str, *binds: Any) -> Sequence[Mapping[str, Any]]:
    """Change rows without objects; what ``RETURNING`` asks for, by name. Binds as in ``select``."""
    client = get_connection("default")
    return await client.execute_query_dict(*_bound(client, statement, binds))


@overload
def day(value: date | str) -> date:
    """A day as it was found."""


@overload
def day(value: date | str | None) -> date | None:
    """A day as it was found, if there is one."""


def day(value: date | str | None) -> date | None:
    """A day as it was found: of one that is computed, such as the first, SQLite gives the text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _client() -> BaseDBAsyncClient:
    """Inside a transaction its own connection, else the one for reading: see ``ReaderRouter``."""
    client = get_connection("default")
    if isinstance(client, TransactionalDBClient) or "reader" not in get_connections().db_config:
        return client
    return get_connection("reader")


def _bound(
    client: BaseDBAsyncClient, statement: str, binds: Sequence[Any]
) -> tuple[str, list[Any]]:
    """The statement with the database's own marks, and the values of them all."""
    sqlite = client.capabilities.dialect == "sqlite"
    values = [value for bind in binds for value in _values(bind)]
    if sqlite:
        values = [each.isoformat() if isinstance(each, date) else each for each in values]
    numbers = iter(range(1, len(values) + 1))
    marks = [_marks(bind, None if sqlite else numbers) for bind in binds]
    parts = zip(statement.split("?"), [*marks, ""], strict=True)
    return "".join(part + mark for part, mark in parts), values


def _values(bind: Any) -> Collection[Any]:
    return (bind,) if isinstance(bind, str) or not isinstance(bind, Collection) else bind


def _marks(bind: Any, numbers: Iterator[int] | None) -> str:
    marks = ["?" if numbers is None else f"${next(numbers)}" for _ in _values(bind)]
    listed = isinstance(bind, Collection) and not isinstance(bind, str)
    return f"({','.join(marks) or 'NULL'})" if listed else marks[0]
