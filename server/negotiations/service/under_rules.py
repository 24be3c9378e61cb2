"""Saying afterwards under which rules of the catalogue a negotiation is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.period import Period
from server.kit.store.act import Outcome, act
from server.kit.store.columns import texts
from server.negotiations import matter as matters
from server.negotiations import parties, rules
from server.negotiations.catalogue import check_rules
from server.negotiations.models import Negotiation, NegotiationRule
from server.register import lookup


async def change_negotiation_rules(
    by: Actor, today: date, negotiation: int, expected: int | None, keys: Sequence[str]
) -> Outcome:
    """Record a negotiation under these rules, by key, and under no others.

    Standings follow at once. By the keeper's editor. Raises NotFound, NotAllowed, Conflict and
    InvalidInput: a record told of by another; a new rule that is unknown, that no negotiation
    meets, or that is not in force on the day; and rules between a county and its municipality
    when neither keeps the record.
    """
    async with act("change_negotiation_rules", by, at=now(), today=today) as opened:
        matter = await matters.load(by, negotiation)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        matters.weigh("negotiation", rules.check_open(await matters.facts(matter)))
        stored = NegotiationRule.filter(negotiation_id=negotiation)
        wanted, before = list(dict.fromkeys(keys)), await texts(stored, "rule_key")
        new, days = set(wanted) - set(before), _days(matter.row, today)
        await check_rules(by, wanted, but=before, days=days)
        own = await lookup.own(by.organisation)
        everyone = [matter.organisations[each] for each in matter.parties]
        await parties.check_voice(own, everyone, days.starts_on, under_rules=bool(new))
        await stored.exclude(rule_key__in=wanted).delete()
        await NegotiationRule.bulk_create(
            NegotiationRule(negotiation_id=negotiation, rule_key=key) for key in sorted(new)
        )
        await matters.add_event(opened, matter.row, "RULES_CHANGED", on=today, by=own.id)
        await matters.settle(opened, matter, expected)
        return opened.done(Outcome(("Negotiation", negotiation)))


def _days(row: Negotiation, today: date) -> Period:
    """The days on which the meeting can have been held, or is to be held."""
    held = matters.held_of(row)
    if held is not None:
        return Period(held.first_day(), held.last_day())
    day = row.meets_on or today
    return Period(day, day)
