"""What a party says of the presence that another has recorded for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput, NotFound, refuse
from server.kit.provenance import Provenance
from server.kit.store.act import Outcome, act
from server.kit.texts import text_fault
from server.negotiations import matter as matters
from server.negotiations import rules
from server.negotiations.inputs import LONGEST_TEXT
from server.negotiations.models import Attendance
from server.register import lookup


async def confirm_report(by: Actor, today: date, attendance: int, expected: int | None) -> Outcome:
    """Confirm what another organisation recorded of our presence.

    Raises NotFound, NotAllowed, Conflict and InvalidInput when it is our own word already.
    """

    async def confirm(row: Attendance) -> str:
        row.confirmed_on = today
        row.disputed_on = row.dispute_reason = row.withdrawn_on = None
        return "CONFIRMED"

    return await _said("confirm_report", by, today, (attendance, expected), confirm)


async def dispute_report(
    by: Actor, today: date, attendance: int, expected: int | None, reason: str
) -> Outcome:
    """Dispute what another organisation recorded of our presence, with a reason all can read.

    Until withdrawn, the obligation of a disputed pair is in progress. Raises as
    ``confirm_report``.
    """

    async def dispute(row: Attendance) -> str:
        refuse(text_fault("reason", reason, longest=LONGEST_TEXT))
        # A dispute that stands has stood since its first day, whatever reason is added.
        if row.provenance != Provenance.DISPUTED:
            row.disputed_on = today
        row.dispute_reason = reason.strip()
        row.confirmed_on = row.withdrawn_on = None
        return "DISPUTED"

    return await _said("dispute_report", by, today, (attendance, expected), dispute)


async def withdraw_dispute(
    by: Actor, today: date, attendance: int, expected: int | None
) -> Outcome:
    """Withdraw our dispute; what was recorded counts again. Raises as ``confirm_report``."""

    async def withdraw(row: Attendance) -> str:
        if row.provenance != Provenance.DISPUTED:
            raise InvalidInput.of("attendance", "NOT_DISPUTED")
        row.withdrawn_on = today
        return "DISPUTE_WITHDRAWN"

    return await _said("withdraw_dispute", by, today, (attendance, expected), withdraw)


async def _said(
    name: str,
    by: Actor,
    today: date,
    target: tuple[int, int | None],
    say: Callable[[Attendance], Awaitable[str]],
) -> Outcome:
    attendance, expected = target
    async with act(name, by, at=now(), today=today) as opened:
        found = await Attendance.get_or_none(id=attendance)
        if found is None:
            raise NotFound(type="Attendance")
        matter = await matters.load(by, found.negotiation_id)
        await found.refresh_from_db()  # the lock on the negotiation guards its rows
        owner = matter.organisations[found.organisation_id]
        policy.require(by, policy.CONFIRM_OR_DISPUTE, owner=owner.organisation_code)
        matters.weigh("attendance", rules.check_open(await matters.facts(matter)))
        if found.recorded_by_id == found.organisation_id:
            raise InvalidInput.of("attendance", "OWN_STATEMENT")
        kind = await say(found)
        found.provenance = matters.provenance(found)
        await found.save()
        own = await lookup.own(by.organisation)
        await matters.add_event(
            opened,
            matter.row,
            kind,
            on=today,
            by=own.id,
            organisation=owner.id,
            note=found.dispute_reason if kind == "DISPUTED" else None,
        )
        await matters.settle(opened, matter, expected)
        return opened.done(Outcome(("Negotiation", matter.row.id)))
