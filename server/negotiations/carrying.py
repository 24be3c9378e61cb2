"""What a kept record takes from its twin: the rows and facts that it lacks itself.

The twin's rows stay as they were, so that its history can be read; it only no longer counts.
Its papers are moved (``papers/service/carrying.py``).
"""

from __future__ import annotations

from typing import Any

from server.kit.provenance import Provenance
from server.kit.store.columns import texts
from server.negotiations.matter import Matter
from server.negotiations.models import (
    Attendance,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRule,
    Participant,
)

SHARED = ("round_id", "county_id", "place", "meets_on")


async def carry(gone: Matter, kept: Matter) -> dict[str, Any]:
    """Copy the rows that ``kept`` lacks from ``gone``; answers the columns it lacks."""
    await _rules(gone, kept)
    await _parties(gone, kept)
    await _attendance(gone, kept)
    lacking = {name: getattr(gone.row, name) for name in SHARED if getattr(kept.row, name) is None}
    if gone.row.cancelled_on is not None:
        # What will not take place invites nobody and sets no day.
        return lacking | {"meets_on": kept.row.meets_on}
    if kept.row.meets_on is None:
        await _events(gone, kept, "DATE_SET", "MOVED")
    if kept.row.held_on is None:
        await _events(gone, kept, "HELD")
        lacking |= {"held_on": gone.row.held_on, "held_precision": gone.row.held_precision}
    return lacking


async def _rules(gone: Matter, kept: Matter) -> None:
    have = await texts(NegotiationRule.filter(negotiation_id=kept.row.id), "rule_key")
    more = await texts(NegotiationRule.filter(negotiation_id=gone.row.id), "rule_key")
    await NegotiationRule.bulk_create(
        NegotiationRule(negotiation_id=kept.row.id, rule_key=key) for key in more if key not in have
    )


async def _parties(gone: Matter, kept: Matter) -> None:
    """Everyone called to either; of two invitations of one party the earlier is kept.

    An invitation to what was cancelled is none.
    """
    for place in gone.parties.values():
        mine = kept.parties.get(place.organisation_id)
        invited_on = None if gone.row.cancelled_on else place.invited_on
        if mine is None:
            await NegotiationParty.create(
                negotiation_id=kept.row.id,
                organisation_id=place.organisation_id,
                invited_on=invited_on,
                sort_fi=place.sort_fi,
            )
        elif invited_on and (mine.invited_on is None or invited_on < mine.invited_on):
            mine.invited_on = invited_on
            await mine.save(update_fields=["invited_on"])
        else:
            continue
        if invited_on is not None:
            await _events(gone, kept, "INVITED", organisation=place.organisation_id)


async def _attendance(gone: Matter, kept: Matter) -> None:
    """Who was there by either; a party's own word goes before what was reported of it."""
    mine = {row.organisation_id: row for row in await _rows(Attendance, kept)}
    for row in await _rows(Attendance, gone):
        other = mine.get(row.organisation_id)
        spoke = row.provenance != Provenance.REPORTED
        if other is None:
            await _copy(row, kept)
        elif spoke and other.provenance == Provenance.REPORTED:
            await other.delete()
            await _copy(row, kept)
    present = {row.organisation_id for row in await _rows(Participant, kept)}
    for person in await _rows(Participant, gone):
        if person.organisation_id not in present:
            await _copy(person, kept)


async def _events(gone: Matter, kept: Matter, *kinds: str, **narrowed: int) -> None:
    where = {f"{name}_id": value for name, value in narrowed.items()}
    rows = NegotiationEvent.filter(negotiation_id=gone.row.id, kind__in=kinds, **where)
    for row in await rows.order_by("id"):
        await _copy(row, kept)


async def _rows(model: Any, matter: Matter) -> list[Any]:
    found: list[Any] = await model.filter(negotiation_id=matter.row.id).order_by("id")
    return found


async def _copy(row: Any, kept: Matter) -> None:
    values = {name: getattr(row, name) for name in row._meta.fields_db_projection if name != "id"}
    await type(row).create(**{**values, "negotiation_id": kept.row.id})
