"""What withheld negotiations would fulfil, kept apart from standings: ``WithheldFulfilment``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from server.kit.store.selects import day, select, write
from server.obligations import facts, rules
from server.obligations.meetings import withheld_meetings
from server.obligations.models import Obligation, WithheldFulfilment

BATCH = 500
"""Rows written or deleted by one statement."""

Days = tuple[int, int, date, date]
"""An obligation, a negotiation, and the first and the last day on which it would fulfil it."""


async def rewrite(obligations: Sequence[Obligation], until: date) -> None:
    """Bring what is told beside the standings of obligations up to their withheld negotiations.

    The obligations are a batch: a statement binds their ids and at most ``BATCH`` more.
    """
    stored, now = await _compared([each.id for each in obligations], until)
    gone = [number for days, number in stored.items() if days not in now]
    for start in range(0, len(gone), BATCH):
        await write("DELETE FROM withheld_fulfilment WHERE id IN ?", gone[start : start + BATCH])
    new = [
        WithheldFulfilment(obligation_id=of, negotiation_id=by, from_on=first, to_on=last)
        for of, by, first, last in sorted(now - stored.keys())
    ]
    await WithheldFulfilment.bulk_create(new, batch_size=BATCH)


async def differing(obligations: Sequence[Obligation], until: date) -> set[int]:
    """The ids of those of which something else is stored than the rules say now."""
    stored, now = await _compared([each.id for each in obligations], until)
    return {of for of, *_ in stored.keys() ^ now}


async def _compared(numbers: Sequence[int], until: date) -> tuple[dict[Days, int], set[Days]]:
    """What is stored, with the ids of the rows, and what the rules say."""
    meetings = await withheld_meetings(numbers)
    rows = await select(_STORED, numbers)
    stored = {(of, by, day(first), day(last)): number for number, of, by, first, last in rows}
    return stored, await _days_met(numbers, meetings, until)


_STORED = """SELECT id, obligation_id, negotiation_id, from_on, to_on FROM withheld_fulfilment
  WHERE obligation_id IN ?"""


async def _days_met(
    numbers: Sequence[int], meetings: Sequence[rules.Meeting], until: date
) -> set[Days]:
    keys = {key for meeting in meetings for key in meeting.rules}
    if not keys:
        return set()
    asked = await Obligation.filter(id__in=numbers, rule__key__in=keys)
    known = await facts.load(asked)
    return {
        (each.id, meeting, days.starts_on, days.last_day)
        for each in asked
        for meeting, days in rules.days_met_by(meetings, known[each.id], until)
    }
