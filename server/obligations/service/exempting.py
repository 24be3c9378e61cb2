"""A body's decision that an obligation does not bind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import FieldFault, refuse
from server.kit.period import day_fault
from server.kit.store.act import Outcome, act
from server.kit.texts import text_fault
from server.obligations.models import Exemption, Obligation
from server.obligations.service.loading import load, own


@dataclass(frozen=True)
class ExemptionInput:
    """Which body decided, when, why, and from which day they are not bound."""

    from_on: date
    decided_by: str
    decided_on: date
    reason: str


async def exempt_obligation(
    by: Actor, today: date, obligation: int, expected: int | None, given: ExemptionInput
) -> Outcome:
    """Record a body's decision that the obligation does not bind.

    Raises NotFound, NotAllowed, Conflict and InvalidInput: a decision has been made by the day it
    is recorded, takes effect within the period, and is the only one.
    """
    async with act("exempt_obligation", by, at=now(), today=today) as opened:
        row, parties = await load(obligation, bearing=True)
        policy.require(by, policy.EXEMPT_OBLIGATION, parties=parties)
        refuse(*_exemption_faults(given, row, today), await _other_exemption(row))
        exemption = await opened.create(
            Exemption,
            obligation_id=row.id,
            recorded_by_id=await own(by),
            from_on=given.from_on,
            decided_by=given.decided_by.strip(),
            decided_on=given.decided_on,
            reason=given.reason.strip(),
            recorded_on=today,
        )
        await opened.change(row, expected)
        return opened.done(Outcome(("Obligation", row.id), facts={"exemption": exemption.id}))


async def _other_exemption(row: Obligation) -> FieldFault | None:
    standing = Exemption.filter(obligation_id=row.id, withdrawn_on__isnull=True)
    other = await standing.order_by("id").first()
    if other is None:
        return None
    facts = {"decided_by": other.decided_by, "day": other.decided_on.isoformat()}
    return FieldFault(("obligation",), "ALREADY_EXEMPT", facts)


def _exemption_faults(given: ExemptionInput, row: Obligation, today: date) -> list[FieldFault]:
    faults = [
        text_fault("decidedBy", given.decided_by, longest=300),
        text_fault("reason", given.reason, longest=4000),
        day_fault("fromOn", given.from_on),
        day_fault("decidedOn", given.decided_on),
    ]
    if given.decided_on > today:
        day = given.decided_on.isoformat()
        faults.append(FieldFault(("decidedOn",), "IN_THE_FUTURE", {"day": day}))
    starts_on = row.starts_on.isoformat()
    if row.ends_on is None and given.from_on < row.starts_on:
        faults.append(FieldFault(("fromOn",), "BEFORE_PERIOD", {"startsOn": starts_on}))
    elif row.ends_on is not None and not row.starts_on <= given.from_on <= row.ends_on:
        period = {"startsOn": starts_on, "endsOn": row.ends_on.isoformat()}
        faults.append(FieldFault(("fromOn",), "OUTSIDE_PERIOD", period))
    return [fault for fault in faults if fault is not None]
