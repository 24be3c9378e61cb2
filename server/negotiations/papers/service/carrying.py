"""The papers of a merged record: what the kept record lacks of them becomes its own.

Papers are moved, not copied, so that each is on one record and counts once. Of a sort that both
records have, the kept one's stay and the other's can be read under the merged record.
"""

from __future__ import annotations

from server.actions import service as actions
from server.decisions import service as decisions
from server.identity.subjects import subject_of
from server.kit.store.act import PUBLIC, Act, snapshot
from server.negotiations.matter import Matter
from server.negotiations.papers.models import AgendaItem, Minutes
from server.negotiations.papers.service import settling


async def carry(opened: Act, gone: Matter, kept: Matter) -> None:
    """Move the agenda, minutes, actions and decisions that ``kept`` has none of from ``gone``.

    An action goes with the agenda item it follows from; where the agenda stays behind, the action
    goes without it. The parties of both records are known to both.
    """
    joined = Matter(
        kept.row,
        {**gone.parties, **kept.parties},
        {**gone.organisations, **kept.organisations},
        kept.before,
        kept.withheld,
    )
    items = await _agenda(opened, gone, joined)
    await _minutes(opened, gone, joined)
    before = await subject_of("Negotiation", gone.row.id)
    after = await subject_of("Negotiation", kept.row.id)
    await actions.move_all(opened, before, after, items)
    await decisions.move_all(opened, before, after)


async def _agenda(opened: Act, gone: Matter, kept: Matter) -> frozenset[int]:
    """The ids of the items that were moved."""
    if await AgendaItem.exists(negotiation_id=kept.row.id):
        return frozenset()
    rows = await AgendaItem.filter(negotiation_id=gone.row.id).order_by("number", "id")
    for row in rows:
        seen = row.is_public
        audiences = (settling.audience(gone, seen), settling.audience(kept, seen))
        await opened.change(row, audience=audiences, negotiation_id=kept.row.id)
    return frozenset(row.id for row in rows)


async def _minutes(opened: Act, gone: Matter, kept: Matter) -> None:
    """Move the minutes; the agenda of a record whose minutes are published is public too."""
    minutes = await Minutes.get_or_none(negotiation_id=kept.row.id)
    if minutes is None:
        minutes = await Minutes.get_or_none(negotiation_id=gone.row.id)
        if minutes is None:
            return
        before = settling.audience(gone, minutes.is_public)
        known = snapshot(minutes)
        opened.touch(minutes, before=known, audience_before=before, audience_after=before)
        await settling.settle(opened, kept, minutes, negotiation_id=kept.row.id)
    if minutes.is_public:
        hidden = AgendaItem.filter(negotiation_id=kept.row.id, is_public=False)
        for row in await hidden.order_by("number", "id"):
            audiences = (settling.audience(kept, False), PUBLIC)
            await opened.change(row, audience=audiences, is_public=True)
