"""Obligations and rules as what decisions and agenda items can be about."""

from __future__ import annotations

from server.identity.subjects import Subject
from server.obligations.models import Obligation, ObligationRule


async def obligation(number: int) -> Subject | None:
    """An obligation with the two that bear it; None when there is none of that id."""
    row = await Obligation.get_or_none(id=number).select_related("county", "municipality")
    if row is None:
        return None
    parties = {row.county.organisation_code, row.municipality.organisation_code}
    return Subject("Obligation", number, frozenset(parties), None, is_public=True)


async def obligation_rule(number: int) -> Subject | None:
    """An entry of the catalogue, which has no parties; None when there is none of that id."""
    if not await ObligationRule.exists(id=number):
        return None
    return Subject("ObligationRule", number, frozenset(), None, is_public=True)
