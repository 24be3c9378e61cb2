"""Single columns, typed: Tortoise types every row of ``values_list`` as a tuple."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tortoise.queryset import QuerySet


async def ids(query: QuerySet[Any], column: str = "id") -> set[int]:
    """The distinct values of an integer column; nulls are left out."""
    rows: Any = await query.values_list(column, flat=True)
    return {int(value) for value in rows if value is not None}


async def texts(query: QuerySet[Any], column: str) -> list[str]:
    """The values of a text column in the order of the query; nulls are left out."""
    rows: Any = await query.values_list(column, flat=True)
    return [str(value) for value in rows if value is not None]


def instant(value: datetime | str) -> datetime:
    """An instant as a reader found it: PostgreSQL gives one, SQLite the text it keeps."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)
