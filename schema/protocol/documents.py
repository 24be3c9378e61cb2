"""Persisted documents: a query known by the SHA-256 of its text, so that a GET stays short."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from schema.protocol.reading import Sent
from schema.protocol.refusals import Refusal

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Documents:
    """The documents of the product itself, kept always, and those callers sent with their hash.

    What callers send is kept within ``capacity`` bytes of text, the least recently used going
    first, and in this process only: a client whose document is unknown sends it again.
    """

    def __init__(self, own: Iterable[str] = (), capacity: int = 4_000_000) -> None:
        self._own = {hash_of(text): text for text in own}
        self._sent: OrderedDict[str, str] = OrderedDict()
        self._capacity = capacity
        self._size = 0

    def find(self, document_hash: str) -> str | None:
        """The text with this hash, or None."""
        if (own := self._own.get(document_hash)) is not None:
            return own
        if (sent := self._sent.get(document_hash)) is not None:
            self._sent.move_to_end(document_hash)
        return sent

    def remember(self, text: str) -> None:
        """Keep a document that has been run, so that its hash is enough from now on."""
        document_hash = hash_of(text)
        if document_hash in self._own or document_hash in self._sent:
            return
        self._sent[document_hash] = text
        self._size += len(text.encode())
        while self._size > self._capacity:
            _, dropped = self._sent.popitem(last=False)
            self._size -= len(dropped.encode())

    def text_of(self, sent: Sent) -> tuple[str, bool]:
        """The document to run and whether its hash came with it.

        Raises Refusal QUERY_MISSING, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_HASH_MISMATCH or
        PERSISTED_QUERY_INVALID.
        """
        named = _named(sent.extensions)
        if named is None:
            if not sent.query:
                raise Refusal("QUERY_MISSING")
            return sent.query, False
        if not sent.query:
            found = self.find(named)
            if found is None:
                raise Refusal("PERSISTED_QUERY_NOT_FOUND", hash=named)
            return found, False
        if hash_of(sent.query) != named:
            raise Refusal("PERSISTED_QUERY_HASH_MISMATCH", hash=named)
        return sent.query, True


def hash_of(text: str) -> str:
    """The name of a document: SHA-256 of its UTF-8 text, in lower-case hex."""
    return sha256(text.encode()).hexdigest()


def _named(extensions: Mapping[str, object]) -> str | None:
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or persisted.get("version") != 1:
        raise Refusal("PERSISTED_QUERY_INVALID")
    named = persisted.get("sha256Hash")
    if not isinstance(named, str) or not _HASH.fullmatch(named.lower()):
        raise Refusal("PERSISTED_QUERY_INVALID")
    return named.lower()
