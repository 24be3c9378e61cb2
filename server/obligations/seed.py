"""The catalogue of obligations as it comes with the product, laid over the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from fixtures.loading import day, rows_of, text
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.store.act import Outcome, act
from server.kit.store.batches import add_missing
from server.negotiations.papers.seed import seed_templates
from server.obligations.models import ObligationRule
from server.register import seed as register

NULLABLE = ("cadence", "unit", "reason_fi", "reason_sv", "reason_en")


async def seed(by: Actor, today: date) -> Outcome:
    """Add what the database lacks of the register, the catalogue and the agenda templates.

    The obligations of the present periods follow by themselves. Doing it again
    changes nothing. The outcome's facts count the rows added and rules changed. Raises NotAllowed.
    """
    told = await register.seed(by, today)
    rules = await seed_rules(by, today)
    templates = await seed_templates(by, today)
    every = (told, rules, templates)
    added = sum(each.facts["added"] for each in every)
    return Outcome(facts={"added": added, "changed": rules.facts["changed"]})


async def seed_rules(by: Actor, today: date) -> Outcome:
    """Bring the catalogue up to the one that comes with the product, in one act.

    What the database lacks is added and what differs is changed; the outcome's facts count both.
    Raises NotAllowed.
    """
    async with act("seed_rules", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_CATALOGUE)
        catalogue = rows_of("obligation_rules")
        wanted = [_rule(row) for row in catalogue]
        added = await add_missing(opened, ObligationRule.all(), wanted, lambda row: row.key)
        known = {row.key: row for row in await ObligationRule.all()}
        changed = 0
        for columns, row in zip(wanted, catalogue, strict=True):
            before = known.get(row["predecessor"])
            columns["predecessor_id"] = before.id if before else None
            rule = known[row["key"]]
            differs = {n: v for n, v in columns.items() if getattr(rule, n) != v}
            if differs:
                await opened.change(rule, **differs)
                changed += rule.key not in added
        return opened.done(Outcome(facts={"added": len(added), "changed": changed}))


def _rule(row: dict[str, str]) -> dict[str, Any]:
    columns = ObligationRule._meta.fields_db_projection
    texts = {name: value for name, value in row.items() if name in columns}
    return {
        **texts,
        **{name: text(row[name]) for name in NULLABLE},
        "version": int(row["version"]),
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "place": int(row["place"]),
    }
