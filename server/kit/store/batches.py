"""Many rows written by one act in few statements."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from server.kit.store.act import PUBLIC, Act

M = TypeVar("M", bound=Model)
K = TypeVar("K", bound=Hashable)

BATCH = 200


async def add_missing(
    opened: Act,
    among: QuerySet[M],
    wanted: Iterable[Mapping[str, Any]],
    key: Callable[[M], K],
    *,
    audience: str = PUBLIC,
) -> dict[K, M]:
    """Insert the rows whose key is not yet among those of the query; the new rows by their key.

    ``wanted`` are the columns of rows; of two with one key the first is taken. ``among`` must
    find every row that shares a key with a wanted one. Each new row is noted for the journal.
    """
    have = {key(row) for row in await among}
    model: Any = among.model
    new: dict[K, M] = {}
    for columns in wanted:
        row = model(**columns)
        if key(row) not in have:
            new.setdefault(key(row), row)
    if not new:
        return {}
    await model.bulk_create(list(new.values()), batch_size=BATCH)
    # Neither database answers a bulk insert with the ids it gave.
    stored = {key(row): row for row in await among if key(row) in new}
    for row in stored.values():
        opened.touch(row, before=None, audience_after=audience)
    return stored
