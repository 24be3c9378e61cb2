"""Closing a record on a stated statutory ground, and releasing it again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from server.duties.rules import statute_address
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.codes import plain_line
from server.kit.errors import FieldFault, refuse
from server.kit.store.act import Act, Outcome, act, lock
from server.kit.store.columns import ids
from server.kit.texts import text_fault
from server.negotiations import matter as matters
from server.negotiations import rules
from server.negotiations.inputs import LONGEST_TEXT, not_future
from server.negotiations.models import Negotiation, Withholding
from server.negotiations.papers.service import settling
from server.register import lookup

LONGEST_SECTION = 60
FIRST_GROUND = date(1999, 12, 1)  # The publicity act, 621/1999, came into force.


@dataclass(frozen=True)
class GroundInput:
    """The ground on which a record is closed: a section of a statute, and since which day.

    ``statute`` is number and year, ``621/1999``; ``section`` is as it is cited.
    """

    statute: str
    section: str
    since: date
    reason: str | None = None

    def check(self, today: date) -> None:
        """Raise InvalidInput for what is no ground, one of a day to come or older than the act."""
        statute = text_fault("statute", self.statute, longest=LONGEST_SECTION)
        if statute is None and statute_address(self.statute.strip()) is None:
            statute = FieldFault(("statute",), "NOT_A_STATUTE")
        section = text_fault("section", self.section, longest=LONGEST_SECTION)
        if section is None and not any(sign.isdecimal() for sign in self.section):
            section = FieldFault(("section",), "NOT_A_SECTION")
        refuse(
            statute,
            section,
            _too_old(self.since) or not_future("since", self.since, today),
            text_fault("reason", self.reason, longest=LONGEST_TEXT, required=False),
        )

    @property
    def cited(self) -> str:
        """Statute and section, as a sentence names them."""
        return f"{self.statute.strip()} {plain_line(self.section)}"


def _too_old(since: date) -> FieldFault | None:
    if since >= FIRST_GROUND:
        return None
    facts = {"earliest_on": FIRST_GROUND.isoformat()}
    return FieldFault(("since",), "BEFORE_ANY_GROUND", facts)


async def withhold_record(
    by: Actor, today: date, negotiation: int, expected: int | None, given: GroundInput
) -> Outcome:
    """Close a negotiation on a statutory ground: from now on nobody but its parties sees it.

    With it go its agenda, minutes, decisions and actions, and the records merged into it; no
    public status, count or search rests on it. One that is closed already is closed on the new
    ground. By the keeper's recorder. Raises NotFound, NotAllowed, Conflict and InvalidInput: no
    ground, a day to come, one that another record tells of.
    """
    async with act("withhold_record", by, at=now(), today=today) as opened:
        matter = await _kept(by, negotiation)
        given.check(today)
        matters.weigh("record", rules.check_open(await matters.facts(matter)))
        own = (await lookup.own(by.organisation)).id
        async for each in _with_merged(matter):
            await _end(opened, each)
            await opened.create(
                Withholding,
                audience=" ".join(each.codes),
                negotiation_id=each.row.id,
                statute=given.statute.strip(),
                section=plain_line(given.section),
                reason=(given.reason or "").strip() or None,
                since_on=given.since,
                recorded_by_id=own,
                recorded_on=today,
            )
            each.withheld = True
            await matters.add_event(
                opened, each.row, "WITHHELD", on=given.since, by=own, note=given.cited
            )
            await _settle(opened, each, expected if each is matter else None)
        return opened.done(Outcome(("Negotiation", negotiation)))


async def release_record(by: Actor, today: date, negotiation: int, expected: int | None) -> Outcome:
    """Lift the ground on which a negotiation is closed; what was public is public again.

    By the keeper's recorder. Raises NotFound, NotAllowed, Conflict and InvalidInput for one that
    is not closed.
    """
    async with act("release_record", by, at=now(), today=today) as opened:
        matter = await _kept(by, negotiation)
        matters.weigh("record", rules.check_release(await matters.facts(matter)))
        own = (await lookup.own(by.organisation)).id
        async for each in _with_merged(matter):
            await _end(opened, each)
            each.withheld = False
            await matters.add_event(opened, each.row, "RELEASED", on=today, by=own)
            await _settle(opened, each, expected if each is matter else None)
        return opened.done(Outcome(("Negotiation", negotiation)))


async def _kept(by: Actor, negotiation: int) -> matters.Matter:
    await lock(Negotiation, negotiation, *await _merged_into(negotiation))
    matter = await matters.load(by, negotiation)
    policy.require(by, policy.WITHHOLD_RECORD, keeper=matter.keeper)
    return matter


async def _with_merged(matter: matters.Matter) -> AsyncIterator[matters.Matter]:
    """The record and all that were ever merged into it."""
    yield matter
    for number in sorted(await _merged_into(matter.row.id)):
        yield await matters.locked(number)


async def _merged_into(negotiation: int) -> set[int]:
    found: set[int] = set()
    latest = {negotiation}
    while latest:
        latest = await ids(Negotiation.filter(merged_into_id__in=latest)) - found
        found |= latest
    return found


async def _end(opened: Act, matter: matters.Matter) -> None:
    """Note that the ground on which a record is closed, if it is, holds no longer."""
    row = await matters.withholding_of(matter.row.id)
    if row is not None:
        seen = " ".join(matter.codes)
        await opened.change(row, audience=(seen, seen), released_on=opened.today)


async def _settle(opened: Act, matter: matters.Matter, expected: int | None) -> None:
    await matters.settle(opened, matter, expected)
    await settling.cover(opened, matter)
