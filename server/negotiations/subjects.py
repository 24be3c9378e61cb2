"""Negotiations and rounds as what a decision or an agreed action can be about."""

from __future__ import annotations

from server.identity.subjects import Subject
from server.negotiations.matter import is_withheld
from server.negotiations.models import (
    Negotiation,
    NegotiationParty,
    NegotiationRound,
    RoundCounterparty,
)


async def negotiation(number: int) -> Subject | None:
    """A negotiation with its parties, locked; None when there is none of that id."""
    row = await Negotiation.filter(id=number).select_for_update().first()
    if row is None:
        return None
    await row.fetch_related("keeper")
    places = NegotiationParty.filter(negotiation_id=number).select_related("organisation")
    parties = {each.organisation.organisation_code for each in await places}
    keeper = row.keeper.organisation_code
    withheld = await is_withheld(number)
    return Subject(
        "Negotiation", number, frozenset(parties), keeper, row.is_public, is_withheld=withheld
    )


async def negotiation_round(number: int) -> Subject | None:
    """A round with its county and the municipalities it is to meet; it begins on its first day."""
    row = await NegotiationRound.get_or_none(id=number).select_related("keeper")
    if row is None:
        return None
    places = RoundCounterparty.filter(round_id=number).select_related("organisation")
    keeper = row.keeper.organisation_code
    parties = {each.organisation.organisation_code for each in await places} | {keeper}
    return Subject(
        "NegotiationRound", number, frozenset(parties), keeper, True, begins_on=row.starts_on
    )
