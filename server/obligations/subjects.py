"""Obligations and rules as what decisions and agenda items can be about."""

from __future__ import annotations

from server.identity.subjects import Subject
from server.obligations.models import Obligation, ObligationBearer, ObligationRule


async def obligation(number: int) -> Subject | None:
    """An obligation with all who have a part in it; None when there is none of that id."""
    if not await Obligation.exists(id=number):
        return None
    parts = ObligationBearer.filter(obligation_id=number).select_related("organisation")
    parties = {part.organisation.organisation_code for part in await parts}
    return Subject("Obligation", number, frozenset(parties), None, is_public=True)


async def obligation_rule(number: int) -> Subject | None:
    """An entry of the catalogue, which has no parties; None when there is none of that id."""
    if not await ObligationRule.exists(id=number):
        return None
    return Subject("ObligationRule", number, frozenset(), None, is_public=True)
