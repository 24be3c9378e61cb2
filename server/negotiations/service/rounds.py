"""Starting a round of negotiations with a county's municipalities."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.store.act import Outcome, act
from server.negotiations.catalogue import check_rules
from server.negotiations.inputs import RoundInput
from server.negotiations.models import NegotiationRound, RoundCounterparty, RoundRule
from server.register import lookup


async def start_negotiation_round(by: Actor, today: date, given: RoundInput) -> Outcome:
    """Open a round of the actor's own county with all or some of its municipalities.

    Nothing is planned yet: a round says whom the county sets out to meet, when and why. Raises
    NotAllowed, and InvalidInput for unknown codes or an end before the start. A municipality
    outside the county is taken with a warning.
    """
    async with act("start_negotiation_round", by, at=now(), today=today) as opened:
        policy.require(by, policy.START_ROUND)
        given.check()
        await check_rules(given.rules)
        county = await lookup.own(by.organisation)
        members = await lookup.municipalities_of(county.id, max(given.starts_on, today))
        chosen = members
        if given.municipalities is not None:
            chosen = await lookup.municipalities(given.municipalities)
        row = await opened.create(
            NegotiationRound,
            keeper_id=county.id,
            county_id=county.id,
            starts_on=given.starts_on,
            ends_on=given.ends_on,
            purpose=given.purpose,
            created_at=opened.at,
            **dict[str, Any](given.title.columns()),
        )
        for key in dict.fromkeys(given.rules):
            await RoundRule.create(round_id=row.id, rule_key=key)
        await RoundCounterparty.bulk_create(
            [
                RoundCounterparty(round_id=row.id, organisation_id=m.id, sort_fi=m.sort_fi)
                for m in chosen
            ]
        )
        inside = {m.id for m in members}
        warnings = tuple(
            {"code": "NOT_IN_COUNTY", "facts": {"code": m.code}}
            for m in chosen
            if m.id not in inside
        )
        return opened.done(Outcome(("NegotiationRound", row.id), warnings))
