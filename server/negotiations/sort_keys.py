"""The order of parties in lists, which follows the names of the register."""

from __future__ import annotations

from typing import Any

from server.kit.store.act import Act
from server.negotiations.models import Attendance, NegotiationParty, Participant, RoundCounterparty
from server.register.models import Organisation

CARRIERS: tuple[Any, ...] = (Attendance, NegotiationParty, Participant, RoundCounterparty)


async def refresh_organisations(opened: Act, touched: frozenset[int]) -> None:
    """Let lists of parties stand in the order of the names that organisations bear now."""
    for row in await Organisation.filter(id__in=touched):
        # One that begins in this act is in no list yet; most changes leave the name alone.
        before = opened.touches["Organisation", row.id].before
        if before is not None and before["sort_fi"] != row.sort_fi:
            for model in CARRIERS:
                await model.filter(organisation_id=row.id).update(sort_fi=row.sort_fi)
