"""The small country laid into a database by plain inserts; its standings by the product's act."""

from __future__ import annotations

from typing import Any

from tortoise.models import Model

from server.actions import models as actions
from server.decisions import models as decisions
from server.duties import models as duties
from server.identity import models as identity
from server.identity.actor import system
from server.journal import models as journal
from server.kit.store.act import Outcome, act
from server.negotiations import models as negotiations
from server.negotiations.papers import models as papers
from server.obligations import models as obligations
from server.obligations import standings
from server.register import models as register
from server.search import service as search
from server.search.models import SearchEntry
from server.wiring import wire_up
from tests.graphql.oracle.world import NOW, TODAY, World, journal_rows

#: A row may name one that comes after it.
LATER = {
    "Organisation": "successor_id",
    "Negotiation": "merged_into_id",
    "NegotiationRound": "steering_group_id",
}
_MODULES = (
    identity,
    register,
    duties,
    negotiations,
    papers,
    decisions,
    actions,
    obligations,
    journal,
)


def _model(name: str) -> type[Model]:
    found: Any = next(getattr(module, name) for module in _MODULES if hasattr(module, name))
    return found  # type: ignore[no-any-return]  # a module's attribute


async def lay(world: World) -> None:
    """Insert every row, judge every obligation and index every record for search.

    What that writes besides standings, the journal's lines and search's entries, goes into
    ``world``: which of them a reader sees is the question, not how they were made.
    """
    for name, rows in world.rows.items():
        if name in ("JournalEntry", "SearchEntry"):
            continue
        model = _model(name)
        later = LATER.get(name)
        plain = [{**row, later: None} if later else row for row in rows.values()]
        await model.bulk_create([model(**row) for row in plain])
    for name, column in LATER.items():
        for row in world.all(name):
            if row[column] is not None:
                await _model(name).filter(id=row["id"]).update(**{column: row[column]})
    wire_up()
    by = system("judge-everything")
    async with act("judge", by, at=NOW, today=TODAY) as opened:
        await standings.rewrite(opened, list(world.rows["Obligation"]))
        opened.done(Outcome())
    await search.rebuild(by, TODAY)
    entries = await SearchEntry.all().order_by("id").values()
    world.rows["SearchEntry"] = {row["id"]: row for row in entries}
    lines = journal.JournalEntry
    await lines.bulk_create([lines(**row) for row in journal_rows(world)])
    world.rows["JournalEntry"] = {
        row["seq"]: row for row in await lines.all().order_by("seq").values()
    }
