"""The national catalogue of duties as it comes with the product."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from fixtures.loading import day, rows_of, text
from server.duties.models import Duty, DutyLegalBasis, Theme
from server.duties.rules import statute_address
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.sorting import sort_key
from server.kit.store.act import Act, Outcome, act
from server.kit.store.batches import BATCH, add_missing


async def seed(by: Actor, today: date) -> Outcome:
    """Add the themes and duties of the catalogue that the database lacks, in one act.

    What is there stays as it is, with the legal bases somebody may have given it since. The
    outcome's facts count the themes and duties added. Raises NotAllowed.
    """
    async with act("seed_duties", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_CATALOGUE)
        themes = await add_missing(
            opened,
            Theme.all(),
            ({**row, "place": int(row["place"])} for row in rows_of("themes")),
            lambda row: row.key,
        )
        added = await _duties(opened)
        return opened.done(Outcome(facts={"added": len(themes) + added}))


async def _duties(opened: Act) -> int:
    """The duties above first, so that each finds the one it is part of."""
    themes = {row.key: row.id for row in await Theme.all()}
    rows = rows_of("duties")
    added: dict[str, Duty] = {}
    for level in ([r for r in rows if not r["parent"]], [r for r in rows if r["parent"]]):
        numbers = {row.key or "": row.id for row in await Duty.exclude(key=None)}
        wanted = [_columns(row, themes, numbers) for row in level]
        new = await add_missing(opened, Duty.all(), wanted, lambda row: row.key or str(row.id))
        added |= new
    await _legal_bases(added)
    return len(added)


def _columns(row: dict[str, str], themes: dict[str, int], duties: dict[str, int]) -> dict[str, Any]:
    named = {name: row[name] for name in row if name.startswith(("name_", "description_"))}
    return {
        **named,
        "key": row["key"],
        "sort_fi": sort_key(row["name_fi"]),
        "sort_sv": sort_key(row["name_sv"]),
        "topic": row["topic"],
        "theme_id": themes.get(row["theme"]),
        "parent_id": duties[row["parent"]] if row["parent"] else None,
        "starts_on": day(row["starts_on"]),
        "ends_on": day(row["ends_on"]),
        "place": int(row["place"]),
    }


async def _legal_bases(added: dict[str, Duty]) -> None:
    placed: dict[str, int] = defaultdict(int)
    rows = []
    for row in rows_of("duty_legal_bases"):
        placed[row["duty"]] += 1
        if row["duty"] in added:
            rows.append(
                DutyLegalBasis(
                    duty_id=added[row["duty"]].id,
                    statute=row["statute"],
                    section=row["section"],
                    note_fi=text(row["note_fi"]),
                    note_sv=text(row["note_sv"]),
                    note_en=text(row["note_en"]),
                    rule_key=text(row["rule"]),
                    source_url=statute_address(row["statute"]),
                    place=placed[row["duty"]],
                )
            )
    await DutyLegalBasis.bulk_create(rows, batch_size=BATCH)
