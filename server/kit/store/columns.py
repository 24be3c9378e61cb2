"""Single columns, typed: Tortoise types every row of ``values_list`` as a tuple."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tortoise import Tortoise
from tortoise.fields import CharField
from tortoise.filters import list_encoder
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


def ask_for_any_text() -> None:
    """Let filters ask for any text in columns of a limited length, once Tortoise is begun.

    A text that is longer than the column is in no row of it: asking for one is no fault, and only
    writing it is. Tortoise takes both for the same.
    """
    for model in Tortoise.apps.get_models_iterable() if Tortoise.apps else ():
        for found in model._meta.filters.values():
            if not isinstance(model._meta.fields_map.get(found["field"]), CharField):
                continue
            if "value_encoder" not in found:
                found["value_encoder"] = _as_text
            elif found["value_encoder"] is list_encoder:
                found["value_encoder"] = _as_texts


def _as_text(value: Any, _model: Any, _column: Any) -> str | None:
    return None if value is None else str(value)


def _as_texts(values: Iterable[Any], model: Any, column: Any) -> list[str | None]:
    return [_as_text(value, model, column) for value in values]
