"""Whether the journal is whole: the chain recomputed in batches and compared with its head."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.journal.chain import FIRST, MEMBERS, personal_hash, row_hash
from server.journal.models import JournalEntry, JournalHead, PersonalNote

BATCH = 500


class FaultKind(StrEnum):
    """What is wrong at a number of the journal."""

    MISSING = "MISSING"  # no row bears the number
    CHANGED = "CHANGED"  # the row, or one before it, is not what was chained
    NOTE_CHANGED = "NOTE_CHANGED"  # personal data kept apart is not what was hashed
    SURPLUS = "SURPLUS"  # a row lies beyond the head
    HEAD = "HEAD"  # the head does not carry the last row's hash


@dataclass(frozen=True)
class Fault:
    """The first place where the journal is not what was written."""

    seq: int
    kind: FaultKind


@dataclass(frozen=True)
class Verification:
    """The head as it was when the check began, and the first fault, None when there is none.

    Who can write the database can rewrite the whole chain; the head is therefore printed, to be
    kept elsewhere and given back as ``from_seq`` and ``from_hash``.
    """

    head_seq: int
    head_hash: str
    first_fault: Fault | None


async def verify(from_seq: int = 0, from_hash: str | None = None) -> Verification:
    """Recompute the chain after the row ``from_seq`` (0: all of it) up to the present head.

    ``from_hash`` is what that row's hash is known to be; None takes the row's word for it. Erased
    personal data is no fault. Rows written meanwhile are left to the next check.
    """
    last = await JournalEntry.all().order_by("-seq").first()
    head = await JournalHead.all().first()
    head_seq, head_hash = (head.seq, head.hash) if head else (0, FIRST)
    fault = await _first_fault(from_seq, from_hash, head_seq, head_hash)
    if fault is None and last is not None and last.seq > head_seq:
        fault = Fault(head_seq + 1, FaultKind.SURPLUS)
    return Verification(head_seq, head_hash, fault)


async def _first_fault(
    from_seq: int, from_hash: str | None, head_seq: int, head_hash: str
) -> Fault | None:
    start = await _hash_at(from_seq)
    if start is None:
        return Fault(from_seq, FaultKind.MISSING)
    if from_hash not in (None, start):
        return Fault(from_seq, FaultKind.CHANGED)
    seq, previous = from_seq, start
    async for rows, notes in _batches(from_seq, head_seq):
        for row in rows:
            seq += 1
            kind = _row_fault(seq, previous, row, notes)
            if kind is not None:
                return Fault(seq, kind)
            previous = row["hash"]
    if seq < head_seq:
        return Fault(seq + 1, FaultKind.MISSING)
    return None if previous == head_hash else Fault(head_seq, FaultKind.HEAD)


def _row_fault(
    seq: int, previous: str, row: Mapping[str, Any], notes: Mapping[int, str]
) -> FaultKind | None:
    if row["seq"] != seq:
        return FaultKind.MISSING
    if row["hash"] != row_hash(previous, row):
        return FaultKind.CHANGED
    if seq in notes and notes[seq] != row["personal_hash"]:
        return FaultKind.NOTE_CHANGED
    return None


async def _hash_at(seq: int) -> str | None:
    if seq == 0:
        return FIRST
    row = await JournalEntry.get_or_none(seq=seq)
    return row.hash if row else None


async def _batches(
    from_seq: int, to_seq: int
) -> AsyncIterator[tuple[Sequence[Mapping[str, Any]], Mapping[int, str]]]:
    """Rows after ``from_seq`` up to and with ``to_seq`` in order, and their notes' hashes."""
    seq = from_seq
    while True:
        rows = (
            await JournalEntry.filter(seq__gt=seq, seq__lte=to_seq)
            .order_by("seq")
            .limit(BATCH)
            .values(*MEMBERS, "hash")
        )
        if not rows:
            return
        notes = await PersonalNote.filter(seq__gt=seq, seq__lte=rows[-1]["seq"])
        yield rows, {note.seq: personal_hash(note.salt, note.data) for note in notes}
        seq = rows[-1]["seq"]
