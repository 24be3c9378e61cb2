"""Since when an organisation's record here is complete."""

from __future__ import annotations

from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput, NotFound
from server.kit.store.act import Outcome, act, lock
from server.obligations.models import RecordKeeping
from server.obligations.service.loading import own
from server.register.models import Organisation

EARLIEST = date(2021, 7, 1)
"""The day 611/2021 came into force; no rule of the catalogue binds anyone before it."""


async def state_record_complete(by: Actor, today: date, starts_on: date) -> Outcome:
    """State that the actor's own organisation's record here is complete from a day on.

    Without it, silence is not neglect: obligations without evidence have no record. Raises
    NotAllowed, and InvalidInput for a day to come and for one before any rule was in force.
    """
    async with act("state_record_complete", by, at=now(), today=today) as opened:
        policy.require(by, policy.STATE_RECORD_KEEPING, owner=by.organisation)
        if starts_on > today:
            raise InvalidInput.of("startsOn", "IN_THE_FUTURE", day=starts_on.isoformat())
        if starts_on < EARLIEST:
            raise InvalidInput.of("startsOn", "BEFORE_ANY_RULE", day=EARLIEST.isoformat())
        organisation = await own(by)
        keeping = await opened.create(
            RecordKeeping,
            organisation_id=organisation,
            basis="STATED",
            starts_on=starts_on,
            stated_on=today,
        )
        return opened.done(Outcome(("Organisation", organisation), facts={"keeping": keeping.id}))


async def withdraw_record_statement(
    by: Actor, today: date, statement: int, expected: int | None
) -> Outcome:
    """Take back a statement that the actor's own organisation's record is complete.

    The row stays, withdrawn, and counts on no day. That the organisation took the record into use
    with its first member is no statement and stays. Raises NotFound, NotAllowed and Conflict.
    """
    async with act("withdraw_record_statement", by, at=now(), today=today) as opened:
        row = (await lock(RecordKeeping, statement))[0]
        owner = await Organisation.get(id=row.organisation_id)
        policy.require(by, policy.STATE_RECORD_KEEPING, owner=owner.organisation_code)
        if row.basis != "STATED":
            raise NotFound(type="RecordKeeping")
        if row.withdrawn_on is None:
            await opened.change(row, expected, withdrawn_on=today)
        return opened.done(Outcome(("Organisation", owner.id), facts={"keeping": row.id}))
