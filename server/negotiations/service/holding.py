"""Recording that a negotiation was held, with attendance, and cancelling one that will not be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput, refuse, within
from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.kit.store.act import Act, Outcome, act
from server.kit.store.selects import day, select
from server.kit.texts import text_fault
from server.negotiations import matter as matters
from server.negotiations import parties, rules, twins
from server.negotiations.inputs import (
    LONGEST_TEXT,
    MOST_PARTIES,
    HeldInput,
    PlanInput,
)
from server.negotiations.models import Attendance, Negotiation
from server.negotiations.papers.service import memo
from server.negotiations.service.planning import create
from server.register import lookup
from server.register.models import Organisation


async def record_negotiation_held(
    by: Actor,
    today: date,
    given: HeldInput,
    *,
    negotiation: int | None = None,
    expected: int | None = None,
    plan: PlanInput | None = None,
) -> Outcome:
    """Record that a negotiation took place and who was present.

    Names a planned ``negotiation``, or gives a ``plan`` for a meeting not on record before; one
    joint meeting serves everyone present. Recording again corrects the attendance and,
    by the keeper alone, what the parties share: the day, the place, the memo. Nobody overrules
    what another said of its own presence. Raises NotFound, NotAllowed, Conflict, and InvalidInput:
    a meeting in the future, nobody present, a party both present and absent, unknown codes, one
    that was cancelled, a memo of one that is withheld.
    """
    async with act("record_negotiation_held", by, at=now(), today=today) as opened:
        given.check(today)
        warnings: matters.Warnings = ()
        found: list[int] = []
        known: tuple[Organisation, ...] = ()
        if negotiation is None:
            if plan is None:
                raise InvalidInput.of("negotiation", "REQUIRED")
            with within("plan"):
                plan.check()
                day, memo_url = given.held.first_day(), given.memo_url
                called = await parties.called(by, plan, day)
                found = await twins.of_plan(by, plan, called, held=day, memo=memo_url)
                if found and plan.unless_twin:
                    return opened.done(Outcome(facts={"twins": found}))
                row, warnings = await create(opened, by, plan, called, held=True)
                known = called.everyone
            negotiation = row.id
        matter = await matters.load(by, negotiation, known)
        policy.require(by, policy.REPORT_FACT, parties=matter.codes)
        if matter.row.held_on is not None and await _differs(matter.row, given):
            policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        warnings += await _recorded(opened, by, matter, given, expected)
        warnings += twins.warning(found)
        return opened.done(Outcome(("Negotiation", negotiation), warnings, facts={"twins": found}))


async def _recorded(
    opened: Act,
    by: Actor,
    matter: matters.Matter,
    given: HeldInput,
    expected: int | None,
) -> matters.Warnings:
    """Write who was there and that it was held; what is untidy about it."""
    own = matter.party(by.organisation or "") or await lookup.own(by.organisation)
    known = await matters.facts(matter)
    if given.memo_url is not None:
        matters.weigh("memoUrl", rules.check_shown(known))
    unexpected = await _attendance(opened, by, matter, own, given)
    there, spans = await _presences(matter.row.id)
    found = matters.weigh(
        "heldOn",
        rules.check_held(known, given.held, opened.today, there),
        rules.check_in_being(given.held, spans),
    )
    void = await _held(opened, matter, own, given, expected)
    return (*unexpected, *found, *void)


async def _differs(row: Negotiation, given: HeldInput) -> bool:
    """Is something else said than is on record of what the parties of a held meeting share?"""
    link = await memo.link_of(row.id)
    shared = ((given.place, row.place), (given.mode, row.mode), (given.memo_url, link))
    return (given.held.value, given.held.precision.value) != (
        row.held_on,
        row.held_precision,
    ) or any(said is not None and said != stored for said, stored in shared)


async def _held(
    opened: Act,
    matter: matters.Matter,
    own: Organisation,
    given: HeldInput,
    expected: int | None,
) -> matters.Warnings:
    kind = "HELD" if matter.row.held_on is None else "CORRECTED"
    day = given.held.first_day()
    on = day if kind == "HELD" else opened.today
    await matters.add_event(opened, matter.row, kind, on=on, by=own.id, day=day)
    unconfirmed = await _unconfirm(matter, given.held)
    optional = {"place": given.place, "mode": given.mode}
    await matters.settle(
        opened,
        matter,
        expected,
        held_on=given.held.value,
        held_precision=given.held.precision.value,
        **{name: value for name, value in optional.items() if value is not None},
    )
    if given.memo_url is None:
        return unconfirmed
    return (*unconfirmed, *await memo.publish(opened, matter, own, given.memo_url))


async def _unconfirm(matter: matters.Matter, held: PartialDate) -> matters.Warnings:
    """Ask those anew who confirmed their presence on other days than it is now said to be."""
    before = matters.held_of(matter.row)
    if before is None:
        return ()
    said = Period(before.first_day(), before.last_day())
    if said.covers(Period(held.first_day(), held.last_day())):
        return ()
    confirmed = [row for row in await _stored(matter.row.id) if row.confirmed_on is not None]
    for row in confirmed:
        row.confirmed_on = None
        row.provenance = matters.provenance(row)
        await row.save()
    asked = [matter.organisations[row.organisation_id].organisation_code for row in confirmed]
    return tuple(
        {"code": "CONFIRMED_ANOTHER_DAY", "facts": {"organisation": each}} for each in asked
    )


async def _attendance(
    opened: Act, by: Actor, matter: matters.Matter, own: Organisation, given: HeldInput
) -> matters.Warnings:
    """Write who was there; those who were not called become parties, with a warning.

    To a withheld record only its keeper's recorder brings parties, for they see it.
    """
    present = await parties.named(given.present, "present")
    absent = await parties.named(given.absent, "absent")
    said = {row.id: (row, True) for row in present} | {row.id: (row, False) for row in absent}
    county = matter.county
    if county is not None and county.id not in said:
        said = {county.id: (county, given.county_present), **said}
    elif county is not None and said[county.id][1] and not given.county_present:
        code = county.organisation_code
        raise InvalidInput.of("countyPresent", "PRESENT_AND_ABSENT", code=code)
    if own.id not in said:
        raise InvalidInput.of(
            "present", "OWN_ORGANISATION_LEFT_OUT", organisation=own.organisation_code
        )
    uncalled = [row for row, _ in said.values() if row.id not in matter.parties]
    if uncalled and matter.withheld:
        policy.require(by, policy.WITHHOLD_RECORD, keeper=matter.keeper)
    if len(matter.parties) + len(uncalled) > MOST_PARTIES:
        raise InvalidInput.of("present", "TOO_MANY", most=MOST_PARTIES)
    await parties.check_voice(
        own, uncalled, given.held.first_day(), under_rules=await matters.has_rules(matter.row)
    )
    await matters.add_parties(matter.row, uncalled)
    stored = {row.organisation_id: row for row in await _stored(matter.row.id)}
    said |= {row.id: (row, False) for row in _silent(matter, own, {*said, *stored})}
    new = []
    for organisation, was_there in said.values():
        row = stored.get(organisation.id) or Attendance(
            negotiation_id=matter.row.id,
            organisation_id=organisation.id,
            sort_fi=organisation.sort_fi,
        )
        if _says(row, own, organisation, was_there, _note(given, organisation)):
            row.recorded_on = opened.today
            row.provenance = matters.provenance(row)
            if organisation.id in stored:
                await row.save()
            else:
                new.append(row)
    await Attendance.bulk_create(new)
    return tuple(
        {"code": "WAS_NOT_CALLED", "facts": {"organisation": row.organisation_code}}
        for row in uncalled
    )


def _note(given: HeldInput, organisation: Organisation) -> str | None:
    """The remark on an organisation, by the code it was given under; None when there is none."""
    whole = given.notes.get(organisation.organisation_code)
    return given.notes.get(organisation.code) if whole is None else whole


async def _stored(negotiation: int) -> list[Attendance]:
    return await Attendance.filter(negotiation_id=negotiation)


async def _presences(
    negotiation: int,
) -> tuple[dict[str, bool], dict[str, tuple[date | None, date | None]]]:
    """Who was there, by code; and of those the first and the last day they have been."""
    rows = await select(
        "SELECT o.organisation_code, a.present, o.starts_on, o.ends_on FROM attendance a"
        " JOIN organisation o ON o.id = a.organisation_id WHERE a.negotiation_id = ?"
        " ORDER BY o.sort_fi, o.id",
        negotiation,
    )
    days = {code: (day(first), day(last)) for code, came, first, last in rows if came}
    return {code: bool(came) for code, came, *_ in rows}, days


def _silent(
    matter: matters.Matter, own: Organisation, spoken_of: Collection[int]
) -> list[Organisation]:
    """Parties the convener called and says nothing of, the first time it does: they were absent.

    The keeper convenes, or the county where a municipality keeps the record. A municipality speaks
    of those it names only, and a correction of those it corrects.
    """
    keeper = matter.organisations[matter.row.keeper_id]
    convener = matter.row.county_id if keeper.kind == "MUNICIPALITY" else keeper.id
    if own.id != convener or own.kind == "MUNICIPALITY":
        return []
    return [row for row in matter.called() if row.id not in spoken_of]


def _says(
    row: Attendance, own: Organisation, owner: Organisation, present: bool, note: str | None
) -> bool:
    """Put a statement into a row; whether it says anything new.

    Only who reported it and the party spoken of change a row, and nobody contradicts what that
    party has said itself. Naming someone without a remark leaves a remark that stands. Raises
    InvalidInput at the field the statement came in.
    """
    if row.id is None:
        row.present, row.recorded_by_id, row.note = present, own.id, note or None
        return True
    changes = row.present != present
    remarks = note is not None and (note or None) != row.note
    if not changes and not remarks:
        return False
    if own.id == owner.id:
        _settle(row, own, present)
    else:
        _report_anew(row, own, owner, present)
    row.note = (note or None) if remarks else row.note
    return True


def _settle(row: Attendance, own: Organisation, present: bool) -> None:
    """The party speaks for itself: what was reported of it, and said of that, is over."""
    row.present, row.recorded_by_id = present, own.id
    row.confirmed_on = row.disputed_on = row.dispute_reason = row.withdrawn_on = None


def _report_anew(row: Attendance, own: Organisation, owner: Organisation, present: bool) -> None:
    """The reporter changes its report: freely, or to what a dispute says, which settles it."""
    field, whom = _field(owner, present), owner.organisation_code
    said = None
    if row.present != present:
        said = rules.own_word(
            present=row.present,
            own=row.recorded_by_id == owner.id,
            confirmed_on=row.confirmed_on,
            disputed_on=row.disputed_on,
            withdrawn_on=row.withdrawn_on,
        )
    if said not in (None, present):
        raise InvalidInput.of(field, "THEIR_OWN_WORD", organisation=whom)
    if own.id != row.recorded_by_id:
        raise InvalidInput.of(field, "REPORTED_BY_ANOTHER", organisation=whom)
    if row.present != present:
        # Who disputed the contrary has said what the row says now, on the day of the dispute.
        row.confirmed_on = None if said is None else row.disputed_on
        row.present = present
        row.disputed_on = row.dispute_reason = row.withdrawn_on = None


def _field(owner: Organisation, present: bool) -> str:
    if owner.kind == "COUNTY":
        return "countyPresent"
    return "present" if present else "absent"


async def cancel_negotiation(
    by: Actor, today: date, negotiation: int, expected: int | None, reason: str
) -> Outcome:
    """Cancel a negotiation that was not held; its record stays.

    Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("cancel_negotiation", by, at=now(), today=today) as opened:
        matter = await matters.load(by, negotiation)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        refuse(text_fault("reason", reason, longest=LONGEST_TEXT))
        matters.weigh("negotiation", rules.check_cancel(await matters.facts(matter)))
        own = await lookup.own(by.organisation)
        await matters.add_event(
            opened, matter.row, "CANCELLED", on=today, by=own.id, note=reason.strip()
        )
        await matters.settle(
            opened, matter, expected, cancelled_on=today, cancel_reason=reason.strip()
        )
        return opened.done(Outcome(("Negotiation", matter.row.id)))
