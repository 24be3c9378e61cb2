"""The small country laid into a database by plain inserts; its standings by the product's act."""

from __future__ import annotations

from typing import Any

from tortoise.models import Model

from server.identity import models as identity
from server.identity.actor import system
from server.journal import models as journal
from server.kit.store.act import Outcome, act
from server.negotiations import models as negotiations
from server.obligations import models as obligations
from server.obligations import standings
from server.register import models as register
from server.wiring import wire_up
from tests.graphql.oracle.world import NOW, TODAY, World, journal_rows

_MODULES = (identity, register, negotiations, obligations, journal)


def _model(name: str) -> type[Model]:
    found: Any = next(getattr(module, name) for module in _MODULES if hasattr(module, name))
    return found  # type: ignore[no-any-return]  # a module's attribute


async def lay(world: World) -> None:
    """Insert every row, judge every obligation, and take the journal's lines into the world."""
    for name, rows in world.rows.items():
        if name == "JournalEntry":
            continue
        model = _model(name)
        successors = {row["id"]: row.get("successor_id") for row in rows.values()}
        plain = [
            {**row, "successor_id": None} if "successor_id" in row else row for row in rows.values()
        ]
        await model.bulk_create([model(**row) for row in plain])
        for number, successor in successors.items():
            if successor is not None:
                await model.filter(id=number).update(successor_id=successor)
    wire_up()
    by = system("judge-everything")
    async with act("judge", by, at=NOW, today=TODAY) as opened:
        await standings.rewrite(opened, list(world.rows["Obligation"]))
        opened.done(Outcome())
    lines = journal.JournalEntry
    await lines.bulk_create([lines(**row) for row in journal_rows(world)])
    world.rows["JournalEntry"] = {
        row["seq"]: row for row in await lines.all().order_by("seq").values()
    }
