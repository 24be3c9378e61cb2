"""Single columns of a query, typed: Tortoise types every row of ``values_list`` as a tuple."""

from __future__ import annotations

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
