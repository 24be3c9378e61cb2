"""What is checked of every act: one journal row per object touched, and nothing on refusal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tortoise import Tortoise
from tortoise.connection import get_connection

from server.journal.models import JournalEntry
from server.journal.service import verify
from server.kit.errors import DomainError
from server.kit.store.config import APP


@asynccontextmanager
async def refused(error: type[DomainError]) -> AsyncIterator[pytest.ExceptionInfo[DomainError]]:
    """The act inside is refused, and not a row of any table has changed."""
    before = await _everything()
    with pytest.raises(error) as told:
        yield told
    assert await _everything() == before


async def _everything() -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, as the driver reads them."""
    connection = get_connection("default")
    rows = {}
    for model in Tortoise.apps[APP].values():
        table, key = model._meta.db_table, model._meta.db_pk_column
        _, found = await connection.execute_query(f'SELECT * FROM "{table}" ORDER BY "{key}"')
        rows[table] = [tuple(row) for row in found]
    return rows


async def journalled(act: str) -> list[tuple[str, int]]:
    """What the last act of a name touched, in the journal's order; the chain is whole."""
    assert (await verify()).first_fault is None
    last = await JournalEntry.filter(act=act).order_by("-seq").first()
    assert last is not None
    rows = await JournalEntry.filter(act=act, request_id=last.request_id, at=last.at).order_by(
        "seq"
    )
    return [(row.object_type, row.object_id) for row in rows]
