"""How a journal row is written down and chained: canonical JSON and SHA-256, nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

FIRST = "0" * 64

# The members of a row that are hashed with the hash before it, under these names. ``before`` and
# ``after`` are hashed as the text that is stored; ``at`` in UTC with six decimals.
MEMBERS = (
    "seq",
    "at",
    "act",
    "actor",
    "organisation_code",
    "request_id",
    "object_type",
    "object_id",
    "revision",
    "before",
    "after",
    "audience_before",
    "audience_after",
    "personal_hash",
)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces, so that equal values are equal texts.

    Days and instants are written in ISO 8601, decimals as text, sets in order. Raises TypeError
    for anything else that JSON does not know.
    """
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain
    )


def _plain(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written in the journal")


def row_hash(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of a journal row, in hexadecimal: SHA-256 of the previous hash and the MEMBERS."""
    members = {name: row[name] for name in MEMBERS}
    members["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(f"{previous}\n{canonical(members)}".encode()).hexdigest()


def personal_hash(salt: str, data: str) -> str:
    """The hash that stands in the chain for personal data kept apart; without salt a guess."""
    return hashlib.sha256(f"{salt}\n{data}".encode()).hexdigest()
