"""Answers given again while nothing has changed: what one process remembers of its reading.

An answer depends on the document with its values, on whom it is made for, on the day, and on what
is on record. Every change of the record moves the head of the journal in its own transaction, so
an answer holds as long as the head it was read under. Answer and head are read by one statement;
whether the head has moved is asked of the database each time, whichever process moved it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from schema.engine.recent import Recent
from schema.protocol.port import Answer, GraphQLRequest
from schema.viewer import Asking
from server.kit.store.readers import Readers

KEPT_BYTES: Final = 8_000_000
"""How much of answers a process keeps in all, those used last."""
LARGEST: Final = 256_000
"""Bytes of an answer that is kept, inclusive; larger ones are rarely asked twice."""

_HEAD: Final = "SELECT hash FROM journal_head WHERE id = ?"
_HEAD_ID: Final = 1
_WITH_HEAD: Final = (
    f"SELECT read_.data, (SELECT hash FROM journal_head WHERE id = {_HEAD_ID}) FROM (%s) read_"
)
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@dataclass
class Reader:
    """Runs the statements of one document and notes under which head the first was read.

    Those that follow may see more; then the head has moved, and the answer is not given again.
    """

    readers: Readers
    head: str | None = None
    begun: bool = False

    async def fetch(self, sql: str, values: list[Any]) -> str:
        """The only value of the only row. Raises ReadFault."""
        if self.begun:
            return await self.readers.fetch(sql, values)
        self.begun = True
        text, self.head = await self.readers.row(_WITH_HEAD % sql, values)
        return str(text)


class Kept:
    """Answers by what was asked and for whom, within ``most`` bytes; nothing with 0."""

    def __init__(self, readers: Readers, most: int) -> None:
        self._readers = readers
        self._answers: Recent[object, tuple[str, Answer]] = Recent(most)

    async def find(self, key: object) -> Answer | None:
        """The answer of a key if nothing has changed since it was read. Raises ReadFault."""
        kept = self._answers.get(key) if key is not None else None
        if kept is None:
            return None
        found = await self._readers.glance(_HEAD, _HEAD_ID)
        return kept[1] if found is not None and found[0] == kept[0] else None

    def keep(self, key: object, head: str | None, answer: Answer) -> None:
        """Remember an answer that was read under ``head``; without a head there is no telling."""
        if key is not None and head is not None and len(answer.data) <= LARGEST:
            self._answers.put(key, (head, answer), len(answer.data) + 2_000)


def key_of(request: GraphQLRequest, asking: Asking, limit: int) -> object:
    """What an answer depends on beside the record; None when it tells who is asking."""
    if asking.label is not None:
        return None
    return request.query, request.operation_name, _canonical(request.variables), asking, limit
