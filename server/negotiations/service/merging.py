"""One matter, one record: merging twins and handing a record over, with the other's acceptance."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput, NotFound
from server.kit.store.act import Act, Outcome, act
from server.negotiations import carrying, rules
from server.negotiations import matter as matters
from server.negotiations.models import RecordProposal
from server.negotiations.papers.service import carrying as papers
from server.negotiations.papers.service.settling import follows_of
from server.register import lookup

MERGE, HANDOVER = "MERGE", "HANDOVER"


async def merge_records(
    by: Actor, today: date, negotiation: int, expected: int | None, into: int
) -> Outcome:
    """Merge a record into another of the same matter; at once when one keeps both.

    Otherwise it is put to the other keeper, whose recorder accepts or declines. Both ids stay and
    both histories; what the kept record lacks is taken from the other, papers too, and only the
    kept one counts. By an editor of either keeper. Raises NotFound, NotAllowed, Conflict and
    InvalidInput.
    """
    async with act("merge_records", by, at=now(), today=today) as opened:
        if negotiation == into:
            raise InvalidInput.of("into", "SAME_RECORD")
        gone, kept = await _pair(by, negotiation, into)
        own = kept if kept.keeper == by.organisation else gone
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=own.keeper)
        warnings = matters.weigh("into", await _check(gone, kept))
        if gone.keeper == kept.keeper:
            await _merge(opened, by, gone, kept, expected)
            return opened.done(Outcome(("Negotiation", kept.row.id), warnings))
        asked = gone.keeper if own is kept else kept.keeper
        await _propose(opened, by, gone, MERGE, asked, into=kept.row.id)
        await matters.settle(opened, gone, expected)
        return opened.done(Outcome(("Negotiation", gone.row.id), (*warnings, _awaits(asked))))


async def hand_over_record(
    by: Actor, today: date, negotiation: int, expected: int | None, to: str
) -> Outcome:
    """Ask another party to keep the record from now on; it does once its recorder accepts.

    By an editor of the keeper. Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("hand_over_record", by, at=now(), today=today) as opened:
        matter = await matters.load(by, negotiation)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        matters.weigh("negotiation", rules.check_open(await matters.facts(matter)))
        organisation = matter.party(to)
        if organisation is None or to == matter.keeper:
            raise InvalidInput.of("to", "NOT_ANOTHER_PARTY", code=to)
        if matter.row.kind == rules.NegotiationKind.STEERING and organisation.kind != "MINISTRY":
            raise InvalidInput.of("to", "KEPT_BY_A_MINISTRY")
        await _propose(opened, by, matter, HANDOVER, to)
        await matters.settle(opened, matter, expected)
        return opened.done(Outcome(("Negotiation", matter.row.id), (_awaits(to),)))


async def accept_proposal(by: Actor, today: date, proposal: int, expected: int | None) -> Outcome:
    """Accept a merge or a handover put to us. By our recorder.

    Raises NotFound, NotAllowed, Conflict, and InvalidInput for what has been settled already.
    """
    async with act("accept_proposal", by, at=now(), today=today) as opened:
        row, matter, kept = await _open(by, proposal)
        if row.kind == HANDOVER:
            matters.weigh("proposal", rules.check_open(await matters.facts(matter)))
            own = await lookup.own(by.organisation)
            await matters.add_event(
                opened, matter.row, "HANDED_OVER", on=today, by=own.id, organisation=own.id
            )
            await _settle(row, today, accepted=True)
            await matters.settle(opened, matter, expected, keeper_id=own.id)
            return opened.done(Outcome(("Negotiation", matter.row.id)))
        if kept is None:
            raise NotFound(type="Negotiation")
        warnings = matters.weigh("proposal", await _check(matter, kept))
        await _settle(row, today, accepted=True)
        await _merge(opened, by, matter, kept, expected)
        return opened.done(Outcome(("Negotiation", kept.row.id), warnings))


async def decline_proposal(by: Actor, today: date, proposal: int, expected: int | None) -> Outcome:
    """Decline a merge or a handover put to us; nothing else changes. Raises as for accepting."""
    async with act("decline_proposal", by, at=now(), today=today) as opened:
        row, matter, _ = await _open(by, proposal)
        await _settle(row, today, accepted=False)
        await matters.settle(opened, matter, expected)
        return opened.done(Outcome(("Negotiation", matter.row.id)))


async def _pair(by: Actor, one: int, other: int) -> tuple[matters.Matter, matters.Matter]:
    """Both records, locked in the order of their ids, in the order they were named."""
    found = {number: await matters.load(by, number) for number in sorted((one, other))}
    return found[one], found[other]


async def _check(gone: matters.Matter, kept: matters.Matter) -> Any:
    return rules.check_merge(await matters.facts(gone), await matters.facts(kept))


async def _propose(
    opened: Act,
    by: Actor,
    matter: matters.Matter,
    kind: str,
    asked: str,
    *,
    into: int | None = None,
) -> None:
    waiting = RecordProposal.filter(negotiation_id=matter.row.id, settled_on__isnull=True)
    if await waiting.exists():
        raise InvalidInput.of("negotiation", "PROPOSED_ALREADY")
    await RecordProposal.create(
        kind=kind,
        negotiation_id=matter.row.id,
        into_id=into,
        asked_id=(await lookup.organisation(asked)).id,
        proposed_by_id=(await lookup.own(by.organisation)).id,
        proposed_on=opened.today,
    )


def _awaits(organisation: str) -> dict[str, Any]:
    return {"code": "AWAITS_ACCEPTANCE", "facts": {"organisation": organisation}}


async def _open(
    by: Actor, proposal: int
) -> tuple[RecordProposal, matters.Matter, matters.Matter | None]:
    """A proposal put to the actor, with its record and the one it would be merged into."""
    row = await RecordProposal.get_or_none(id=proposal).select_related("asked", "proposed_by")
    ours = () if row is None else (row.asked.organisation_code, row.proposed_by.organisation_code)
    if row is None or by.organisation not in ours:
        raise NotFound(type="RecordProposal")
    kept = None
    if row.into_id is None:
        matter = await matters.load(by, row.negotiation_id)
    else:
        matter, kept = await _pair(by, row.negotiation_id, row.into_id)
    await row.refresh_from_db(fields=["settled_on"])  # the lock on the record guards its proposals
    asked = row.asked.organisation_code
    if kept is not None:
        still = asked if asked in (matter.keeper, kept.keeper) else None
        policy.require(by, policy.ACCEPT_MERGE, keeper=still)
    else:
        policy.require(by, policy.ACCEPT_HANDOVER, owner=asked)
    if row.settled_on is not None:
        raise InvalidInput.of("proposal", "SETTLED_ALREADY")
    return row, matter, kept


async def _settle(row: RecordProposal, today: date, *, accepted: bool) -> None:
    row.settled_on, row.accepted = today, accepted
    await row.save(update_fields=["settled_on", "accepted"])


async def _merge(
    opened: Act,
    by: Actor,
    gone: matters.Matter,
    kept: matters.Matter,
    expected: int | None,
) -> None:
    own = (await lookup.own(by.organisation)).id
    lacking = await carrying.carry(gone, kept)
    await papers.carry(opened, gone, kept)
    for row in (gone.row, kept.row):
        await matters.add_event(opened, row, "MERGED", on=opened.today, by=own)
    follows = await follows_of(kept.row.id)
    await matters.settle(opened, kept, None, **lacking, **follows)
    left = await follows_of(gone.row.id)
    await matters.settle(opened, gone, expected, merged_into_id=kept.row.id, **left)
