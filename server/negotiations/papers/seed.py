"""The agenda templates that come with the product."""

from __future__ import annotations

from datetime import date

from fixtures.loading import rows_of
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.store.act import Outcome, act
from server.kit.store.batches import add_missing
from server.negotiations.papers.models import AgendaTemplate, AgendaTemplateItem

TITLES = ("title_fi", "title_sv", "title_en")


async def seed_templates(by: Actor, today: date) -> Outcome:
    """Add the templates that the database lacks, whole, in one act.

    The outcome's facts count the rows added. Raises NotAllowed.
    """
    async with act("seed_templates", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_CATALOGUE)
        rows = rows_of("agenda_templates")
        wanted = [
            {
                "key": row["template"],
                "place": int(row["place"]),
                **{title: row[title.replace("title", "template")] for title in TITLES},
            }
            for row in rows
        ]
        made = await add_missing(opened, AgendaTemplate.all(), wanted, lambda row: row.key)
        items = [
            AgendaTemplateItem(
                template_id=made[row["template"]].id,
                number=int(row["number"]),
                topic=row["topic"],
                legal_basis=row["legal_basis"] or None,
                **{title: row[title] for title in TITLES},
            )
            for row in rows
            if row["template"] in made
        ]
        await AgendaTemplateItem.bulk_create(items)
        return opened.done(Outcome(facts={"added": len(made) + len(items)}))
