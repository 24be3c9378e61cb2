"""The acts on obligations: linking evidence, exempting, and stating since when a record is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q

from server.identity import policy
from server.identity.actor import Actor
from server.identity.models import Membership
from server.kit.clock import now
from server.kit.errors import FieldFault, InvalidInput, NotFound
from server.kit.partial_date import PartialDate
from server.kit.store.act import Act, Outcome, act, lock
from server.kit.store.columns import ids
from server.kit.texts import text_fault, url_fault
from server.obligations import generation, standings
from server.obligations.models import Exemption, LinkedEvidence, Obligation, RecordKeeping
from server.register.models import CountyMembership, Organisation, RegisterChange


@dataclass(frozen=True)
class EvidenceInput:
    """A dated source that shows a negotiation took place, and why it does."""

    title: str
    dated: PartialDate
    reason: str
    url: str | None = None


async def link_evidence(
    by: Actor, today: date, obligation: int, expected: int | None, given: EvidenceInput
) -> Outcome:
    """Link a dated source to an obligation of which the actor's organisation is a party.

    Raises NotFound, NotAllowed, Conflict when the obligation has changed, and InvalidInput when
    the source is dated in the future or a text cannot be read.
    """
    async with act("link_evidence", by, at=now(), today=today) as opened:
        row, parties = await _load(obligation)
        policy.require(by, policy.LINK_EVIDENCE, parties=parties)
        _refuse(_evidence_faults(given, today))
        evidence = await opened.create(
            LinkedEvidence,
            obligation_id=row.id,
            recorded_by_id=await _own(by),
            title=given.title.strip(),
            url=given.url,
            dated_on=given.dated.value,
            dated_precision=given.dated.precision.value,
            reason=given.reason.strip(),
            recorded_on=today,
        )
        await opened.change(row, expected)
        warnings = _outside(row, given.dated)
        return opened.done(
            Outcome(("Obligation", row.id), warnings, facts={"evidence": evidence.id})
        )


async def withdraw_evidence(by: Actor, today: date, evidence: int, expected: int) -> Outcome:
    """Take back evidence that the actor's own organisation linked; the row stays, withdrawn.

    Raises NotFound, NotAllowed and Conflict.
    """
    async with act("withdraw_evidence", by, at=now(), today=today) as opened:
        found = await LinkedEvidence.get_or_none(id=evidence)
        if found is None:
            raise NotFound(type="LinkedEvidence")
        row, _ = await _load(found.obligation_id)
        owner = await Organisation.get(id=found.recorded_by_id)
        policy.require(by, policy.EDIT_OWN_ROW, owner=owner.organisation_code)
        if found.withdrawn_on is None:
            await opened.change(found, expected, withdrawn_on=today)
            await opened.change(row)
        return opened.done(Outcome(("Obligation", row.id), facts={"evidence": found.id}))


@dataclass(frozen=True)
class ExemptionInput:
    """Which body decided, when, why, and from which day the pair is not bound."""

    from_on: date
    decided_by: str
    decided_on: date
    reason: str


async def exempt_obligation(
    by: Actor, today: date, obligation: int, expected: int | None, given: ExemptionInput
) -> Outcome:
    """Record a body's decision that the obligation does not bind the pair.

    Raises NotFound, NotAllowed, Conflict and InvalidInput: a decision has been made by the day it
    is recorded, and takes effect within the period.
    """
    async with act("exempt_obligation", by, at=now(), today=today) as opened:
        row, parties = await _load(obligation)
        policy.require(by, policy.EXEMPT_OBLIGATION, parties=parties)
        _refuse(_exemption_faults(given, row, today))
        exemption = await opened.create(
            Exemption,
            obligation_id=row.id,
            recorded_by_id=await _own(by),
            from_on=given.from_on,
            decided_by=given.decided_by.strip(),
            decided_on=given.decided_on,
            reason=given.reason.strip(),
            recorded_on=today,
        )
        await opened.change(row, expected)
        return opened.done(Outcome(("Obligation", row.id), facts={"exemption": exemption.id}))


async def state_record_complete(by: Actor, today: date, starts_on: date) -> Outcome:
    """State that the actor's own organisation's record here is complete from a day on.

    Without it, silence is not neglect: obligations without evidence have no record. Raises
    NotAllowed, and InvalidInput for a day to come.
    """
    async with act("state_record_complete", by, at=now(), today=today) as opened:
        policy.require(by, policy.STATE_RECORD_KEEPING, owner=by.organisation)
        if starts_on > today:
            raise InvalidInput.of("startsOn", "IN_THE_FUTURE", day=starts_on.isoformat())
        own = await _own(by)
        keeping = await opened.create(
            RecordKeeping,
            organisation_id=own,
            basis="STATED",
            starts_on=starts_on,
            stated_on=today,
        )
        return opened.done(Outcome(("Organisation", own), facts={"keeping": keeping.id}))


async def turn_day(by: Actor, today: date) -> int:
    """Make the obligations of a term that has begun and extend standings to the horizon.

    States themselves need no turning: their spans were stored ahead. Returns how many changed.
    """
    async with act("turn_day", by, at=now(), today=today) as opened:
        await generation.regenerate(opened)
        changed = await standings.rewrite(opened, await ids(Obligation.all()))
        opened.done(Outcome(facts={"changed": changed}))
        return changed


async def refresh_touched(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations that an act made or changed."""
    await standings.rewrite(opened, {each for each in touched if not _judged(opened, each)})


def _judged(opened: Act, obligation: int) -> bool:
    """Was the obligation touched only by judging it?"""
    before = opened.touches["Obligation", obligation].before
    return before is not None and before.keys() == {"standing"}


async def refresh_evidence(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations whose linked evidence changed."""
    await standings.rewrite(
        opened, await ids(LinkedEvidence.filter(id__in=touched), "obligation_id")
    )


async def refresh_exemptions(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations whose exemption changed."""
    await standings.rewrite(opened, await ids(Exemption.filter(id__in=touched), "obligation_id"))


async def refresh_keepings(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of everything an organisation bears when its record-keeping changes."""
    rows = await RecordKeeping.filter(id__in=touched)
    await _rewrite_borne(opened, {row.organisation_id for row in rows})


async def refresh_members(opened: Act, touched: frozenset[int]) -> None:
    """An organisation keeps its record here from the day its first member was admitted."""
    for member in await Membership.filter(id__in=touched).order_by("starts_on", "id"):
        own = await Organisation.get_or_none(organisation_code=member.organisation_code)
        if own is None or await RecordKeeping.filter(organisation_id=own.id).exists():
            continue
        await opened.create(
            RecordKeeping,
            organisation_id=own.id,
            basis="MEMBER",
            starts_on=member.starts_on,
            stated_on=opened.today,
        )


async def refresh_negotiations(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of the parties of negotiations that an act touched.

    A successor is judged with its predecessors' meetings in sight, so it is rewritten too.
    """
    rows = await Organisation.filter(negotiation_places__negotiation_id__in=touched).distinct()
    judged = {row.id for row in rows} | {row.successor_id for row in rows if row.successor_id}
    await standings.rewrite(opened, await ids(Obligation.filter(municipality_id__in=judged)))


async def refresh_organisations(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when organisations change: see ``_follow``."""
    rows = await Organisation.filter(id__in=touched)
    for row in rows:
        before = opened.touches["Organisation", row.id].before
        if before is not None and before["sort_fi"] != row.sort_fi:
            await Obligation.filter(municipality_id=row.id).update(sort_fi=row.sort_fi)
    await _follow(opened, {row.id for row in rows})


async def refresh_county_memberships(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when municipalities join, move or leave: see ``_follow``."""
    rows = CountyMembership.filter(id__in=touched)
    await _follow(opened, await ids(rows, "municipality_id"))


async def refresh_register_changes(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when a merger or a move is recorded: see ``_follow``."""
    rows = await RegisterChange.filter(id__in=touched)
    others = {row.other_id for row in rows if row.other_id is not None}
    await _follow(opened, {row.organisation_id for row in rows} | others)


async def refresh_everything(opened: Act, touched: frozenset[int]) -> None:
    """Make what a new rule or a new term asks of the whole country."""
    await generation.regenerate(opened)


async def _follow(opened: Act, organisations: set[int]) -> None:
    """Make obligations for new pairs and judge again those of changed ones.

    Successors are judged with their predecessors in sight, and what ended names what it led to.
    What is made here is touched, and judged as such in the next round.
    """
    successors = Organisation.filter(id__in=organisations, successor_id__not_isnull=True)
    judged = organisations | await ids(successors, "successor_id")
    judged |= await ids(RegisterChange.filter(other_id__in=organisations), "organisation_id")
    made = await generation.regenerate(opened, judged)
    await _rewrite_borne(opened, judged, but=made)


async def _rewrite_borne(
    opened: Act, organisations: set[int], but: Collection[int] = frozenset()
) -> None:
    borne = Obligation.filter(Q(county_id__in=organisations) | Q(municipality_id__in=organisations))
    await standings.rewrite(opened, await ids(borne) - set(but))


async def _load(obligation: int) -> tuple[Obligation, list[str]]:
    row = (await lock(Obligation, obligation))[0]
    pair = await Organisation.filter(id__in=[row.county_id, row.municipality_id])
    return row, [each.organisation_code for each in pair]


async def _own(by: Actor) -> int:
    return (await Organisation.get(organisation_code=by.organisation)).id


def _refuse(faults: list[FieldFault]) -> None:
    if faults:
        raise InvalidInput(*faults)


def _evidence_faults(given: EvidenceInput, today: date) -> list[FieldFault]:
    faults = [
        text_fault("title", given.title, longest=300),
        text_fault("reason", given.reason, longest=4000),
        url_fault("url", given.url),
    ]
    if given.dated.first_day() > today:
        day = given.dated.first_day().isoformat()
        faults.append(FieldFault(("dated",), "IN_THE_FUTURE", {"day": day}))
    return [fault for fault in faults if fault is not None]


def _exemption_faults(given: ExemptionInput, row: Obligation, today: date) -> list[FieldFault]:
    faults = [
        text_fault("decidedBy", given.decided_by, longest=300),
        text_fault("reason", given.reason, longest=4000),
    ]
    if given.decided_on > today:
        day = given.decided_on.isoformat()
        faults.append(FieldFault(("decidedOn",), "IN_THE_FUTURE", {"day": day}))
    if not row.starts_on <= given.from_on <= row.ends_on:
        period = {"startsOn": row.starts_on.isoformat(), "endsOn": row.ends_on.isoformat()}
        faults.append(FieldFault(("fromOn",), "OUTSIDE_PERIOD", period))
    return [fault for fault in faults if fault is not None]


def _outside(row: Obligation, dated: PartialDate) -> tuple[dict[str, object], ...]:
    """A source dated outside the period is kept, with a warning: it fulfils nothing."""
    if row.starts_on <= dated.first_day() and dated.last_day() <= row.ends_on:
        return ()
    facts = {"startsOn": row.starts_on.isoformat(), "endsOn": row.ends_on.isoformat()}
    return ({"code": "EVIDENCE_OUTSIDE", "facts": facts},)
