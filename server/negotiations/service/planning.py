"""Planning a negotiation, inviting to it, and setting or moving its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import Conflict, InvalidInput, NotFound, refuse
from server.kit.period import day_fault
from server.kit.store.act import Act, Outcome, act, lock
from server.kit.store.columns import ids, texts
from server.negotiations import matter as matters
from server.negotiations import parties, rules, twins
from server.negotiations.catalogue import check_rules
from server.negotiations.inputs import DateInput, PlanInput, Titles
from server.negotiations.models import (
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRound,
    NegotiationRule,
    RoundCounterparty,
    RoundRule,
)
from server.negotiations.papers.service.agenda import open_as_planned
from server.register import lookup
from server.register.models import Organisation


async def plan_negotiation(by: Actor, today: date, given: PlanInput) -> Outcome:
    """Plan a negotiation of a county with municipalities; a draft until someone is invited.

    A day given at once makes it scheduled. The outcome's fact ``twins`` names records that seem to
    tell of the same matter; an outcome about nothing says that it was not saved because of them.
    Raises NotAllowed and InvalidInput.
    """
    async with act("plan_negotiation", by, at=now(), today=today) as opened:
        given.check()
        called = await parties.called(by, given, given.meets_on or today)
        found = await twins.of_plan(by, given, called)
        if found and given.unless_twin:
            return opened.done(Outcome(facts={"twins": found}))
        row, warnings = await create(opened, by, given, called)
        if given.meets_on is not None:
            past = rules.check_set_date(rules.NegotiationFacts(), given.meets_on, today)
            warnings += matters.weigh("meetsOn", past)
        return opened.done(
            Outcome(
                ("Negotiation", row.id), (*warnings, *twins.warning(found)), facts={"twins": found}
            )
        )


async def plan_negotiations(
    by: Actor, today: date, round_id: int, title: Titles, together_with: Sequence[str] = ()
) -> Outcome:
    """Plan one negotiation for each counterparty of a round that has none in it yet.

    ``together_with`` are organisation codes of those called to each beside the keeper, such as
    the other ministries of a joint round. One transaction; the outcome has one item per
    counterparty planned for. Raises NotFound, NotAllowed and InvalidInput.
    """
    async with act("plan_negotiations", by, at=now(), today=today) as opened:
        round_ = (await lock(NegotiationRound, round_id))[0]
        keeper = await Organisation.get(id=round_.keeper_id)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=keeper.organisation_code)
        if round_.closed_on is not None or round_.cancelled_on is not None:
            raise InvalidInput.of("round", "ROUND_IS_OVER")
        keys = await texts(RoundRule.filter(round_id=round_id), "rule_key")
        items = []
        await parties.named(together_with, "togetherWith")
        for counterparty in await _unplanned(round_id):
            everyone = (keeper.organisation_code, *together_with, counterparty.organisation_code)
            given = PlanInput(
                title=title,
                parties=everyone,
                rules=tuple(keys),
                kind=round_.kind,
                round=round_id,
            )
            given.check()
            row, warnings = await create(opened, by, given)
            facts = {"organisation": counterparty.organisation_code}
            items.append(Outcome(("Negotiation", row.id), warnings, facts=facts))
        return opened.done(Outcome(("NegotiationRound", round_id), items=tuple(items)))


async def _unplanned(round_id: int) -> list[Organisation]:
    places = await RoundCounterparty.filter(round_id=round_id).order_by("sort_fi", "id")
    called = NegotiationParty.filter(
        negotiation__round_id=round_id,
        negotiation__cancelled_on__isnull=True,
        negotiation__merged_into_id__isnull=True,
    )
    met = await ids(called, "organisation_id")
    wanted = [place.organisation_id for place in places if place.organisation_id not in met]
    rows = {row.id: row for row in await Organisation.filter(id__in=wanted)}
    return [rows[i] for i in wanted]


async def create(
    opened: Act,
    by: Actor,
    given: PlanInput,
    called: parties.Called | None = None,
    *,
    held: bool = False,
) -> tuple[Negotiation, matters.Warnings]:
    """Make the rows of a new negotiation and its first events, with warnings about its parties.

    ``called`` are those whom the plan calls, when that is known already. A round that is over
    takes only one that was ``held``. By an editor of a party; of steering by a ministry's.
    """
    policy.require(by, policy.OPEN_MATTER, keeper=by.organisation)
    if given.kind == rules.NegotiationKind.STEERING:
        policy.require(by, policy.RECORD_STEERING)
    await check_rules(by, given.rules)
    called = called or await parties.called(by, given, given.meets_on or opened.today)
    own, on = called.own, called.on
    await parties.check_voice(own, called.everyone, on, under_rules=bool(given.rules))
    await _check_round(by, given.round, held=held)
    row = await opened.create(
        Negotiation,
        audience=" ".join(sorted(called.codes)),
        keeper_id=own.id,
        county_id=called.county.id if called.county else None,
        round_id=given.round,
        kind=given.kind,
        state=rules.NegotiationState.PLANNED.value,
        place=given.place,
        mode=given.mode,
        sort_on=given.meets_on or opened.today,
        created_at=opened.at,
        **dict[str, Any](given.title.columns()),
    )
    await NegotiationRule.bulk_create(
        NegotiationRule(negotiation_id=row.id, rule_key=key) for key in dict.fromkeys(given.rules)
    )
    await matters.add_parties(row, called.everyone)
    await matters.add_event(opened, row, "PLANNED", on=opened.today, by=own.id)
    if given.round is not None:
        await open_as_planned(opened, await matters.load(by, row.id), given.round)
    if given.meets_on is not None:
        matter = await matters.load(by, row.id)
        await _set_day(opened, matter, by, DateInput(given.meets_on, opened.today))
        row = matter.row
    found = await matters.strangers(given.kind, called.county, called.everyone, on)
    return row, matters.weigh("municipalities", found)


async def invite_to_negotiation(
    by: Actor, today: date, negotiation: int, expected: int | None, invited_on: date
) -> Outcome:
    """Record that the parties not yet invited were invited; the negotiation becomes public.

    ``invited_on`` is the day of the invitation, today or earlier. Raises NotFound, NotAllowed,
    Conflict, InvalidInput.
    """
    async with act("invite_to_negotiation", by, at=now(), today=today) as opened:
        matter = await _kept(by, negotiation)
        refuse(day_fault("invitedOn", invited_on))
        known = await matters.facts(matter)
        warnings = matters.weigh("invitedOn", rules.check_invite(known, invited_on, today))
        own = (await lookup.own(by.organisation)).id
        for place in matter.parties.values():
            if place.invited_on is None and place.organisation_id != own:
                await NegotiationParty.filter(id=place.id).update(invited_on=invited_on)
                await matters.add_event(
                    opened,
                    matter.row,
                    "INVITED",
                    on=invited_on,
                    by=own,
                    organisation=place.organisation_id,
                )
        await matters.settle(opened, matter, expected)
        return opened.done(Outcome(("Negotiation", matter.row.id), warnings))


async def schedule_negotiation(
    by: Actor, today: date, negotiation: int, expected: int | None, given: DateInput
) -> Outcome:
    """Set the day of a negotiation that has none. Raises as ``move_negotiation``, and for a day
    that is set already."""
    return await _dated("schedule_negotiation", by, today, negotiation, (expected, given))


async def move_negotiation(
    by: Actor, today: date, negotiation: int, expected: int | None, given: DateInput
) -> Outcome:
    """Move a negotiation to another day; the move is an event of its own.

    Raises NotFound, NotAllowed, Conflict, and InvalidInput: what was held or cancelled is not
    moved, and a day is set on the day of recording or earlier, but not before the day it replaces.
    """
    return await _dated("move_negotiation", by, today, negotiation, (expected, given))


async def _dated(
    name: str, by: Actor, today: date, negotiation: int, change: tuple[int | None, DateInput]
) -> Outcome:
    expected, given = change
    async with act(name, by, at=now(), today=today) as opened:
        matter = await _kept(by, negotiation)
        if expected is not None and expected != matter.row.revision:
            # What another has set meanwhile is told of as such, not as a day that is set already.
            raise Conflict(type="Negotiation", id=negotiation)
        given.check(today)
        last_set_on = await _last_set_on(matter.row)
        matters.weigh("setOn", rules.check_set_on(given.set_on, last_set_on))
        known = await matters.facts(matter)
        check = rules.check_move if name == "move_negotiation" else rules.check_set_date
        others = await matters.strangers(matter.row.kind, matter.county, matter.called(), given.day)
        warnings = matters.weigh("day", check(known, given.day, today), others)
        await _set_day(opened, matter, by, given, expected)
        return opened.done(Outcome(("Negotiation", matter.row.id), warnings))


async def _last_set_on(row: Negotiation) -> date | None:
    settings = NegotiationEvent.filter(negotiation_id=row.id, kind__in=("DATE_SET", "MOVED"))
    last = await settings.order_by("-on", "-id").first()
    return None if last is None else last.on


async def _set_day(
    opened: Act,
    matter: matters.Matter,
    by: Actor,
    given: DateInput,
    expected: int | None = None,
) -> None:
    own = (await lookup.own(by.organisation)).id
    kind = "DATE_SET" if matter.row.meets_on is None else "MOVED"
    await matters.add_event(
        opened, matter.row, kind, on=given.set_on, by=own, day=given.day, note=given.reason
    )
    place = {} if given.place is None else {"place": given.place}
    mode = {} if given.mode is None else {"mode": given.mode}
    await matters.settle(opened, matter, expected, meets_on=given.day, **place, **mode)


async def _kept(by: Actor, negotiation: int) -> matters.Matter:
    matter = await matters.load(by, negotiation)
    policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
    return matter


async def _check_round(by: Actor, round_id: int | None, *, held: bool) -> None:
    """Only who keeps a round says what belongs to it, and once it is over no plan does."""
    if round_id is None:
        return
    found = await NegotiationRound.get_or_none(id=round_id).select_related("keeper")
    if found is None:
        raise NotFound(type="NegotiationRound")
    policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=found.keeper.organisation_code)
    if not held and (found.closed_on is not None or found.cancelled_on is not None):
        raise InvalidInput.of("round", "ROUND_IS_OVER")
