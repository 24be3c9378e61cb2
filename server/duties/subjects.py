"""Duties as what agenda items can concern."""

from __future__ import annotations

from server.duties.models import Duty
from server.identity.subjects import Subject


async def duty(number: int) -> Subject | None:
    """A shared duty, which anyone sees; None when there is none of that id."""
    if not await Duty.exists(id=number):
        return None
    return Subject("Duty", number, frozenset(), None, is_public=True)
