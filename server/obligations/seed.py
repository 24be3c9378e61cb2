"""The catalogue of obligations as it comes with the product, laid over the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from fixtures.loading import day, rows_of
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.store.act import Outcome, act
from server.kit.store.batches import add_missing
from server.negotiations.papers.seed import seed_templates
from server.obligations.models import ObligationRule
from server.register import seed as register


async def seed(by: Actor, today: date) -> Outcome:
    """Add what the database lacks of the register, the catalogue and the agenda templates.

    The obligations of the county councils' present term follow by themselves. Doing it again
    changes nothing. The outcome's facts count the rows added. Raises NotAllowed.
    """
    told = await register.seed(by, today)
    rules = await seed_rules(by, today)
    templates = await seed_templates(by, today)
    every = (told, rules, templates)
    return Outcome(facts={"added": sum(each.facts["added"] for each in every)})


async def seed_rules(by: Actor, today: date) -> Outcome:
    """Add the rules of the catalogue that the database lacks, in one act. Raises NotAllowed."""
    async with act("seed_rules", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_CATALOGUE)
        wanted = [_rule(row) for row in rows_of("register/obligation_rules")]
        added = await add_missing(opened, ObligationRule.all(), wanted, lambda row: row.key)
        return opened.done(Outcome(facts={"added": len(added)}))


def _rule(row: dict[str, str]) -> dict[str, Any]:
    columns = ObligationRule._meta.fields_db_projection
    texts = {name: value for name, value in row.items() if name in columns}
    return {
        **texts,
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "place": int(row["place"]),
    }
