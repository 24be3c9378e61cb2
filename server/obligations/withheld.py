"""What withheld negotiations would fulfil, kept apart from standings: ``WithheldFulfilment``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from server.kit.store.columns import ids
from server.obligations import facts, rules
from server.obligations.meetings import withheld_meetings
from server.obligations.models import Obligation, ObligationBearer, WithheldFulfilment

Days = tuple[int, int, date, date]
"""An obligation, a negotiation, and the first and the last day on which it would fulfil it."""


async def rewrite(obligations: Sequence[Obligation], until: date) -> None:
    """Bring what is told beside the standings of obligations up to their withheld negotiations."""
    numbers = [each.id for each in obligations]
    bearers = ObligationBearer.filter(obligation_id__in=numbers)
    meetings = await withheld_meetings(await ids(bearers, "organisation_id"))
    before = await WithheldFulfilment.filter(obligation_id__in=numbers)
    stored = {_days(row) for row in before}
    now = await _days_met(numbers, meetings, until)
    gone = [row.id for row in before if _days(row) not in now]
    await WithheldFulfilment.filter(id__in=gone).delete()
    await WithheldFulfilment.bulk_create(
        WithheldFulfilment(obligation_id=of, negotiation_id=by, from_on=first, to_on=last)
        for of, by, first, last in sorted(now - stored)
    )


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


def _days(row: WithheldFulfilment) -> Days:
    return row.obligation_id, row.negotiation_id, row.from_on, row.to_on
