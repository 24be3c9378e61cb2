"""What packages below may ask of the catalogue of rules."""

from __future__ import annotations

from collections.abc import Collection

from server.kit.store.columns import texts
from server.obligations.models import ObligationRule


async def known_rules(keys: Collection[str]) -> list[str]:
    """Which of the keys are rules of the catalogue."""
    return await texts(ObligationRule.filter(key__in=keys), "key")
