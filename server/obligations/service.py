"""The acts on obligations: linking evidence, exempting, and stating since when a record is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import FieldFault, InvalidInput, NotFound
from server.kit.partial_date import PartialDate
from server.kit.store.act import Act, Outcome, act, lock
from server.kit.store.columns import ids
from server.kit.texts import text_fault, url_fault
from server.obligations import generation, standings
from server.obligations.models import Exemption, LinkedEvidence, Obligation, RecordKeeping
from server.register.models import Organisation


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
        made = await generation.regenerate(opened)
        return made + await standings.rewrite(opened, await ids(Obligation.all()))


async def refresh_touched(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations that an act touched."""
    await standings.rewrite(opened, touched)


async def refresh_keepings(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of everything an organisation bears when its record-keeping changes."""
    rows = await RecordKeeping.filter(id__in=touched)
    await _rewrite_borne(opened, {row.organisation_id for row in rows})


async def refresh_negotiations(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of the parties of negotiations that an act touched.

    A successor is judged with its predecessors' meetings in sight, so it is rewritten too.
    """
    rows = await Organisation.filter(negotiation_places__negotiation_id__in=touched).distinct()
    judged = {row.id for row in rows} | {row.successor_id for row in rows if row.successor_id}
    await standings.rewrite(opened, await ids(Obligation.filter(municipality_id__in=judged)))


async def refresh_organisations(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register: make obligations for new pairs and judge again those of changed ones."""
    rows = await Organisation.filter(id__in=touched)
    judged = {row.id for row in rows} | {row.successor_id for row in rows if row.successor_id}
    await generation.regenerate(opened, judged)
    await _rewrite_borne(opened, judged)


async def _rewrite_borne(opened: Act, organisations: set[int]) -> None:
    borne = Obligation.filter(Q(county_id__in=organisations) | Q(municipality_id__in=organisations))
    await standings.rewrite(opened, await ids(borne))


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
