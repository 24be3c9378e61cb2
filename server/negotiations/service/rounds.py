"""Starting a round of negotiations: a county's with municipalities, or the ministries' with all."""

from __future__ import annotations

from datetime import date
from typing import Any

from tortoise.expressions import Q

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput
from server.kit.store.act import Outcome, act, lock
from server.negotiations import matter as matters
from server.negotiations import parties, rules
from server.negotiations.catalogue import check_rules
from server.negotiations.inputs import RoundInput
from server.negotiations.models import NegotiationRound, RoundCounterparty, RoundRule
from server.register import lookup
from server.register.models import Organisation


async def start_negotiation_round(by: Actor, today: date, given: RoundInput) -> Outcome:
    """Open a round of the actor's own county, or a ministry's round of steering.

    Nothing is planned yet: a round says whom its keeper sets out to meet, when and why. Raises
    NotAllowed, and InvalidInput for unknown codes or an end before the start. A municipality
    outside the county is taken with a warning.
    """
    async with act("start_negotiation_round", by, at=now(), today=today) as opened:
        steering = given.kind == rules.NegotiationKind.STEERING
        policy.require(by, policy.RECORD_STEERING if steering else policy.START_ROUND)
        given.check()
        await check_rules(by, given.rules)
        keeper = await lookup.own(by.organisation)
        county = keeper if keeper.kind == "COUNTY" else None
        on = min(max(given.starts_on, today), given.ends_on)
        chosen = await _chosen(given, keeper, on)
        row = await opened.create(
            NegotiationRound,
            keeper_id=keeper.id,
            county_id=county.id if county else None,
            kind=given.kind,
            starts_on=given.starts_on,
            ends_on=given.ends_on,
            purpose=given.purpose,
            created_at=opened.at,
            **dict[str, Any](given.title.columns()),
        )
        for key in dict.fromkeys(given.rules):
            await RoundRule.create(round_id=row.id, rule_key=key)
        await add_counterparties(row, chosen)
        found = await matters.strangers(given.kind, county, chosen, on)
        return opened.done(
            Outcome(("NegotiationRound", row.id), matters.weigh("municipalities", found))
        )


async def take_into_round(
    by: Actor, today: date, negotiation: int, expected: int | None, round_id: int
) -> Outcome:
    """Let a negotiation that another party opened belong to our round.

    By an editor of the round's keeper, which is a party to the negotiation. Raises NotFound,
    NotAllowed, Conflict, and InvalidInput for one that is in another keeper's round or told of by
    another record, and for one not held when the round is over.
    """
    async with act("take_into_round", by, at=now(), today=today) as opened:
        row = (await lock(NegotiationRound, round_id))[0]
        matter = await matters.load(by, negotiation)
        keeper = await Organisation.get(id=row.keeper_id)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=keeper.organisation_code)
        policy.require(by, policy.REPORT_FACT, parties=matter.codes)
        present = matter.row.round_id
        if present is not None and (await NegotiationRound.get(id=present)).keeper_id != keeper.id:
            raise InvalidInput.of("round", "IN_ANOTHER_ROUND")
        over = row.closed_on is not None or row.cancelled_on is not None
        known = await matters.facts(matter)
        matters.weigh("round", rules.check_into_round(known, over=over))
        await matters.settle(opened, matter, expected, round_id=row.id)
        return opened.done(Outcome(("Negotiation", matter.row.id)))


async def add_counterparties(row: NegotiationRound, chosen: list[Organisation]) -> None:
    """Let a round set out to meet these as well. Raises InvalidInput for its own keeper."""
    if row.keeper_id in {each.id for each in chosen}:
        raise InvalidInput.of("counterparties", "KEEPER_OF_THE_ROUND")
    await RoundCounterparty.bulk_create(
        RoundCounterparty(round_id=row.id, organisation_id=each.id, sort_fi=each.sort_fi)
        for each in chosen
    )


async def _chosen(given: RoundInput, keeper: Organisation, on: date) -> list[Organisation]:
    """Whom the round sets out to meet: those named, or everyone there is to meet on a day."""
    if given.municipalities is None and given.counterparties is None:
        if keeper.kind == "COUNTY":
            return await lookup.municipalities_of(keeper.id, on)
        exists = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        return await Organisation.filter(exists, service_organiser=True).order_by("sort_fi", "id")
    named = await lookup.municipalities(given.municipalities or ())
    others = await parties.named(given.counterparties or (), "counterparties")
    return list({each.id: each for each in (*named, *others)}.values())
